// Demonstrates the causes that experiments name for checks that are not met.
import { expect, test } from "vitest";
import { cadence } from "../../../src/experiments/stc/cadence.js";
import { cadenceTimeConstant, flattening, lateValue } from "../../../src/experiments/stc/fig-16.js";
import {
  figure9a,
  figure9aStart,
  figure9b,
  figure9bStart,
  figure11a,
  figure11Circuit,
  figure11Start,
  figure17,
} from "../../../src/experiments/stc/published-synapses.js";
import { figure9Spikes, figure11Spikes, figure17Spikes } from "../../../src/experiments/stc/stimuli.js";
import { eulerRun, exactRun, switchTime } from "../../../src/experiments/stc/synapse-run.js";
import { accuracy, answers, trained } from "../../../src/experiments/stc/trained-network.js";
import { zerosAndOnes } from "../../../src/experiments/stc/zeros-and-ones.js";
import type { CircuitSynapse } from "../../../src/models/stc/circuit-synapse.js";
import type { DifferentialSynapse } from "../../../src/models/stc/differential-synapse.js";
import { defaultPlasticPreset, gentlePlasticPreset } from "../../../src/networks/stc/presets.js";
import { weightNorms } from "../../../src/networks/stc/read-outs.js";
import { labWithMnist } from "./lab.js";

const lastSpike = Math.max(...figure9Spikes.pre);

/** The end of the spikes of Fig. 9, and a little more. */
function figure9(synapse: DifferentialSynapse | CircuitSynapse, timestep: number, finer = 1) {
  const spikes = {
    pre: figure9Spikes.pre.map((step) => step * finer),
    post: figure9Spikes.post.map((step) => step * finer),
  };
  const start = "capacitance" in synapse ? figure9bStart : figure9aStart;
  const steps = (lastSpike + 100) * finer;
  return eulerRun(synapse, start, spikes, { timestep, steps, record: [{ from: steps - 1, every: 1 }] });
}

test("Fig. 9: it is the protein threshold that is reached with the last spike", () => {
  const published = figure9(figure9a, 10e-3);
  expect(switchTime(published, "protein")).toBeCloseTo(lastSpike * 10e-3, 1);
  expect(switchTime(published, "tag")).toBeCloseTo(figure9Spikes.pre[0] * 10e-3, 1);
  const otherTag = figure9({ ...figure9a, tagThreshold: 2 * figure9a.tagThreshold }, 10e-3);
  expect(switchTime(otherTag, "protein")).toBe(switchTime(published, "protein"));
  const otherProtein = figure9({ ...figure9a, proteinThreshold: 0.9 * figure9a.proteinThreshold }, 10e-3);
  expect(switchTime(otherProtein, "protein")).toBeLessThan(900);
});

test("Fig. 9(a): with smaller steps the protein threshold is not reached", () => {
  const change = (timestep: number, finer: number) =>
    figure9(figure9a, timestep, finer).largest.value - figure9a.restingWeight;
  expect(change(10e-3, 1)).toBeGreaterThan(figure9a.proteinThreshold);
  expect(change(1e-3, 10)).toBeLessThan(0.9 * figure9a.proteinThreshold);
  const spikes = {
    pre: figure9Spikes.pre.map((step) => step * 10e-3),
    post: figure9Spikes.post.map((step) => step * 10e-3),
  };
  const exact = exactRun(figure9a, figure9aStart, spikes, { duration: 1200, samples: 10 });
  expect(exact.largest.value - figure9a.restingWeight).toBeLessThan(0.9 * figure9a.proteinThreshold);
  // Without the error of the step, a threshold 15 % lower makes the published picture.
  const lower = { ...figure9a, proteinThreshold: 0.8 * figure9a.proteinThreshold };
  const found = exactRun(lower, figure9aStart, spikes, { duration: 1200, samples: 10 });
  expect(switchTime(found, "protein")).toBeGreaterThan(0);
});

test("Fig. 9(b): with the circuit's leakage the protein threshold is not reached", () => {
  expect(switchTime(figure9(figure9b, 1e-3), "protein")).toBeCloseTo(lastSpike * 1e-3, 2);
  expect(switchTime(figure9({ ...figure9b, depressionLeakageSign: "discharges" }, 1e-3), "protein")).toBeNaN();
  expect(
    switchTime(
      figure9(
        { ...figure9b, depressionLeakageSign: "discharges", downwardRecovery: figure9b.downwardRecovery - 1.6e-15 },
        1e-3,
      ),
      "protein",
    ),
  ).toBeCloseTo(lastSpike * 1e-3, 2);
});

test("Fig. 10: the early phase decays ten times as slowly as its time constant says", () => {
  const start = { earlyPhase: 6e-3 };
  const none = { pre: [], post: [] };
  const run = eulerRun(figure9a, start, none, { timestep: 0.1, steps: 1001, record: [{ from: 0, every: 1000 }] });
  const [before, after] = Array.from(run.earlyPhase, (h) => h - figure9a.restingWeight);
  expect(100 / Math.log(before / after) / figure9a.earlyPhaseTimeConstant).toBeCloseTo(10, 3);
});

