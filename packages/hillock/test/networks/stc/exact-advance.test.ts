import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CircuitSynapse, networkSynapse } from "../../../src/models/stc/circuit-synapse.js";
import { createAdvance } from "../../../src/networks/stc/exact-advance.js";
import { exactConstants } from "../../../src/networks/stc/exact-constants.js";
import { emptySchedule, extendSchedule, finishSchedule } from "../../../src/networks/stc/exact-schedule.js";
import { followSynapse } from "../../../src/networks/stc/exact-synapse.js";
import { networkState } from "../../../src/networks/stc/network-state.js";
import { smallNetwork } from "./exact-examples.js";

const parameters = fc.record({
  downwardRecovery: fc.constantFrom(0, 2.5e-15, 80e-15, 5e-12),
  upwardRecovery: fc.constantFrom(0, 2.5e-15, 5e-12),
  potentiationThreshold: fc.constantFrom(20e-12, 30e-12, 12e-12),
  depressionThreshold: fc.constantFrom(25e-12, 12e-12, 40e-12),
  depressionLeakageSign: fc.constantFrom("charges" as const, "discharges" as const),
  earlyPhaseLimits: fc.constantFrom("supplies" as const, "ground" as const, "none" as const),
  latePhaseDepression: fc.constantFrom("acts" as const, "never" as const),
  latePhaseFloor: fc.constantFrom("least" as const, "zero" as const),
  protein: fc.constantFrom("neuron" as const, "synapse" as const),
  proteinThreshold: fc.constantFrom(0, 0.01, 0.02, 0.45),
  tagThreshold: fc.constantFrom(0, 0.0151226, 0.3),
  latePhaseTimeConstant: fc.constantFrom(0.1, 11.25),
});

describe("advance", () => {
  it("takes all synapses where each comes by itself, from bend to bend", () => {
    const voltages = fc.oneof(
      fc.constantFrom(0, 1e-9, 3e-3, 0.9, 0.9 - 1e-12, 0.9151226, 0.8848774, 0.9 + 5e-3, 0.9 - 5e-3, 1.8, 1.795),
      fc.double({ min: 0, max: 1.8, noNaN: true }),
    );
    fc.assert(
      fc.property(
        parameters,
        fc.array(fc.tuple(voltages, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
          minLength: 20,
          maxLength: 20,
        }),
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 60_000 }).map((us) => 1e-6 * us),
            fc.constantFrom(0, 15e-12, 30e-12),
          ),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
        (changes, synapses, spikes) => {
          const network = smallNetwork(changes as Partial<CircuitSynapse>);
          const constants = exactConstants(network.synapse);
          const schedule = emptySchedule();
          let calcium = 12.5e-12;
          for (const [duration, jump] of spikes) {
            calcium = extendSchedule(schedule, constants, calcium, duration);
            calcium += jump;
          }
          finishSchedule(schedule, constants);
          const state = networkState(network);
          for (const [n, [voltage, z, has]] of synapses.entries()) {
            state.earlyPhase[n] = voltage;
            state.latePhase[n] = z;
            state.protein[n] = has ? 1 : 0;
          }
          const own = changes.protein === "synapse";
          const order = Int32Array.from(synapses, (_, n) => n);
          createAdvance(state, own)({ offset: 0, order, from: 0, to: 20 }, schedule, constants);
          for (const [n, [voltage, z, has]] of synapses.entries()) {
            const course = { voltage, z, phase: 0, protein: has ? 1 : 0, highest: 0, lowest: 0 };
            followSynapse(schedule, constants, course);
            expect(Math.abs(state.earlyPhase[n] - course.voltage)).toBeLessThan(1e-13);
            expect(Math.abs(state.latePhase[n] - course.z)).toBeLessThan(1e-12);
            expect(state.protein[n]).toBe(own ? course.protein : has ? 1 : 0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a schedule", () => {
  it("has the thresholds' falls at tau ln((i - base)/(threshold - base))", () => {
    const constants = exactConstants(networkSynapse);
    const schedule = emptySchedule();
    const end = extendSchedule(schedule, constants, 42.5e-12, 0.1);
    expect(Array.from(schedule.branch.subarray(0, schedule.pieces))).toEqual([3, 2, 0]);
    const potentiated = 4.88e-3 * Math.log(30 / 17.5);
    const depressed = 4.88e-3 * Math.log(30 / 12.5);
    expect(schedule.duration[0]).toBeCloseTo(potentiated, 15);
    expect(schedule.duration[1]).toBeCloseTo(depressed - potentiated, 15);
    expect(schedule.total).toBeCloseTo(0.1, 15);
    expect(end / (12.5e-12 + 30e-12 * Math.exp(-0.1 / 4.88e-3))).toBeCloseTo(1, 14);
  });

  it("has rises, of calcium that begins below the thresholds and rests above them", () => {
    const constants = exactConstants({ ...networkSynapse, potentiationThreshold: 10e-12, depressionThreshold: 5e-12 });
    const schedule = emptySchedule();
    extendSchedule(schedule, constants, 0, 0.1);
    expect(Array.from(schedule.branch.subarray(0, schedule.pieces))).toEqual([0, 2, 3]);
    expect(schedule.duration[0]).toBeCloseTo(4.88e-3 * Math.log(12.5 / 7.5), 15);
    expect(schedule.duration[1]).toBeCloseTo(4.88e-3 * Math.log(7.5 / 2.5), 15);
  });

  it("is one piece where calcium begins at a threshold that it leaves, or rests at one", () => {
    const constants = exactConstants({
      ...networkSynapse,
      potentiationThreshold: 12.5e-12,
      depressionThreshold: 20e-12,
    });
    const schedule = emptySchedule();
    extendSchedule(schedule, constants, 20e-12, 0.01);
    expect(Array.from(schedule.branch.subarray(0, schedule.pieces))).toEqual([1]);
  });
});
