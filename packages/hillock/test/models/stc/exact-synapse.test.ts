import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  acceleratedTiming,
  type CircuitSynapse,
  circuitSynapse,
  differentialSynapse,
  type ExactEvent,
  exactSynapses,
  exactTrajectory,
  networkSynapse,
  type Switch,
  type Synapse,
} from "../../../src/models/index.js";

const network = { ...networkSynapse, ...acceleratedTiming } as const;
const none = { pre: [], post: [] };
const times = (events: readonly ExactEvent[], of: Switch, on = true) =>
  events.filter((event) => event.of === of && event.on === on).map(({ time }) => time);

/** A circuit whose currents make round numbers: 1 pA is 1 V/s, calcium in pA with a rest of 0 and 10 ms. */
const plain: CircuitSynapse = {
  ...circuitSynapse,
  capacitance: 1e-12,
  calciumTimeConstant: 0.01,
  tailCurrent: 0,
  presynapticCalcium: 1e-12,
  postsynapticCalcium: 2e-12,
  potentiationThreshold: 0.8e-12,
  depressionThreshold: 0.4e-12,
  potentiationCurrent: 10e-12,
  depressionCurrent: 4e-12,
  potentiationLeakage: 0,
  depressionLeakage: 0,
  upwardRecovery: 1e-12,
  downwardRecovery: 2e-12,
  tagThreshold: 0.01,
  proteinThreshold: 0.012,
  latePhaseTimeConstant: 2,
};

