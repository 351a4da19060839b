import { describe, expect, test } from "vitest";
import { uniformStream } from "../../../src/base/random/uniform-stream.js";
import {
  acceleratedTiming,
  differentialSynapse,
  type ExactEvent,
  eulerStep,
  exactSynapses,
  networkSynapse,
  restingEarlyPhase,
  type Synapse,
  synapseStates,
} from "../../../src/models/index.js";

const inputs = 6;
const duration = 0.3;
const circuit = { ...networkSynapse, ...acceleratedTiming, proteinThreshold: 0.4 } as const;
const differential = { ...differentialSynapse, proteinThreshold: 2e-3, latePhaseTimeConstant: 5 } as const;

function trains(seed: number, perMillisecond: number) {
  const { integer } = uniformStream(seed, 0);
  const train = (count: number) =>
    [...new Set(Array.from({ length: count }, () => integer(280)))]
      .sort((a, b) => a - b)
      .map((ms) => ms * perMillisecond);
  return { pre: Array.from({ length: inputs }, (_, k) => train(3 * k)), post: train(10) };
}

/** Euler with the sum over the neuron's synapses; when protein came, s. */
function euler(synapse: Synapse, seed: number, perMillisecond: number) {
  const timestep = 1e-3 / perMillisecond;
  const steps = Math.round(duration / timestep);
  const step = eulerStep(synapse, { timestep, precision: "double", inputs, neurons: 1 });
  const states = synapseStates(synapse, inputs);
  const spikes = trains(seed, perMillisecond);
  const rows = spikes.pre.map((train) => new Set(train));
  const post = new Set(spikes.post);
  let protein = Number.POSITIVE_INFINITY;
  for (let k = 0; k < steps; k++) {
    step(
      states,
      Uint8Array.from(rows, (row) => (row.has(k) ? 1 : 0)),
      Uint8Array.of(post.has(k) ? 1 : 0),
    );
    if (states.protein[0] === 1) protein = Math.min(protein, k * timestep);
  }
  return { states, protein };
}

function exact(synapse: Synapse, seed: number) {
  const events: ExactEvent[] = [];
  const run = exactSynapses(synapse, Array(inputs).fill({}), 0, { event: (event) => events.push(event) });
  const spikes = trains(seed, 1);
  const seconds = (train: number[]) => train.map((ms) => ms / 1000);
  run.advance(duration, { pre: spikes.pre.map(seconds), post: seconds(spikes.post) });
  return { states: run.states(), protein: events.filter(({ of }) => of === "protein").map(({ time }) => time) };
}

describe("protein by the neuron's sum comes where Euler's comes as dt comes to 0", () => {
  for (const [name, synapse] of [
    ["circuit", circuit],
    ["differential equations", differential],
  ] as const)
    for (const seed of [1, 2, 3])
      test(`${name}, spikes ${seed}`, () => {
        const ours = exact(synapse, seed);
        // All synapses of the neuron at one moment, which no synapse alone determines.
        expect(ours.protein.length).toBe(inputs);
        expect(new Set(ours.protein).size).toBe(1);
        expect(ours.protein[0]).toBeGreaterThan(0);
        const coarse = euler(synapse, seed, 10);
        const fine = euler(synapse, seed, 200);
        expect(Math.abs(fine.protein - ours.protein[0])).toBeLessThan(2e-4);
        expect(Math.abs(fine.protein - ours.protein[0])).toBeLessThan(
          Math.abs(coarse.protein - ours.protein[0]) / 4 + 1e-5,
        );
        for (let k = 0; k < inputs; k++)
          expect(Math.abs(fine.states.latePhase[k] - ours.states.latePhase[k])).toBeLessThan(3e-5);
      });
});

test("the sum is over the distances from rest, not the distance of the sum", () => {
  // One synapse above rest by 0.1 V, one below by 0.1 V.
  const rest = restingEarlyPhase(circuit);
  const still = { ...circuit, upwardRecovery: 0, downwardRecovery: 0, potentiationLeakage: 0, depressionLeakage: 0 };
  const states = (proteinThreshold: number) => {
    const run = exactSynapses({ ...still, proteinThreshold }, [{ earlyPhase: rest + 0.1 }, { earlyPhase: rest - 0.1 }]);
    run.advance(1, { pre: [[], []], post: [] });
    return run.states();
  };
  expect([...states(0.199).protein]).toEqual([1, 1]);
  expect(states(0.199).latePhase[0]).toBeGreaterThan(0);
  expect(states(0.199).latePhase[1]).toBeLessThan(0);
  expect([...states(0.201).protein]).toEqual([0, 0]);
});

test("one synapse alone is its neuron", () => {
  const spikes = { pre: [[0.01, 0.05, 0.07]], post: [0.02, 0.06] };
  const after = (protein: "neuron" | "synapse", synapse: Synapse) => {
    const run = exactSynapses({ ...synapse, protein }, [{}]);
    run.advance(0.2, spikes);
    return run.states();
  };
  for (const synapse of [
    { ...circuit, proteinThreshold: 0.05 },
    { ...differential, proteinThreshold: 1e-4 },
  ]) {
    const [neuron, own] = [after("neuron", synapse), after("synapse", synapse)];
    expect(neuron.protein).toEqual(own.protein);
    expect(neuron.protein[0]).toBe(1);
    expect(neuron.latePhase[0]).toBeCloseTo(own.latePhase[0], 14);
  }
});
