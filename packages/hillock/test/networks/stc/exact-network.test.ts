import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CircuitSynapse } from "../../../src/models/stc/circuit-synapse.js";
import { counterLevels } from "../../../src/models/stc/counter.js";
import type { LatePhase } from "../../../src/models/stc/late-phase.js";
import { eulerNetwork } from "../../../src/networks/stc/euler-network.js";
import { exactNetwork } from "../../../src/networks/stc/exact-network.js";
import type { NetworkRun } from "../../../src/networks/stc/network-run.js";
import { networkState } from "../../../src/networks/stc/network-state.js";
import {
  type EncodedSample,
  type NetworkState,
  type PlasticNetwork,
  thesisProtocol,
} from "../../../src/networks/stc/plastic-network.js";
import {
  irregularSample,
  largestDifference,
  noMismatch,
  pulseNeuron,
  regularSample,
  smallNetwork,
} from "./exact-examples.js";

const settings = { protocol: thesisProtocol, weightDivisor: 4 };

function train(run: NetworkRun, samples: readonly EncodedSample[]): number[][] {
  return samples.map((sample, k) => Array.from(run.present(sample, k % run.network.neurons)));
}

const samplesOf = (count: number, seed: number, inputs = 20, irregular = false) =>
  Array.from({ length: count }, (_, k) => (irregular ? irregularSample : regularSample)(100 * seed + k, inputs));

/** z, with the part of a count that the oscillator has come to: down where the early phases of a run are below rest, else up. */
function continuousLatePhase(
  { synapse }: PlasticNetwork,
  { latePhase, oscillatorPhase }: NetworkState,
  earlyPhase: Float64Array,
): Float64Array {
  const spacing = counterLevels(synapse)?.spacing ?? 0;
  const way = (n: number) => (earlyPhase[n] < synapse.restingVoltage ? -1 : 1);
  return latePhase.map((z, n) => z + way(n) * spacing * oscillatorPhase[n]);
}

