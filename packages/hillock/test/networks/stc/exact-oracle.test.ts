import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CircuitSynapse } from "../../../src/models/stc/circuit-synapse.js";
import { exactSynapses } from "../../../src/models/stc/exact/exact-synapses.js";
import { exactNetwork } from "../../../src/networks/stc/exact-network.js";
import { networkState } from "../../../src/networks/stc/network-state.js";
import { irregularSample, largestDifference, pulseNeuron, regularSample, smallNetwork } from "./exact-examples.js";

const parameters = fc.record({
  downwardRecovery: fc.constantFrom(2.5e-15, 80e-15, 5e-12),
  upwardRecovery: fc.constantFrom(2.5e-15, 5e-12),
  potentiationThreshold: fc.constantFrom(20e-12, 30e-12),
  depressionThreshold: fc.constantFrom(25e-12, 40e-12),
  protein: fc.constantFrom("neuron" as const, "synapse" as const),
  proteinThreshold: fc.constantFrom(0.02, 0.1, 1, 3),
  earlyPhaseLimits: fc.constantFrom("supplies" as const, "ground" as const, "none" as const),
  depressionLeakageSign: fc.constantFrom("charges" as const, "discharges" as const),
  latePhaseDepression: fc.constantFrom("acts" as const, "never" as const),
  latePhaseFloor: fc.constantFrom("least" as const, "zero" as const),
  latePhaseTimeConstant: fc.constantFrom(0.5, 11.25),
  latePhase: fc.constantFrom(
    { kind: "equation" as const },
    { kind: "counter" as const, bits: 8 },
    { kind: "counter" as const, bits: 10, rateBits: 3 },
  ),
});

describe("the exact network and the exact synapses of one neuron", () => {
  it("agree on synapses whose neuron fires at known times, and on those whose neuron does not", () => {
    fc.assert(
      fc.property(
        parameters,
        fc.boolean(),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(0.9, 0.05, 1.79, 0.93),
        (changes, irregular, seed, earlyPhase) => {
          // Weights that are nothing to the membrane: the stimulus alone makes neuron 1 fire, with a period that is known.
          const network = smallNetwork(
            { ...(changes as Partial<CircuitSynapse>), weightFactor: 1e-30 },
            {
              inputs: 8,
              neurons: 2,
              neuron: { ...pulseNeuron, threshold: -55e-3 },
            },
          );
          const protocol = { presentation: 0.15, pause: 0.05, stimulus: 2e-9 };
          const run = exactNetwork(network, { protocol, weightDivisor: 1 }, networkState(network, { earlyPhase }));
          const period = 3e-3 + 10e-3 * Math.log(25 / 10);
          const pre: number[][] = Array.from({ length: 8 }, () => []);
          const post: number[] = [];
          let membraneAfterPause = -65e-3;
          for (let k = 0; k < 5; k++) {
            const sample = (irregular ? irregularSample : regularSample)(seed + k, 8, 1.234e-5);
            const count = run.present(sample, 1)[1];
            const begin = 0.2 * k;
            const { trains, trainOf } = sample;
            for (let input = 0; input < 8; input++)
              for (const time of trains[trainOf[input]]) pre[input].push(begin + time);
            // Silence ends near V_rev, of which the pause of 5 tau_m leaves e^-5: the first spike of a sample depends on it.
            let voltage = membraneAfterPause;
            const first = 10e-3 * Math.log((-45e-3 - voltage) / 10e-3);
            for (let j = 0; j < count; j++) post.push(begin + first + j * period);
            const held = first + (count - 1) * period + 3e-3;
            voltage = held < 0.15 ? -45e-3 - 25e-3 * Math.exp(-(0.15 - held) / 10e-3) : -70e-3;
            membraneAfterPause = -65e-3 + (voltage + 65e-3) * Math.exp(-(0.2 - Math.max(held, 0.15)) / 10e-3);
          }
          const state = run.state();
          expect(state.membrane[1]).toBeCloseTo(membraneAfterPause, 12);
          for (const neuron of [0, 1]) {
            const oracle = exactSynapses(
              network.synapse,
              Array.from({ length: 8 }, () => ({ earlyPhase })),
            );
            oracle.advance(1, { pre, post: neuron === 1 ? post : [] });
            const expected = oracle.states();
            const own = (values: Float64Array | Uint8Array) => values.slice(8 * neuron, 8 * neuron + 8);
            expect(largestDifference(own(state.earlyPhase), expected.earlyPhase)).toBeLessThan(1e-12);
            expect(largestDifference(own(state.latePhase), expected.latePhase)).toBeLessThan(1e-11);
            expect(largestDifference(own(state.calcium), expected.calcium)).toBeLessThan(1e-22);
            expect(own(state.protein)).toEqual(expected.protein);
            if (changes.latePhase.kind === "counter")
              expect(largestDifference(own(state.oscillatorPhase), expected.oscillatorPhase ?? [])).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
