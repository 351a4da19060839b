import { describe, expect, it } from "vitest";
import { balanceScale } from "../../src/training/data/generated.js";
import { prepareData } from "../../src/training/data/prepare.js";
import { marginLoss } from "../../src/training/loss.js";
import { type ActivationChoice, defaultPreset } from "../../src/training/preset.js";
import { printedModel } from "../../src/training/printed-model.js";
import { printedRun } from "../../src/training/printed-run.js";
import {
  chooseSeed,
  type PublishedQuirks,
  publishedPreset,
  publishedQuirks,
} from "../../src/training/published-preset.js";
import { createTraining, initialState } from "../../src/training/training.js";
import { smallData, smoothEta } from "./small-model.js";

const request = {
  topology: [3, 2, 3],
  variation: 0.1,
  seed: 1,
  mostEpochs: 3,
  surrogates: { activation: smoothEta(6), negativeWeight: smoothEta(7) },
};
const mirrored = { ...request, surrogates: { activation: smoothEta(7), negativeWeight: smoothEta(7) } };
const data = { training: smallData(9), validation: smallData(6) };
const choices: readonly ActivationChoice[] = ["fixed", "surrogate", "circuit"];

/** A published model with these quirks instead, and the gradient of its loss after weights were set. */
function gradientOf(quirks: Partial<PublishedQuirks>, change: (theta: Float64Array) => void) {
  const { model: settings, training } = publishedPreset(
    { ...mirrored, activation: "surrogate" },
    { ...publishedQuirks, ...quirks },
  );
  const model = printedModel(settings);
  const parameters = model.start(1);
  change(parameters);
  const factors = model.draw({ seed: 1, use: "training", epoch: 0, samples: 2 }, training.variation);
  const gradient = new Float64Array(model.parameters);
  model.on(smallData()).loss(parameters, factors, marginLoss(), gradient);
  return { model, parameters, gradient, ofNegativeWeight: gradient.slice(model.weights + 7) };
}

describe("presets", () => {
  it.each(choices)("train in the default mode with activations that are %s", (activation) => {
    const { model: settings, training } = defaultPreset({ ...request, activation });
    const model = printedModel(settings);
    const state = initialState(model, 1);
    const run = createTraining(model, data, training, state);
    expect(run.advance(10)).toBe(false);
    expect(state.history.training).toHaveLength(3);
    const start = model.start(1);
    const moved = (from: number, to: number) =>
      start.slice(from, to).some((value, k) => value !== state.parameters[from + k]);
    expect(moved(0, model.weights)).toBe(true);
    expect(moved(model.weights, model.parameters)).toBe(activation !== "fixed");
  });
  it.each(choices)("train in the published mode with activations that are %s", (activation) => {
    const { model: settings, training } = publishedPreset({ ...mirrored, activation });
    const model = printedModel(settings);
    const state = initialState(model, 1);
    createTraining(model, data, training, state).advance(3);
    expect(state.epoch).toBe(3);
    expect(model.parameters - model.weights).toBe(14);
  });
});

describe("a run", () => {
  it("goes on from what was stored to the same network", () => {
    const table = balanceScale();
    const prepared = prepareData(table, { seed: 3 });
    const preset = defaultPreset({ ...request, topology: [4, 3, 3], activation: "surrogate", mostEpochs: 4 });
    const whole = printedRun(preset, prepared);
    whole.training.advance(10);
    const killed = printedRun(preset, prepared);
    killed.training.advance(2);
    const resumed = printedRun(preset, prepared, JSON.parse(JSON.stringify(killed.checkpoint())));
    resumed.training.advance(10);
    expect(resumed.network()).toEqual(whole.network());
    expect(resumed.test([0, 0.1], 3)).toEqual(whole.test([0, 0.1], 3));
  });
});

describe("quirks of the published code", () => {
  const turnNegative = (theta: Float64Array) => theta.fill(-0.5, 0, 6);
  it("negative weights never act: their circuit has no gradient, the sign changes nothing", () => {
    const quirk = gradientOf({}, turnNegative);
    expect(quirk.ofNegativeWeight.every((slope) => slope === 0)).toBe(true);
    const none = gradientOf({ negativeWeightsNeverAct: false }, turnNegative);
    expect(none.ofNegativeWeight.some((slope) => slope !== 0)).toBe(true);
  });
  it("small conductances are dropped, or rounded to what can be printed", () => {
    const small = (theta: Float64Array) => theta.fill(0.007, 0, 1);
    const theta = ({ model, parameters }: ReturnType<typeof gradientOf>) =>
      model.network(parameters).layers[0].theta[0][0];
    expect(theta(gradientOf({}, small))).toBe(0);
    expect(theta(gradientOf({ smallConductancesAreDropped: false }, small))).toBe(0.01);
    expect(gradientOf({}, small).gradient[0]).toBe(0);
    expect(gradientOf({ smallConductancesAreDropped: false }, small).gradient[0]).not.toBe(0);
  });
  it("the best seed is that with the best test accuracy, or with the least validation loss", () => {
    const results = [
      { seed: 1, validationLoss: 0.2, testAccuracy: 0.9 },
      { seed: 2, validationLoss: 0.3, testAccuracy: 0.95 },
    ];
    expect(chooseSeed(results, publishedQuirks).seed).toBe(2);
    expect(chooseSeed(results, { bestSeedByTestAccuracy: false }).seed).toBe(1);
  });
  it("ratios are unordered: values with R1/R2 < R3/R4 stay", () => {
    const ratios = (quirks: Partial<PublishedQuirks>) => {
      const { model, parameters } = gradientOf(quirks, () => undefined);
      const [r1, r2, r3, r4] = model.network(parameters).circuits[1].values;
      return r1 / r2 - r3 / r4;
    };
    expect(ratios({})).toBeLessThan(0);
    expect(ratios({ ratiosAreUnordered: false })).toBeGreaterThan(0);
  });
  it("values scale linearly, or their logarithms do", () => {
    // The fifth free number of the activation circuits, of R5.
    const half = (quirks: Partial<PublishedQuirks>) => {
      const { model, parameters } = gradientOf(quirks, (theta) => theta.fill(0, -10, -9));
      return model.network(parameters).circuits[0].values[4];
    };
    expect(half({})).toBeCloseTo(255e3, 6);
    expect(half({ valuesScaleLinearly: false })).toBeCloseTo(Math.sqrt(10e3 * 500e3), 6);
  });
  it("clamps pass gradients, or not", () => {
    // R1 is 458 ohm and R2 nearly as much, but for its range.
    const slope = (quirks: Partial<PublishedQuirks>) =>
      gradientOf(quirks, (theta) => theta.fill(2.3, -14, -12)).gradient.slice(-14)[1];
    expect(slope({})).not.toBe(0);
    expect(slope({ clampsPassGradients: false })).toBe(0);
  });
  it("weights begin small, or with all signs and sizes", () => {
    const start = (quirks: Partial<PublishedQuirks>) => gradientOf(quirks, () => undefined).parameters;
    const published = start({});
    expect(published.slice(0, 8).every((theta) => theta > 0.01 && theta < 0.05)).toBe(true);
    expect(published.slice(8, 10).every((theta) => theta > 10)).toBe(true);
    expect(
      start({ weightsBeginSmall: false })
        .slice(0, 8)
        .some((theta) => theta < 0),
    ).toBe(true);
  });
});
