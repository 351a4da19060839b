import { describe, expect } from "vitest";
import {
  type CircuitSynapse,
  circuitSynapse,
  differentialSynapse,
  type EulerTrajectory,
  eulerTrajectory,
  type RecordedSteps,
  type Switch,
  trapezoidalTrajectory,
} from "../../../src/models/index.js";
import { sharedDataTest } from "../../requirements.js";
import { goldenColumns, goldenSummary, largestDifference, tenDigits } from "./golden.js";

// What the thesis's codes for its figures compute, whatever the equations mean.
const asInCode = {
  protein: "synapse",
  earlyPhaseLimits: "none",
  depressionLeakageSign: "charges",
  latePhaseDepression: "never",
} as const;
const figure9: CircuitSynapse = { ...circuitSynapse, ...asInCode, weightFactor: 5.6675e-3 };
const figure11: CircuitSynapse = {
  ...circuitSynapse,
  ...asInCode,
  depressionThreshold: 39.5e-12,
  potentiationCurrent: 50e-12,
  depressionLeakage: 1.2e-15,
  proteinThreshold: 0,
};
const figure17: CircuitSynapse = {
  ...figure11,
  capacitance: 12.215e-12,
  potentiationLeakage: 0,
  depressionLeakage: 0,
};
const startCalcium = 17e-12;

const stepsOf = ({ events }: EulerTrajectory, of: Switch, on: boolean) =>
  events.filter((event) => event.of === of && event.on === on).map(({ step }) => step);

const every2000: RecordedSteps[] = [{ from: 0, every: 2000 }];
const zoom: RecordedSteps[] = [{ from: 64800, to: 65000, every: 1 }];

/** Files whose last row is there twice. */
const withLastTwice = (values: Float64Array) => [...values, values[values.length - 1]];

describe("Fig. 9: eight spikes of one side and nine of the other", () => {
  sharedDataTest("data/stc", "(a) the differential equations", () => {
    const { fig9a, fig9_inputs } = goldenSummary();
    const synapse = { ...differentialSynapse, protein: "synapse" } as const;
    const spikes = { pre: fig9_inputs.pre_idx, post: fig9_inputs.post_idx };
    const run = (precision: "double" | "single", record: RecordedSteps[]) =>
      eulerTrajectory(synapse, { latePhase: 0.1 }, spikes, { timestep: 0.01, steps: fig9_inputs.n, precision, record });
    const golden = goldenColumns("fig9a_diffeq.csv");

    const double = run("double", every2000);
    expect(largestDifference(withLastTwice(double.earlyPhase), golden.h_V)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(double.latePhase), golden.z)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(double.weight), golden.w_V)).toBeLessThan(tenDigits);
    expect(double.largestEarlyPhase.step).toBe(fig9a.h_max_idx);
    expect(double.largestWeight.step).toBe(fig9a.w_max_idx);
    expect(double.final.earlyPhase[0]).toBeCloseTo(fig9a.h_end, 17);
    expect(stepsOf(double, "protein", true)).toEqual([fig9a.protein_idx]);
    expect(stepsOf(double, "tag", true)).toEqual(fig9a.tag_on_idx);
    expect(stepsOf(double, "tag", false)).toEqual(fig9a.tag_off_idx);

    const single = run("single", every2000);
    expect(largestDifference(withLastTwice(single.earlyPhase), golden.h_f32)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(single.latePhase), golden.z_f32)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(single.weight), golden.w_f32)).toBeLessThan(tenDigits);
    expect(single.largestEarlyPhase.value).toBe(fig9a.f32.h_max);
    expect(single.final.latePhase[0]).toBe(fig9a.f32.z_end);
    expect(stepsOf(single, "protein", true)).toEqual([fig9a.f32.protein_idx]);
    expect(stepsOf(single, "tag", false)).toEqual(fig9a.f32.tag_off);

    const near = run("double", zoom);
    const close = goldenColumns("fig10a_diffeq_zoom.csv");
    expect(largestDifference(near.calcium, close.c)).toBeLessThan(tenDigits);
    expect(largestDifference(near.earlyPhase, close.h_V)).toBeLessThan(tenDigits);
  });

  sharedDataTest("data/stc", "(b) the circuit", () => {
    const { fig9b, fig9b_inputs } = goldenSummary();
    const spikes = { pre: fig9b_inputs.pre_idx, post: fig9b_inputs.post_idx };
    const initial = { calcium: startCalcium, latePhase: 0.1 };
    const run = (precision: "double" | "single", record: RecordedSteps[]) =>
      eulerTrajectory(figure9, initial, spikes, { timestep: 0.001, steps: fig9b_inputs.n, precision, record });
    const golden = goldenColumns("fig9b_circuit.csv");

    const double = run("double", every2000);
    expect(largestDifference(withLastTwice(double.earlyPhase), golden.vh_V)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(double.latePhase), golden.z)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(double.weight), golden.w)).toBeLessThan(tenDigits);
    expect(double.largestEarlyPhase.step).toBe(fig9b.vh_max_idx);
    expect(double.largestWeight.value).toBeCloseTo(fig9b.w_max, 14);
    expect(stepsOf(double, "protein", true)).toEqual([fig9b.protein_idx]);
    expect(stepsOf(double, "tag", true)).toEqual(fig9b.tag_on_idx);
    expect(stepsOf(double, "tag", false)).toEqual(fig9b.tag_off_idx);

    const single = run("single", every2000);
    expect(largestDifference(withLastTwice(single.earlyPhase), golden.vh_f32)).toBeLessThan(tenDigits);
    expect(largestDifference(withLastTwice(single.latePhase), golden.z_f32)).toBeLessThan(tenDigits);
    expect(single.largestEarlyPhase.value).toBe(fig9b.f32.vh_max);
    expect(single.final.earlyPhase[0]).toBe(fig9b.f32.vh_end);
    expect(single.final.latePhase[0]).toBe(fig9b.f32.z_end);
    expect(stepsOf(single, "protein", true)).toEqual([fig9b.f32.protein_idx]);
    expect(stepsOf(single, "tag", false)).toEqual(fig9b.f32.tag_off);

    const near = run("double", zoom);
    const close = goldenColumns("fig10b_circuit_zoom.csv");
    expect(largestDifference(near.calcium, close.ica_A)).toBeLessThan(tenDigits);
    expect(largestDifference(near.earlyPhase, close.vh_V)).toBeLessThan(tenDigits);
  });
});

