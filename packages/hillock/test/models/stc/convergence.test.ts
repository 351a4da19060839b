import { describe, expect, test } from "vitest";
import {
  acceleratedTiming,
  circuitSynapse,
  differentialSynapse,
  eulerTrajectory,
  exactTrajectory,
  type InitialSynapse,
  networkSynapse,
  type Synapse,
} from "../../../src/models/index.js";
import { inSeconds, inSteps, randomTrains } from "./random-trains.js";

const network = { ...networkSynapse, ...acceleratedTiming } as const;
const differential = { ...differentialSynapse, proteinThreshold: 1e-4, latePhaseTimeConstant: 10 } as const;
const quick = { ...circuitSynapse, proteinThreshold: 0.1, latePhaseTimeConstant: 5 } as const;

/** Every option of both models, and every order of thresholds and resting calcium. */
const cases: [name: string, synapse: Synapse, initial?: InitialSynapse][] = [
  ["the circuit of Table 3", network],
  ["the circuit of Table 1", quick],
  ["held at 0 V", network, { earlyPhase: 0.05 }],
  ["held at V_DD", { ...network, potentiationCurrent: 90e-12 }, { earlyPhase: 1.75 }],
  ["with limits at ground only", { ...network, earlyPhaseLimits: "ground" }, { earlyPhase: 1.75 }],
  ["without limits", { ...network, earlyPhaseLimits: "none" }, { earlyPhase: 0.05 }],
  ["with a leakage that charges", { ...network, depressionLeakageSign: "charges", depressionLeakage: 3e-12 }],
  ["with protein by synapse", { ...network, protein: "synapse", proteinThreshold: 0.4 }],
  ["without late depression", { ...network, latePhaseDepression: "never" }],
  ["with the late phase from 0 up", { ...network, latePhaseFloor: "zero" }, { earlyPhase: 0.3, latePhase: 0.001 }],
  ["with alpha = 0.5", { ...network, proteinAvailability: 0.5 }],
  ["with a counter", { ...network, latePhaseTimeConstant: 1, latePhase: { kind: "counter", bits: 8 } }],
  [
    "with a counter seen in part",
    { ...network, latePhaseTimeConstant: 1, latePhase: { kind: "counter", bits: 8, rateBits: 3 } },
  ],
  ["with potentiation before depression", { ...network, potentiationThreshold: 24e-12, depressionThreshold: 32e-12 }],
  ["with calcium resting above the depression threshold", { ...network, tailCurrent: 56e-12 }],
  ["with calcium resting above both thresholds", { ...network, tailCurrent: 66e-12, potentiationCurrent: 20e-12 }],
  [
    "with calcium that rises through both",
    { ...network, tailCurrent: 66e-12, potentiationCurrent: 8e-12 },
    { calcium: 0 },
  ],
  ["the differential equations", differential],
  ["the differential equations with protein by synapse", { ...differential, protein: "synapse" }],
  ["the differential equations with a calcium delay", { ...differential, calciumDelay: 0.007 }],
  ["the differential equations with potentiation before depression", { ...differential, potentiationThreshold: 0.15 }],
];

/** Level of the counter with the oscillator's phase, as far as there is one: what is continuous in the late phase. */
function continuousLatePhase(synapse: Synapse, latePhase: number, phase: number): number {
  if (synapse.latePhase.kind === "equation") return latePhase;
  const range = synapse.largestLatePhase - synapse.leastLatePhase;
  return latePhase + (phase * range) / (2 ** synapse.latePhase.bits - 1);
}

describe("forward Euler comes to the exact trajectory as dt comes to 0, with first order", () => {
  for (const [name, synapse, initial = {}] of cases)
    test(name, { timeout: 60_000 }, () => {
      // Largest differences of all trains, of calcium, early and late phase: at 1 ms, 0.1 ms, 10 us, 1 us.
      const seeds = [1, 2, 3];
      const differences = [1, 10, 100, 1000].map((perMillisecond) => {
        const largest = [0, 0, 0];
        for (const seed of seeds) {
          const { pre, post } = randomTrains(seed, 12, 280);
          const exact = exactTrajectory(synapse, initial, { pre: inSeconds(pre), post: inSeconds(post) }, 0.3);
          const euler = eulerTrajectory(
            synapse,
            initial,
            { pre: inSteps(pre, perMillisecond), post: inSteps(post, perMillisecond) },
            { timestep: 1e-3 / perMillisecond, steps: 300 * perMillisecond, record: [] },
          );
          const { final } = euler;
          const at = exact.at(0.3);
          const lateOf = (z: number, phase = 0) => continuousLatePhase(synapse, z, phase);
          const distances = [
            final.calcium[0] - at.calcium,
            final.earlyPhase[0] - at.earlyPhase,
            lateOf(final.latePhase[0], final.oscillatorPhase?.[0]) - lateOf(at.latePhase, at.oscillatorPhase),
          ];
          distances.forEach((distance, k) => {
            largest[k] = Math.max(largest[k], Math.abs(distance));
          });
        }
        return largest;
      });
      const [coarsest, , , finest] = differences;
      const scale = [synapse.presynapticCalcium, "capacitance" in synapse ? 1 : synapse.largestEarlyPhase, 1];
      finest.forEach((difference, k) => {
        // A thousandth of the step has about a thousandth of the error; the last digits are chance.
        expect(difference).toBeLessThanOrEqual(Math.max(coarsest[k] / 150, 1e-7 * scale[k]));
        expect(difference).toBeLessThan(1e-3 * scale[k]);
      });
    });
});