describe("the exact network", () => {
  for (const [name, network, irregular] of [
    ["regular trains, protein by the neuron", smallNetwork({ proteinThreshold: 1 }), false],
    ["regular trains, protein by the synapse", smallNetwork({ protein: "synapse", latePhaseTimeConstant: 2 }), false],
    [
      "irregular trains",
      smallNetwork({ downwardRecovery: 3e-13, upwardRecovery: 2e-13, latePhaseTimeConstant: 3 }),
      true,
    ],
    ["outer product", smallNetwork({ latePhaseTimeConstant: 2 }, { drive: "outer-product" }), true],
    [
      "a late phase that counts",
      smallNetwork({ latePhaseTimeConstant: 2, latePhase: { kind: "counter", bits: 8, rateBits: 4 } }),
      true,
    ],
    [
      "exponential responses",
      smallNetwork(
        { weightFactor: 5e-2, proteinThreshold: 1 },
        {
          neuron: {
            ...pulseNeuron,
            threshold: -55e-3,
            refractoryPeriod: 2e-3,
            synapticResponse: { kind: "exponential", timeConstant: 5e-3, delay: 3e-3 },
          },
        },
      ),
      true,
    ],
  ] as const) {
    it(`is what Euler tends to with its step, to first order: ${name}`, () => {
      const samples = samplesOf(4, 7, network.inputs, irregular);
      const exact = exactNetwork(network, settings);
      const spikes = train(exact, samples).map((each) => each.reduce((a, b) => a + b));
      expect(spikes.reduce((a, b) => a + b)).toBeGreaterThan(5);
      const [coarse, fine] = [1e-4, 1e-6].map((timestep) => {
        const euler = eulerNetwork(network, { ...settings, timestep, precision: "double", reset: "with-spike" });
        const counts = train(euler, samples).map((each) => each.reduce((a, b) => a + b));
        const [a, b] = [euler.state(), exact.state()];
        if (timestep === 1e-6) expect([counts, a.protein]).toEqual([spikes, b.protein]);
        return [
          largestDifference(a.earlyPhase, b.earlyPhase),
          largestDifference(
            continuousLatePhase(network, a, b.earlyPhase),
            continuousLatePhase(network, b, b.earlyPhase),
          ),
        ];
      });
      for (const part of [0, 1]) {
        expect(fine[part]).toBeLessThan(1e-3);
        expect(fine[part]).toBeLessThan(coarse[part] / 30);
      }
    });
  }

  it("gives the same for synapses in groups and each by itself", () => {
    fc.assert(
      fc.property(
        fc.record({
          downwardRecovery: fc.constantFrom(2.5e-15, 80e-15, 5e-12),
          proteinThreshold: fc.constantFrom(0.02, 0.3, 4, 1000),
          protein: fc.constantFrom("neuron" as const, "synapse" as const),
          earlyPhaseLimits: fc.constantFrom("supplies" as const, "ground" as const, "none" as const),
          depressionLeakageSign: fc.constantFrom("charges" as const, "discharges" as const),
          latePhaseTimeConstant: fc.constantFrom(0.5, 11.25),
          latePhase: fc.constantFrom({ kind: "equation" as const }, { kind: "counter" as const, bits: 6 }),
        }),
        fc.constantFrom("dot-product" as const, "outer-product" as const),
        fc.boolean(),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(0, 12.5e-12, 17e-12),
        (changes, drive, irregular, seed, calcium) => {
          const network = smallNetwork(changes as Partial<CircuitSynapse>, { drive });
          const samples = samplesOf(8, seed, network.inputs, irregular);
          const begin = () => networkState(network, { calcium });
          const grouped = exactNetwork(network, settings, begin());
          const single = exactNetwork(network, { ...settings, mismatch: noMismatch(network) }, begin());
          expect(train(grouped, samples)).toEqual(train(single, samples));
          const [a, b] = [grouped.state(), single.state()];
          expect(largestDifference(a.earlyPhase, b.earlyPhase)).toBeLessThan(1e-12);
          expect(largestDifference(a.latePhase, b.latePhase)).toBeLessThan(1e-12);
          expect(largestDifference(a.calcium, b.calcium)).toBeLessThan(1e-24);
          expect(a.protein).toEqual(b.protein);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("has the rule of the neuron's sum for one input where it has the synapse's rule", () => {
    for (const seed of [1, 2, 3, 4]) {
      const runs = (["neuron", "synapse"] as const).map((protein) => {
        const network = smallNetwork({ protein, proteinThreshold: 0.03, latePhaseTimeConstant: 1 }, { inputs: 1 });
        const run = exactNetwork(network, settings);
        train(run, samplesOf(12, seed, 1, true));
        return run.state();
      });
      expect(runs[0].latePhase.some((z) => z !== 0)).toBe(true);
      expect(largestDifference(runs[0].latePhase, runs[1].latePhase)).toBeLessThan(1e-12);
      expect(largestDifference(runs[0].earlyPhase, runs[1].earlyPhase)).toBeLessThan(1e-12);
    }
  });

  it("makes protein available when the sum of the early-phase changes passes its threshold, not at the next event", () => {
    // Ten of twenty synapses rise together with 50 pA - 10 pA + 1 pA-scale leakage from the first spike on.
    const network = smallNetwork(
      { proteinThreshold: 0.05, latePhaseTimeConstant: 0.01, presynapticCalcium: 30e-12, tagThreshold: 0 },
      { neurons: 1 },
    );
    const sample: EncodedSample = {
      trains: [new Float64Array(), Float64Array.of(0.01)],
      trainOf: Uint16Array.from({ length: 20 }, (_, k) => k % 2),
    };
    const run = exactNetwork(
      { ...network, neuron: { ...pulseNeuron, threshold: 1e9 } },
      { ...settings, protocol: { presentation: 0.01 + 0.5e-3, pause: 0, stimulus: 1e-9 } },
    );
    run.present(sample, 0);
    const up = (50e-12 - 10e-12 - 80e-15) / 1.2215e-12;
    const latched = 0.05 / (10 * up);
    const z = 1 - Math.exp(-(0.5e-3 - latched) / 0.01);
    const { latePhase, earlyPhase } = run.state();
    expect(earlyPhase[1]).toBeCloseTo(0.9 + 0.5e-3 * up, 12);
    expect(latePhase[1]).toBeCloseTo(z, 12);
    expect(latePhase[0]).toBe(0);
  });

  it("goes on from its state bit by bit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 5 }),
        (seed, irregular, stop) => {
          const latePhase: LatePhase = irregular ? { kind: "counter", bits: 8 } : { kind: "equation" };
          const network = smallNetwork({ proteinThreshold: 3, latePhaseTimeConstant: 1, latePhase });
          const short = { ...settings, protocol: { presentation: 0.15, pause: 1e-3, stimulus: 1e-9 } };
          const samples = samplesOf(6, seed, network.inputs, irregular);
          const whole = exactNetwork(network, short);
          const first = exactNetwork(network, short);
          samples.forEach((sample, k) => {
            whole.present(sample, k % 3);
          });
          samples.slice(0, stop).forEach((sample, k) => {
            first.present(sample, k % 3);
          });
          const second = exactNetwork(network, short, first.state());
          samples.slice(stop).forEach((sample, k) => {
            second.present(sample, (stop + k) % 3);
          });
          expect(second.state()).toEqual(whole.state());
          expect(whole.state().samples).toBe(6);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("lets neurons fire between spikes where the stimulus suffices, and holds the others at reset", () => {
    const network: PlasticNetwork = smallNetwork({}, { neuron: { ...pulseNeuron, threshold: -55e-3 } });
    const run = exactNetwork(network, { ...settings, protocol: { ...thesisProtocol, pause: 0, stimulus: 2e-9 } });
    const silence: EncodedSample = { trains: [new Float64Array()], trainOf: new Uint16Array(20) };
    const counts = run.present(silence, 1);
    const first = 10e-3 * Math.log(20 / 10);
    const period = 3e-3 + 10e-3 * Math.log(25 / 10);
    expect(Array.from(counts)).toEqual([0, 1 + Math.floor((0.15 - first) / period), 0]);
    const { membrane, calcium } = run.state();
    expect([membrane[0], membrane[2]]).toEqual([-70e-3, -70e-3]);
    expect(calcium[20]).toBeGreaterThan(13e-12);
    expect(calcium[0]).toBeCloseTo(12.5e-12, 24);
  });

  it("rests: early phases go back to rest and stay there, the late phase of tagged ones goes on until they are not", () => {
    const network = smallNetwork({ latePhaseTimeConstant: 10 });
    const begin = networkState(network, { earlyPhase: 1.1, protein: true });
    const run = exactNetwork(network, settings, begin);
    run.rest(1e4);
    const { earlyPhase, latePhase } = run.state();
    const slope = -80e-15 / 1.2215e-12;
    expect(earlyPhase[0]).toBe(0.9);
    expect(latePhase[0]).toBeCloseTo(1 - Math.exp((0.2 - 0.0151226) / slope / 10), 12);
  });

  it("answers without changing, with the weights as they are", () => {
    const network = smallNetwork();
    const run = exactNetwork(network, { ...settings, weightDivisor: 1 });
    train(run, samplesOf(6, 3));
    const before = run.state();
    const sample = regularSample(77, 20);
    const counts = run.respond(sample);
    expect(run.state()).toEqual(before);
    const euler = eulerNetwork(
      network,
      { ...settings, weightDivisor: 1, timestep: 1e-5, precision: "double", reset: "with-spike" },
      before,
    );
    expect(counts.some((count) => count > 0)).toBe(true);
    expect(euler.respond(sample)).toEqual(counts);
  });

  it("has mismatch that acts: a synapse with larger factors differs from the others by them", () => {
    const network = smallNetwork({}, { neurons: 1 });
    const mismatch = { ...noMismatch(network), capacitance: new Float64Array(20).fill(1) };
    mismatch.capacitance[3] = 2;
    const sample: EncodedSample = { trains: [Float64Array.of(0.01)], trainOf: new Uint16Array(20) };
    const neuron = { ...pulseNeuron, threshold: 1e9 };
    const run = exactNetwork({ ...network, neuron }, { ...settings, mismatch });
    run.present(sample, 0);
    const { earlyPhase } = run.state();
    expect(0.9 - earlyPhase[3]).toBeCloseTo((0.9 - earlyPhase[2]) / 2, 14);
    expect(0.9 - earlyPhase[2]).toBeGreaterThan(1e-3);
  });

  it("does not grow", { timeout: 60_000 }, () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const network = smallNetwork({ proteinThreshold: 1e3 }, { inputs: 30 });
    const run = exactNetwork(network, settings);
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    };
    const show = (from: number, to: number) => {
      for (let k = from; k < to; k++) run.present(irregularSample(k, 30), k % 3);
    };
    show(0, 100);
    const before = used();
    show(100, 500);
    expect(used() - before).toBeLessThan(400e3);
  });

  it("says what it cannot take", () => {
    const code = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "";
    };
    const network = smallNetwork();
    const run = exactNetwork(network, settings);
    const sample = regularSample(1, 20);
    expect(code(() => run.present(sample, 3))).toBe("networks/label");
    expect(code(() => run.present(regularSample(1, 19), 0))).toBe("networks/encoding");
    expect(code(() => run.present({ ...sample, trains: [Float64Array.of(0.2, 0.1)] }, 0))).toBe("networks/encoding");
    expect(code(() => run.present({ trains: [Float64Array.of(0.35)], trainOf: new Uint16Array(20) }, 0))).toBe(
      "networks/encoding",
    );
    expect(code(() => run.rest(-1))).toBe("networks/rest");
    expect(code(() => exactNetwork(smallNetwork({ capacitance: -1 }), settings))).toBe("models/synapse-parameter");
  });
});