describe("by hand", () => {
  test("calcium decays, and its two thresholds are passed at logarithms", () => {
    const { events, at } = exactTrajectory(plain, {}, { pre: [0.1], post: [] }, 0.2);
    expect(times(events, "potentiation")).toEqual([0.1]);
    expect(times(events, "potentiation", false)[0]).toBeCloseTo(0.1 + 0.01 * Math.log(1 / 0.8), 15);
    expect(times(events, "depression", false)[0]).toBeCloseTo(0.1 + 0.01 * Math.log(1 / 0.4), 15);
    expect(at(0.12).calcium).toBeCloseTo(1e-12 * Math.exp(-2), 27);
    expect(at(0.1).calcium).toBe(1e-12);
  });

  test("the early phase rises, falls, recovers and then is held at rest; without protein the late phase stays", () => {
    const { events, at, breaks } = exactTrajectory(
      { ...plain, proteinThreshold: 0.5 },
      {},
      { pre: [0.1], post: [] },
      0.2,
    );
    const both = 0.01 * Math.log(1 / 0.8);
    const one = 0.01 * Math.log(1 / 0.4);
    // Above rest: + 10 - 4 - 2, then - 4 - 2, then - 2 V/s.
    const top = 0.9 + 4 * both;
    expect(at(0.1 + both).earlyPhase).toBeCloseTo(top, 14);
    expect(times(events, "rest", false)).toEqual([0.1]);
    expect(top - 0.9).toBeLessThan(0.01);
    expect(times(events, "tag")).toEqual([]);
    const bottom = top - 6 * (one - both);
    // Below rest the recovery is upwards: - 4 + 1, then + 1 V/s.
    const crossing = 0.1 + both + (top - 0.9) / 6;
    expect(bottom).toBeLessThan(0.9);
    const below = 0.9 - 3 * (0.1 + one - crossing);
    expect(at(0.1 + one).earlyPhase).toBeCloseTo(below, 14);
    const rest = 0.1 + one + (0.9 - below) / 1;
    expect(times(events, "rest")[0]).toBeCloseTo(rest, 14);
    expect(at(rest + 1e-9).earlyPhase).toBe(0.9);
    expect(at(0.2).earlyPhase).toBe(0.9);
    expect(at(0.2).latePhase).toBe(0);
    expect([...breaks]).toEqual([...breaks].sort((a, b) => a - b));
  });

  test("protein comes where theta_pro is passed, and from then on the late phase rises until the tag ends", () => {
    const { events, at } = exactTrajectory(plain, {}, { pre: [], post: [0.1] }, 1);
    // Two units of calcium: above 0.8 for 10 ms ln 2.5, + 4 V/s.
    const both = 0.01 * Math.log(2 / 0.8);
    const [protein] = times(events, "protein");
    expect(protein).toBeCloseTo(0.1 + 0.012 / 4, 15);
    expect(times(events, "tag")[0]).toBeCloseTo(0.1 + 0.01 / 4, 15);
    const one = 0.01 * Math.log(2 / 0.4);
    const top = 4 * both;
    const afterDepression = top - 6 * (one - both);
    expect(afterDepression).toBeLessThan(0);
    const untagged = 0.1 + both + (top - 0.01) / 6;
    expect(times(events, "tag", false)[0]).toBeCloseTo(untagged, 14);
    expect(at(protein).latePhase).toBe(0);
    expect(at(untagged).latePhase).toBeCloseTo(-Math.expm1(-(untagged - protein) / 2), 15);
    expect(at(0.2).weight).toBeCloseTo(plain.weightFactor * (at(0.2).earlyPhase + 0.9 * at(0.2).latePhase), 17);
  });

  test("v_h is held at both limits while it is driven outwards", () => {
    const up = { ...plain, tailCurrent: 2e-12, gainCurrent: 1e-12, leakCurrent: 1e-12, proteinThreshold: 0.5 };
    const high = exactTrajectory(up, {}, none, 2);
    expect(times(high.events, "upper-limit")[0]).toBeCloseTo(0.9 / 4, 14);
    expect(high.at(1).earlyPhase).toBe(1.8);
    expect(times(high.events, "protein")[0]).toBeCloseTo(0.5 / 4, 14);
    expect(high.at(2).latePhase).toBeCloseTo(-Math.expm1(-(2 - 0.5 / 4) / 2), 14);
    const down = { ...up, tailCurrent: 0.6e-12, proteinThreshold: 0.9 };
    const low = exactTrajectory(down, {}, none, 2);
    expect(times(low.events, "lower-limit")[0]).toBeCloseTo(0.9 / 3, 14);
    // |v_h - V_H0| comes to theta_pro at the limit and does not exceed it.
    expect(times(low.events, "protein")).toEqual([]);
    expect(low.at(2).latePhase).toBe(0);
  });

  test("with theta_pro = 0 protein comes as soon as v_h moves", () => {
    const { events } = exactTrajectory({ ...plain, proteinThreshold: 0 }, {}, { pre: [0.1], post: [] }, 0.2);
    expect(times(events, "protein")).toEqual([0.1]);
  });

  test("what leaks past the recovery takes v_h from its rest", () => {
    const { events, at } = exactTrajectory({ ...plain, depressionLeakage: 3e-12 }, {}, none, 0.1);
    expect(at(0.1).earlyPhase).toBeCloseTo(0.9 - 2 * 0.1, 14);
    expect(times(events, "rest")).toEqual([]);
    const charged = { ...plain, depressionLeakage: 3e-12, depressionLeakageSign: "charges" } as const;
    expect(exactTrajectory(charged, {}, none, 0.1).at(0.1).earlyPhase).toBeCloseTo(0.9 + 1 * 0.1, 14);
    // As strong as the recovery: nothing moves at rest, nor above it.
    const even = { ...plain, potentiationLeakage: 2e-12 };
    expect(exactTrajectory(even, {}, none, 5).at(5).earlyPhase).toBe(0.9);
    expect(exactTrajectory(even, { earlyPhase: 1 }, none, 5).at(5).earlyPhase).toBe(1);
  });

  test("the differential early phase relaxes to what its two rates say", () => {
    const { events, at } = exactTrajectory(differentialSynapse, {}, { pre: [0.1], post: [] }, 0.5);
    const s = differentialSynapse;
    const both = s.calciumTimeConstant * Math.log(0.6 / 0.3);
    const one = s.calciumTimeConstant * Math.log(0.6 / 0.2);
    const rate = 0.1 + s.potentiationRate + s.depressionRate;
    const target = (0.1 * s.restingWeight + s.potentiationRate * s.largestEarlyPhase) / rate;
    const top = target + (s.restingWeight - target) * Math.exp((-rate * both) / s.earlyPhaseTimeConstant);
    expect(at(0.1 + both).earlyPhase).toBeCloseTo(top, 16);
    const lower = 0.1 + s.depressionRate;
    const low = (0.1 * s.restingWeight) / lower;
    const left = low + (top - low) * Math.exp((-lower * (one - both)) / s.earlyPhaseTimeConstant);
    expect(at(0.1 + one).earlyPhase).toBeCloseTo(left, 16);
    const tag =
      (s.earlyPhaseTimeConstant / rate) *
      Math.log((target - s.restingWeight) / (target - s.restingWeight - s.tagThreshold));
    expect(times(events, "tag")[0]).toBeCloseTo(0.1 + tag, 13);
  });
});

describe("limits of what is given", () => {
  for (const synapse of [circuitSynapse, differentialSynapse, network])
    test(`at rest for days nothing moves (${"capacitance" in synapse ? synapse.downwardRecovery : "equations"})`, () => {
      const { events, at } = exactTrajectory(synapse, {}, none, 1e6);
      const start = at(0);
      expect(at(1e6)).toEqual(start);
      expect(events).toEqual([]);
    });

  test("a synapse left alone for days comes to rest and keeps its late phase", () => {
    const run = exactTrajectory(circuitSynapse, { earlyPhase: 1.5, protein: true }, none, 1e6);
    expect(run.at(1e6).earlyPhase).toBe(0.9);
    const tagged = ((1.5 - 0.9 - 0.0151226) * 1.2215e-12) / (2.5e-15 - 1.2e-15 + 0.8e-15);
    expect(times(run.events, "tag", false)[0]).toBeCloseTo(tagged, 9);
    expect(run.at(1e6).latePhase).toBeCloseTo(-Math.expm1(-tagged / 360), 13);
  });

  test("without recovery and leakage v_h stays where spikes leave it", () => {
    const still = { ...network, upwardRecovery: 0, downwardRecovery: 0, potentiationLeakage: 0, depressionLeakage: 0 };
    const run = exactTrajectory(still, {}, { pre: [0.01], post: [0.01] }, 1e5);
    expect(run.at(1e5).earlyPhase).toBe(run.at(1).earlyPhase);
    expect(run.at(1).earlyPhase).toBeGreaterThan(0.95);
  });

  test("a late phase without protein is kept", () => {
    const run = exactTrajectory(
      { ...network, proteinAvailability: 0 },
      { latePhase: 0.3 },
      { pre: [0.1], post: [0.1] },
      50,
    );
    expect(run.at(50).latePhase).toBe(0.3);
  });
});

