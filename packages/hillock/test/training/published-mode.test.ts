import { expect } from "vitest";
import { evaluateVariation } from "../../src/training/evaluation.js";
import { printedModel } from "../../src/training/printed-model.js";
import { publishedPreset } from "../../src/training/published-preset.js";
import { publishedNegativeWeightSurrogate, singleSurrogateFunction } from "../../src/training/surrogate/index.js";
import { createTraining, initialState } from "../../src/training/training.js";
import { sharedDataTest } from "../requirements.js";
import { publishedData } from "./published-data.js";

/**
 * Accuracies of a reimplementation of the published code on the iris data as published, seeds 1, 2 and 3: the middle one, without a
 * variation, and with 5 % and 10 %.
 */
const reimplemented = [0.9032, 0.8803, 0.85];
/** Two test rows without a variation; beyond it, what ten seeds of ours that did not end early differ by. */
const allowed = [2 / 31, 0.025, 0.025];

sharedDataTest(
  "data/uci13/iris.train.csv",
  "the published mode has the accuracies of the published code on iris",
  () => {
    const data = publishedData("iris");
    const eta = singleSurrogateFunction(publishedNegativeWeightSurrogate);
    const accuracies = [1, 2, 3].map((seed) => {
      const { model: settings, training } = publishedPreset({
        topology: [4, 3, 3],
        activation: "surrogate",
        variation: 0.1,
        seed,
        surrogates: { activation: eta, negativeWeight: eta },
      });
      const model = printedModel(settings);
      const state = initialState(model, seed);
      // Half of the published patience finds the same best epochs.
      createTraining(model, data, { ...training, patience: 2500 }, state).advance(10_000);
      expect(state.end).toBe("patience");
      const request = { seed, sizes: [0, 0.05, 0.1], samples: 100, variation: training.variation };
      return evaluateVariation(model, state.best.parameters, data.test, request).map(({ accuracy }) => accuracy.mean);
    });
    reimplemented.forEach((expected, size) => {
      // One seed in five ends with a worse network.
      const [, middle] = accuracies.map((each) => each[size]).sort((a, b) => a - b);
      expect(Math.abs(middle - expected), `${JSON.stringify(accuracies)}`).toBeLessThan(allowed[size]);
    });
  },
  120_000,
);