test("Fig. 11: the leakages leave little of the slower recovery", () => {
  const fall = (synapse: CircuitSynapse) => {
    const { earlyPhase } = eulerRun(
      synapse,
      { earlyPhase: 1.5 },
      { pre: [], post: [] },
      { timestep: 1e-3, steps: 1001 },
    );
    return earlyPhase[0] - earlyPhase[1000];
  };
  const ratio = (synapse: CircuitSynapse) =>
    fall({ ...synapse, downwardRecovery: 80e-15 }) / fall({ ...synapse, downwardRecovery: 2.5e-15 });
  expect(ratio(figure11a)).toBeCloseTo(776, 0);
  expect(ratio({ ...figure11a, potentiationLeakage: 0, depressionLeakage: 0 })).toBeCloseTo(32, 3);
  expect(ratio({ ...figure11a, depressionLeakageSign: "discharges" })).toBeCloseTo(32, 3);
});

test("Fig. 11: kept to the supply, the early phase recovers four times as soon", () => {
  const run = (synapse: CircuitSynapse) =>
    eulerRun(synapse, figure11Start, figure11Spikes(), {
      timestep: 1e-3,
      steps: 60_000,
      record: [{ from: 59_999, every: 1 }],
    });
  const [free, kept] = [run(figure11a), run({ ...figure11a, earlyPhaseLimits: "supplies" })];
  expect(free.largest.value).toBeGreaterThan(2 * figure11a.supplyVoltage);
  expect(kept.largest.value).toBe(figure11a.supplyVoltage);
  expect(switchTime(free, "tag", false) / switchTime(kept, "tag", false)).toBeGreaterThan(3.5);
  expect(switchTime(run(figure11Circuit), "upper-limit")).toBeGreaterThan(0);
});

test("Fig. 16: a late phase fourteen times as fast flattens as the circuit simulation's does", () => {
  const run = (latePhaseTimeConstant: number) =>
    eulerRun(
      { ...figure11a, latePhaseTimeConstant, latePhase: { kind: "counter", bits: 8 } },
      figure11Start,
      figure11Spikes(),
      {
        timestep: 1e-3,
        steps: 60_000,
        record: [{ from: 0, every: 10 }],
      },
    );
  const { x, y } = cadence.latePhase;
  const target = flattening((time) => y[x.indexOf(time)]);
  expect(Math.abs(flattening(lateValue(run(cadenceTimeConstant))) / target - 1)).toBeLessThan(0.1);
  expect(flattening(lateValue(run(360)))).toBeLessThan(1.1);
});

test("Fig. 17: with the circuit simulation's jumps, calcium is above the potentiation threshold for as long as there", () => {
  const above = (changes: Partial<CircuitSynapse>) => {
    const synapse = { ...figure17, ...changes };
    const timestep = 0.01e-3;
    const spikes = { pre: figure17Spikes.pre.map((k) => 10 * k), post: figure17Spikes.post.map((k) => 10 * k) };
    const { calcium } = eulerRun(synapse, figure11Start, spikes, { timestep, steps: 3000 });
    return calcium.filter((current) => current > figure17.potentiationThreshold).length * timestep;
  };
  const { x, y } = cadence.calcium;
  const jump = (before: number, after: number) => y[x.indexOf(after)] - y[x.indexOf(before)];
  const post = jump(2.0106e-3, 2.3457e-3);
  const pre = jump(4.0035e-3, 4.2152e-3);
  expect(post / 1e-12).toBeCloseTo(8.3, 1);
  expect(pre / 1e-12).toBeCloseTo(50.9, 1);
  const simulated = 1.2e-3;
  // 17 pA at rest, where Table 1 has 12.5 pA.
  const tailCurrent = (figure17.tailCurrent * 17) / 12.5;
  expect(
    Math.abs(above({ presynapticCalcium: pre, postsynapticCalcium: post, tailCurrent }) / simulated - 1),
  ).toBeLessThan(0.2);
  expect(above({}) / simulated).toBeGreaterThan(1.5);
});

test("mnist-01-corrected: summed drives favour the neuron with the larger weights", async () => {
  const training = await zerosAndOnes(labWithMnist, "train", 168);
  const tested = await zerosAndOnes(labWithMnist, "t10k", 500);
  const { run } = trained(defaultPlasticPreset, training);
  const given = answers(run, tested);
  const [zero, one] = weightNorms(run.network, run.weights());
  expect(zero).toBeGreaterThan(1.2 * one);
  // All that is wrong is a one that the larger weights of neuron 0 draw to it.
  const wrong = tested.labels.filter((label, k) => given[k].classes.drive !== label);
  expect(wrong.length).toBeGreaterThan(5);
  expect(wrong.every((label) => label === 1)).toBe(true);
  expect(accuracy(given, tested, "normalised")).toBeGreaterThanOrEqual(0.995);
  const gentle = answers(trained(gentlePlasticPreset, training).run, tested);
  expect(accuracy(gentle, tested, "drive")).toBeGreaterThanOrEqual(0.99);
}, 60_000);