describe("properties", () => {
  const train = fc
    .array(fc.integer({ min: 0, max: 4_000_000 }), { maxLength: 25 })
    .map((steps) => steps.sort((a, b) => a - b).map((step) => step * 1e-7));
  const options = fc.record({
    protein: fc.constantFrom("neuron" as const, "synapse" as const),
    proteinThreshold: fc.constantFrom(0, 0.02, 0.3),
    earlyPhaseLimits: fc.constantFrom("supplies" as const, "ground" as const, "none" as const),
    depressionLeakageSign: fc.constantFrom("discharges" as const, "charges" as const),
    depressionLeakage: fc.constantFrom(0, 1.2e-15, 5e-12),
    latePhaseDepression: fc.constantFrom("acts" as const, "never" as const),
    latePhaseFloor: fc.constantFrom("least" as const, "zero" as const),
    potentiationThreshold: fc.constantFrom(20e-12, 30e-12),
    tailCurrent: fc.constantFrom(25e-12, 44e-12, 70e-12),
    latePhase: fc.constantFrom({ kind: "equation" as const }, { kind: "counter" as const, bits: 6, rateBits: 3 }),
  });
  const model = fc.oneof(
    options.map((chosen): Synapse => ({ ...network, latePhaseTimeConstant: 0.5, ...chosen })),
    fc
      .record({
        protein: fc.constantFrom("neuron" as const, "synapse" as const),
        calciumDelay: fc.constantFrom(0, 0.0188),
      })
      .map(
        (chosen): Synapse => ({ ...differentialSynapse, proteinThreshold: 2e-4, latePhaseTimeConstant: 1, ...chosen }),
      ),
  );

  test("where a run is split does not matter to a bit", () => {
    fc.assert(
      fc.property(
        model,
        train,
        train,
        fc.array(fc.double({ min: 0, max: 0.4, noNaN: true }), { maxLength: 6 }),
        (synapse, pre, post, splits) => {
          const whole = exactSynapses(synapse, [{ earlyPhase: 0.004 }]);
          whole.advance(0.4, { pre: [pre], post });
          const parts = exactSynapses(synapse, [{ earlyPhase: 0.004 }]);
          let from = Number.NEGATIVE_INFINITY;
          for (const to of [...splits.sort((a, b) => a - b), 0.4]) {
            const part = (times: number[]) => times.filter((time) => time > from && time <= to);
            parts.advance(to, { pre: [part(pre)], post: part(post) });
            from = to;
          }
          expect(parts.states()).toEqual(whole.states());
        },
      ),
      { numRuns: 300, seed: 6 },
    );
  });

  test("states stay in their ranges, and courses are continuous but for calcium's jumps", () => {
    fc.assert(
      fc.property(model, train, train, (synapse, pre, post) => {
        const run = exactTrajectory(synapse, {}, { pre, post }, 0.5);
        const circuit = "capacitance" in synapse;
        const unlimited = circuit && synapse.earlyPhaseLimits !== "supplies";
        for (const time of run.breaks) {
          const now = run.at(time);
          const before = run.at(Math.max(0, time - 1e-9));
          expect(now.latePhase).toBeGreaterThanOrEqual(synapse.leastLatePhase);
          expect(now.latePhase).toBeLessThanOrEqual(synapse.largestLatePhase);
          if (circuit && synapse.earlyPhaseLimits !== "none") expect(now.earlyPhase).toBeGreaterThanOrEqual(0);
          if (!unlimited)
            expect(now.earlyPhase).toBeLessThanOrEqual(circuit ? synapse.supplyVoltage : synapse.largestEarlyPhase);
          expect(Math.abs(now.earlyPhase - before.earlyPhase)).toBeLessThan(1e-7);
          if (synapse.latePhase.kind === "equation")
            expect(Math.abs(now.latePhase - before.latePhase)).toBeLessThan(1e-8);
        }
        for (const of of ["potentiation", "depression", "tag", "protein"] as const) {
          const switched = run.events.filter((event) => event.of === of);
          switched.forEach((event, k) => {
            if (k > 0) expect(event.on).not.toBe(switched[k - 1].on);
          });
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
