import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eulerNetwork } from "../../../src/networks/stc/euler-network.js";
import { networkState } from "../../../src/networks/stc/network-state.js";
import { publishedAccelerated, publishedStandard } from "../../../src/networks/stc/presets.js";
import { deterministicEncoder } from "../../../src/networks/stc/rate-encoding.js";
import { answerReader, type NetworkAnswer, winner } from "../../../src/networks/stc/read-outs.js";
import { imageOf, placesOfClasses } from "../../../src/training/data/idx.js";
import { sharedData, sharedDataTest } from "../../requirements.js";
import { mnist } from "./mnist.js";

const train = mnist("train");
const test10k = mnist("t10k");
/** The publication's samples: the first ones with a zero or a one. */
const trainingPlaces = placesOfClasses(train.labels, [0, 1], 168);
const testPlaces = placesOfClasses(test10k.labels, [0, 1], 100);

const table = (name: string): number[][] =>
  readFileSync(sharedData(`data/stc/${name}`), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));

function run(preset: typeof publishedStandard, precision: "double" | "single" = "double") {
  const encode = deterministicEncoder(preset.encoding);
  const { network, settings, initial } = preset;
  const network_ = eulerNetwork(network, { ...settings, precision }, networkState(network, initial));
  const outputSpikes = [0, 0];
  for (const place of trainingPlaces) {
    const counts = network_.present(encode(imageOf(train, place), place), train.labels[place]);
    outputSpikes[0] += counts[0];
    outputSpikes[1] += counts[1];
  }
  const read = answerReader(network_);
  const answers = Array.from(testPlaces, (place) => read(encode(imageOf(test10k, place), place)));
  return { outputSpikes, answers, state: network_.state(), weights: network_.weights() };
}

const right = (answers: readonly NetworkAnswer[], readOut: "counts" | "drive" | "normalised") =>
  answers.filter(({ classes }, k) => classes[readOut] === test10k.labels[testPlaces[k]]).length;

describe("the published subset of MNIST", () => {
  test("is the first zeros and ones of both files", () => {
    expect(trainingPlaces.slice(0, 4)).toEqual(Uint32Array.of(1, 3, 6, 8));
    expect(trainingPlaces.at(-1)).toBe(745);
    expect(testPlaces.slice(0, 4)).toEqual(Uint32Array.of(2, 3, 5, 10));
    expect(testPlaces.at(-1)).toBe(443);
    expect(placesOfClasses(test10k.labels, [0, 1])).toHaveLength(2115);
  });

  sharedDataTest("data/stc/mnist_train_0_1_16th.csv", "byte by byte", () => {
    const rows = table("mnist_train_0_1_16th.csv");
    const places = placesOfClasses(train.labels, [0, 1], rows.length);
    expect(rows).toHaveLength(698);
    rows.forEach(([label, ...pixels], k) => {
      expect([train.labels[places[k]], ...imageOf(train, places[k])]).toEqual([label, ...pixels]);
    });
    const testRows = table("mnist_test_0_1_100_rows.csv");
    expect(testRows).toHaveLength(100);
    testRows.forEach(([label, ...pixels], k) => {
      expect([test10k.labels[testPlaces[k]], ...imageOf(test10k, testPlaces[k])]).toEqual([label, ...pixels]);
    });
  });
});

describe.each([
  {
    name: "standard",
    preset: publishedStandard,
    accuracy: 96,
    column: 1,
    weights: "mnist01_final_weights_std_168.csv",
  },
  {
    name: "accelerated",
    preset: publishedAccelerated,
    accuracy: 93,
    column: 4,
    weights: "mnist01_final_weights_acc_168.csv",
  },
])("the published pipeline, $name", ({ preset, accuracy, column, weights: weightFile }) => {
  const double = run(preset);

  test(`is right ${accuracy} times of 100, and always if its drive is read`, () => {
    expect(double.outputSpikes).toEqual([870, 1096]);
    expect(right(double.answers, "counts")).toBe(accuracy);
    expect(right(double.answers, "drive")).toBe(100);
    expect(double.state.samples).toBe(168);
  });

  test("is right as often in single precision", () => {
    const single = run(preset, "single");
    expect(single.outputSpikes).toEqual([870, 1096]);
    expect(right(single.answers, "counts")).toBe(accuracy);
    expect(single.state.earlyPhase).toEqual(Float64Array.from(new Float32Array(single.state.earlyPhase)));
    expect(single.state.earlyPhase).not.toEqual(double.state.earlyPhase);
  });

  sharedDataTest("data/stc/mnist01_test_predictions.csv", "has the stored answers and spike counts", () => {
    const rows = table("mnist01_test_predictions.csv");
    expect(double.answers.map(({ counts }) => [...counts])).toEqual(rows.map((row) => row.slice(column, column + 2)));
    expect(double.answers.map(({ counts }) => winner(counts))).toEqual(rows.map((row) => row[column + 2]));
  });

  sharedDataTest(`data/stc/${weightFile}`, "ends with the stored weights, to all of their digits", () => {
    const rows = table(weightFile);
    const { earlyPhase, latePhase } = double.state;
    rows.forEach((row, input) => {
      const at = [input, 784 + input];
      const own = [earlyPhase, latePhase, double.weights].flatMap((values) => at.map((n) => values[n]));
      // Stored with 8 digits.
      own.forEach((value, k) => {
        expect(Math.abs(value - row[k])).toBeLessThanOrEqual(5.1e-8 * Math.abs(row[k]));
      });
    });
  });
});
