import { describe, expect, test } from "vitest";
import { randomStream } from "../../../src/sampling/random-stream.js";
import { networkLayout, propagate } from "../../../src/training/surrogate/layered-network.js";
import { squaredError } from "../../../src/training/surrogate/squared-error.js";

// More samples than a block of the kernel holds, and no whole number of what it takes at a time.
const samples = 71;
const layout = networkLayout([3, 4, 5, 2]);
const { normal } = randomStream(7);
const draw = (count: number) => Float64Array.from({ length: count }, normal);
const data = { inputs: draw(3 * samples), targets: draw(2 * samples) };
const weights = draw(layout.parameters);
const squared = squaredError(layout, data);

/** y - t `[samples * 2]` */
function residuals(at: Float64Array): Float64Array {
  const result = new Float64Array(2 * samples);
  const activations = new Float64Array(layout.activations);
  for (let sample = 0; sample < samples; sample++) {
    activations.set(data.inputs.subarray(3 * sample, 3 * sample + 3));
    propagate(layout, at, activations, 0);
    for (let o = 0; o < 2; o++) {
      result[2 * sample + o] = activations[layout.activationsAt[3] + o] - data.targets[2 * sample + o];
    }
  }
  return result;
}

/** Columns of the Jacobian by central differences. */
const columns = Array.from(weights, (_, p) => {
  const [up, down] = [1e-5, -1e-5].map((step) => residuals(weights.map((each, q) => (q === p ? each + step : each))));
  return up.map((each, i) => (each - down[i]) / 2e-5);
});
const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * b[i], 0);

describe("The squared error of a network over data", () => {
  const n = layout.parameters;
  const gradient = new Float64Array(n).fill(Number.NaN);
  const matrix = new Float64Array(n * n).fill(Number.NaN);
  const error = squared.linearised(weights, gradient, matrix);

  test("is the sum of the squares", () => {
    const rest = residuals(weights);
    expect(squared.value(weights)).toBeCloseTo(product(rest, rest), 9);
    expect(error).toBe(squared.value(weights));
  });

  test("has half of its gradient from differences", () => {
    const rest = residuals(weights);
    for (let p = 0; p < n; p++) expect(gradient[p]).toBeCloseTo(product(columns[p], rest), 6);
  });

  test("has Gauss and Newton's matrix from differences", () => {
    for (let p = 0; p < n; p++) {
      for (let q = 0; q <= p; q++) expect(matrix[p * n + q]).toBeCloseTo(product(columns[p], columns[q]), 6);
    }
  });
});
