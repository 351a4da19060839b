import { describe, expect, test } from "vitest";
import {
  acceleratedTiming,
  eulerTrajectory,
  exactTrajectory,
  type LatePhase,
  networkSynapse,
} from "../../../src/models/index.js";

/** A synapse that is potentiated all the time, with tau_z = 1 s, from z = 0 on. */
const potentiated = (latePhase: LatePhase) => ({
  ...networkSynapse,
  ...acceleratedTiming,
  tailCurrent: 100e-12,
  latePhaseTimeConstant: 1,
  latePhase,
});
const start = { earlyPhase: 1.8, protein: true };
const none = { pre: [], post: [] };
const zAt = (latePhase: LatePhase, t: number) => exactTrajectory(potentiated(latePhase), start, none, 5).at(t);
const spacing = (bits: number) => 1.5 / (2 ** bits - 1);

describe("the counter", () => {
  test("0 is a level of 8 and of 16 bits: 85 and 21845", () => {
    for (const bits of [8, 16]) expect(0.5 / spacing(bits)).toBeCloseTo(bits === 8 ? 85 : 21845, 9);
  });

  test("counts when the rate of eq. (4), held from the last count, has filled a level", () => {
    const { breaks, at } = exactTrajectory(potentiated({ kind: "counter", bits: 8 }), start, none, 5);
    let time = 0;
    for (let count = 1; count <= 20; count++) {
      time += 1 / (255 - 85 - (count - 1));
      expect(breaks[count]).toBeCloseTo(time, 13);
      expect(at(breaks[count]).latePhase).toBeCloseTo(count * spacing(8), 14);
    }
  });

  test("overestimates at its counts what the equation gives, by about half a step of what the oscillator sees", () => {
    for (const [bits, rateBits, least] of [
      [8, 8, 1e-4],
      [8, 3, 0.02],
      [8, 2, 0.05],
      [16, 3, 0.02],
    ]) {
      const { breaks, at } = exactTrajectory(potentiated({ kind: "counter", bits, rateBits }), start, none, 2);
      let largest = 0;
      for (const time of breaks.slice(1)) {
        const excess = at(time).latePhase + Math.expm1(-time);
        expect(excess).toBeGreaterThan(-1e-12);
        largest = Math.max(largest, excess);
      }
      expect(largest).toBeGreaterThan(least);
      expect(largest).toBeLessThan(0.55 * 1.5 * 2 ** -rateBits);
    }
  });

  test("comes to the equation with many bits", () => {
    for (const t of [0.1, 1, 3])
      expect(Math.abs(zAt({ kind: "counter", bits: 16 }, t).latePhase + Math.expm1(-t))).toBeLessThan(2 * spacing(16));
  });

  test("stops at the ends of its range", () => {
    const top = exactTrajectory(potentiated({ kind: "counter", bits: 4 }), start, none, 100);
    expect(top.at(100).latePhase).toBeCloseTo(1, 15);
    expect(top.breaks[top.breaks.length - 1]).toBeLessThan(10);
    const depressed = { ...potentiated({ kind: "counter", bits: 4 }), tailCurrent: 56e-12 };
    const bottom = exactTrajectory(depressed, { earlyPhase: 0.5, protein: true }, none, 100);
    expect(bottom.at(100).latePhase).toBeCloseTo(-0.5, 15);
    const floored = exactTrajectory(
      { ...depressed, latePhaseFloor: "zero" },
      { earlyPhase: 0.5, protein: true },
      none,
      100,
    );
    expect(floored.at(100).latePhase).toBeCloseTo(0, 15);
  });

  test("keeps its phase while the late phase stands still", () => {
    // Tagged for half of a count, not tagged, tagged again: the count is complete when both times make one.
    const count = 1 / 170;
    const synapse = potentiated({ kind: "counter", bits: 8 });
    const once = exactTrajectory(synapse, start, none, count / 2).at(count / 2);
    expect(once.oscillatorPhase).toBeCloseTo(0.5, 13);
    const { oscillatorPhase } = once;
    const waiting = exactTrajectory(
      {
        ...synapse,
        tailCurrent: 0,
        downwardRecovery: 0,
        upwardRecovery: 0,
        potentiationLeakage: 0,
        depressionLeakage: 0,
      },
      { protein: true, oscillatorPhase },
      none,
      9,
    );
    expect(waiting.at(9).oscillatorPhase).toBe(oscillatorPhase);
    const again = exactTrajectory(synapse, { ...start, oscillatorPhase }, none, 1);
    expect(again.breaks[1]).toBeCloseTo(count / 2, 13);
  });

  test("Euler's steps of many counts at once end at the same levels", () => {
    const synapse = potentiated({ kind: "counter", bits: 16 });
    const run = eulerTrajectory(synapse, start, none, { timestep: 1e-4, steps: 10_000, record: [] });
    expect(Math.abs(run.final.latePhase[0] + Math.expm1(-1))).toBeLessThan(1e-4);
    const single = eulerTrajectory(synapse, start, none, {
      timestep: 1e-4,
      steps: 10_000,
      record: [],
      precision: "single",
    });
    expect(Math.abs(single.final.latePhase[0] - run.final.latePhase[0])).toBeLessThan(1e-3);
  });
});
