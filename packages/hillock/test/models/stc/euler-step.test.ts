import { describe, expect, test } from "vitest";
import { uniformStream } from "../../../src/base/random/uniform-stream.js";
import {
  acceleratedTiming,
  differentialSynapse,
  eulerStep,
  eulerTrajectory,
  networkSynapse,
  type Precision,
  type Synapse,
  synapseStates,
} from "../../../src/models/index.js";

const network = { ...networkSynapse, ...acceleratedTiming, protein: "synapse" } as const;
const differential = { ...differentialSynapse, protein: "synapse", proteinThreshold: 1e-4 } as const;
const [inputs, neurons, steps, timestep] = [5, 3, 400, 1e-3];

function spikes(seed: number) {
  const { uniform } = uniformStream(seed, 0);
  const trains = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: steps }, () => (uniform() < 0.05 ? 1 : 0)));
  return { pre: trains(inputs), post: trains(neurons) };
}

const stepsOf = (train: readonly number[]) => train.flatMap((spike, k) => (spike ? [k] : []));

describe("a layer is its synapses", () => {
  const synapses: [string, Synapse][] = [
    ["circuit", network],
    ["differential equations", differential],
    ["counter", { ...network, latePhaseTimeConstant: 0.2, latePhase: { kind: "counter", bits: 6 } }],
  ];
  for (const [name, synapse] of synapses)
    for (const precision of ["double", "single"] as Precision[])
      test(`${name} in ${precision} precision`, () => {
        const states = synapseStates(synapse, inputs * neurons, {}, precision);
        const step = eulerStep(synapse, { timestep, precision, inputs, neurons });
        const { pre, post } = spikes(3);
        for (let k = 0; k < steps; k++)
          step(
            states,
            Uint8Array.from(pre, (train) => train[k]),
            Uint8Array.from(post, (train) => train[k]),
          );
        let moved = 0;
        for (let n = 0; n < inputs * neurons; n++) {
          const own = { pre: stepsOf(pre[n % inputs]), post: stepsOf(post[Math.floor(n / inputs)]) };
          const { final } = eulerTrajectory(synapse, {}, own, { timestep, steps, precision, record: [] });
          expect([states.calcium[n], states.earlyPhase[n], states.latePhase[n], states.protein[n]]).toEqual([
            final.calcium[0],
            final.earlyPhase[0],
            final.latePhase[0],
            final.protein[0],
          ]);
          if (states.latePhase[n] !== 0) moved++;
          if (precision === "single")
            for (const value of [states.calcium[n], states.earlyPhase[n], states.latePhase[n]])
              expect(Math.fround(value)).toBe(value);
        }
        expect(moved).toBeGreaterThan(0);
      });
});

test("by the rule of the neuron protein comes for all synapses of one neuron, and in that step acts", () => {
  const synapse = { ...network, protein: "neuron", proteinThreshold: 0.35 } as const;
  const states = synapseStates(synapse, 4);
  states.earlyPhase.set([1.1, 0.75, 0.9, 1.0]);
  eulerStep(synapse, { timestep, precision: "double", inputs: 2, neurons: 2 })(
    states,
    new Uint8Array(2),
    new Uint8Array(2),
  );
  // 0.2 + 0.15 V less a recovery of microvolts: not above. And 0 + 0.1 V.
  expect([...states.protein]).toEqual([0, 0, 0, 0]);
  states.earlyPhase[0] = 1.101;
  eulerStep(synapse, { timestep, precision: "double", inputs: 2, neurons: 2 })(
    states,
    new Uint8Array(2),
    new Uint8Array(2),
  );
  expect([...states.protein]).toEqual([1, 1, 0, 0]);
  expect(states.latePhase[0]).toBeCloseTo(timestep / 11.25, 15);
  expect(states.latePhase[1]).toBeCloseTo((-0.5 * timestep) / 11.25, 15);
  expect(states.latePhase[3]).toBe(0);
});

test("in floats the standard recovery stands still above 2 V, in doubles it does not", () => {
  // -0.1 fA in 1 ms is 8.2e-8 V, less than half of what floats there differ by.
  const synapse = {
    ...networkSynapse,
    downwardRecovery: 2.5e-15,
    earlyPhaseLimits: "none",
    depressionLeakageSign: "charges",
  } as const;
  const run = (precision: Precision) =>
    eulerTrajectory(
      synapse,
      { earlyPhase: 2.5 },
      { pre: [], post: [] },
      { timestep, steps: 1000, precision, record: [] },
    );
  expect(run("single").final.earlyPhase[0]).toBe(2.5);
  expect(run("double").final.earlyPhase[0]).toBeCloseTo(2.5 - (0.1e-15 / 1.2215e-12) * 1, 12);
});

test("recorded are the steps that are asked for, and no more memory is used", () => {
  const record = [
    { from: 0, to: 3, every: 1 },
    { from: 10, every: 45 },
  ];
  const run = eulerTrajectory(network, {}, { pre: [2], post: [] }, { timestep, steps: 100, record });
  expect([...run.steps]).toEqual([0, 1, 2, 10, 55]);
  const all = eulerTrajectory(network, {}, { pre: [2], post: [] }, { timestep, steps: 100 });
  expect([...run.calcium]).toEqual([0, 1, 2, 10, 55].map((k) => all.calcium[k]));
  expect([...run.weight]).toEqual([0, 1, 2, 10, 55].map((k) => all.weight[k]));
});