describe("Fig. 11: fifty presynaptic spikes", () => {
  const panels = [
    { panel: "11a", downwardRecovery: 80e-15, steps: 100_130, every: 500 },
    { panel: "11c", downwardRecovery: 18e-15, steps: 400_130, every: 2000 },
  ];
  for (const { panel, downwardRecovery, steps, every } of panels)
    sharedDataTest("data/stc", `(${panel.slice(2)}) recovery by ${downwardRecovery} A`, () => {
      const summary = goldenSummary();
      const golden = goldenColumns(`fig${panel}_circuit.csv`);
      const facts = summary[`fig${panel}`];
      const record: RecordedSteps[] = [
        { from: 0, to: 250, every: 1 },
        { from: 250, to: steps - 1, every },
        { from: steps - 1, every: 1 },
      ];
      const run = (precision: "double" | "single") =>
        eulerTrajectory(
          { ...figure11, downwardRecovery },
          { calcium: startCalcium },
          { pre: summary.fig11_input_idx, post: [] },
          { timestep: 0.001, steps, precision, record },
        );
      const double = run("double");
      expect(largestDifference(double.earlyPhase, golden.vh_V)).toBeLessThan(tenDigits);
      expect(largestDifference(double.latePhase, golden.z)).toBeLessThan(tenDigits);
      expect(double.largestEarlyPhase.step).toBe(facts.vh_max_idx);
      expect(stepsOf(double, "protein", true)).toEqual([facts.protein_idx]);
      expect(stepsOf(double, "tag", true)).toEqual(facts.tag_on);
      expect(stepsOf(double, "tag", false)).toEqual(facts.tag_off);

      const single = run("single");
      expect(largestDifference(single.earlyPhase, golden.vh_f32)).toBeLessThan(tenDigits);
      expect(largestDifference(single.latePhase, golden.z_f32)).toBeLessThan(tenDigits);
      expect(single.largestEarlyPhase.value).toBe(facts.f32.vh_max);
      expect(stepsOf(single, "tag", false)).toEqual(facts.f32.tag_off);
    });
});

sharedDataTest("data/stc", "Fig. 17: the trapezoidal early phase", () => {
  const { fig17 } = goldenSummary();
  const golden = goldenColumns("fig17_python.csv");
  const run = trapezoidalTrajectory(
    figure17,
    { calcium: startCalcium },
    { pre: [40], post: [20] },
    { timestep: 1e-4, steps: 300 },
  );
  const scaled = (values: Float64Array, factor: number) => values.map((value) => value * factor);
  expect(largestDifference(scaled(run.calcium, 1e12), golden.ica_pA)).toBeLessThan(tenDigits);
  expect(largestDifference(scaled(run.potentiationCurrent, 1e12), golden.ihp_pA)).toBeLessThan(tenDigits);
  expect(largestDifference(scaled(run.depressionCurrent, 1e12), golden.ihd_pA)).toBeLessThan(tenDigits);
  expect(largestDifference(scaled(run.earlyPhase, 1e3), golden.vh_mV)).toBeLessThan(tenDigits);
  const steps = (values: Float64Array) => {
    const on = Array.from(values.keys()).filter((k) => values[k] !== 0);
    return [on[0], on[on.length - 1]];
  };
  expect(steps(run.potentiationCurrent)).toEqual(fig17.pot_idx);
  expect(steps(run.depressionCurrent)).toEqual(fig17.dep_idx);
  expect(run.earlyPhase.indexOf(Math.max(...run.earlyPhase))).toBe(fig17.vh_max_idx);
});
