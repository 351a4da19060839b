import { describe, expect, it } from "vitest";
import { negativeWeightTransformation, tanhTransformation } from "../../src/training/circuit-values.js";
import { crossEntropy, type Loss, marginLoss } from "../../src/training/loss.js";
import { publishedValues } from "../../src/training/published-values.js";
import { smallData, smallModel } from "./small-model.js";

function changed(values: Float64Array, k: number, by: number): Float64Array {
  const copy = values.slice();
  copy[k] += by;
  return copy;
}

/** A difference quotient of fourth order. */
function difference(f: (h: number) => number, h: number): number {
  return (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h);
}

describe("losses", () => {
  const labels = Uint8Array.from([0, 2, 1, 1]);
  const outputs = Float64Array.from([0.3, -0.2, 0.1, 0.5, -0.4, 0.2, -0.1, 0.35, -0.7, 0.9, 0.2, 0.8]);
  it.each([
    ["margin", marginLoss()],
    ["cross-entropy", crossEntropy(0.3)],
  ] satisfies [string, Loss][])("the slopes of the %s loss are its derivatives", (_, loss) => {
    const weight = new Float64Array(outputs.length);
    loss(outputs, labels, 3, weight);
    outputs.forEach((_value, k) => {
      const at = (h: number) => loss(changed(outputs, k, h), labels, 3, new Float64Array(outputs.length));
      expect(Math.abs(weight[k] - difference(at, 1e-4))).toBeLessThan(1e-9);
    });
  });
  it("gives the values of the definition", () => {
    const weight = new Float64Array(3);
    expect(marginLoss(0.3, 0.1)(Float64Array.from([0.3, -0.2, 0.1]), Uint8Array.of(0), 3, weight)).toBeCloseTo(
      0.1 + 0.4,
      14,
    );
    expect(marginLoss(0.3, 0.1)(Float64Array.from([0.5, -0.4, -0.35]), Uint8Array.of(0), 3, weight)).toBe(0);
    const sum = Math.exp(1) + Math.exp(-1) + 1;
    expect(crossEntropy(0.5)(Float64Array.from([0.5, -0.5, 0]), Uint8Array.of(0), 3, weight)).toBeCloseTo(
      Math.log(sum) - 1,
      14,
    );
  });
});

describe("component values of free numbers", () => {
  const places = [-9, -2, -0.3, 0, 0.8, 3, 9];
  it("are printable and keep the inequalities of the negative-weight circuit wherever the free numbers are", () => {
    const values = new Float64Array(7);
    for (let k = 0; k < 7 ** 4; k++) {
      const free = Float64Array.from({ length: 7 }, (_, n) => places[Math.floor(k / 7 ** (n % 4)) % 7]);
      negativeWeightTransformation.values(free, 0, values);
      const [r1, r2, r3, r4, r5, w, l] = values;
      expect(r1 > r2 && r3 > r4 && r1 / r2 > r3 / r4 && w > l).toBe(true);
      const within = (value: number, low: number, high: number) =>
        value >= low * 0.9999999 && value <= high * 1.0000001;
      expect(within(r1, 10, 500) && within(r2, 5, 250) && within(r3, 10e3, 500e3)).toBe(true);
      expect(within(r4, 8e3, 400e3) && within(r5, 10e3, 500e3) && within(w, 2e-4, 8e-4) && within(l, 1e-5, 7e-5)).toBe(
        true,
      );
    }
  });
  const cut = { orderedRatios: false, clampsPassGradients: false };
  it.each([
    ["published negative-weight", publishedValues(cut), [255, 100, 255e3, 190e3, 30e3, 300e-6, 50e-6]],
    ["ordered", publishedValues({ ...cut, orderedRatios: true }), [255, 100, 255e3, 190e3, 30e3, 300e-6, 50e-6]],
    ["negative-weight", negativeWeightTransformation, [255, 100, 255e3, 190e3, 30e3, 300e-6, 50e-6]],
    ["tanh", tanhTransformation, [1e6, 90e-6, 60e-6, 15e3, 490e-6, 35e-6]],
  ] as const)("of the %s circuit come back from their free numbers, with derivatives", (_, transformation, given) => {
    const free = transformation.free(given);
    const values = new Float64Array(given.length);
    transformation.values(free, 0, values);
    expect(values.every((value, k) => Math.abs(value / given[k] - 1) < 1e-12)).toBe(true);
    const weight = Float64Array.from(given, (value, k) => (1 + (k % 3)) / value);
    const gradient = new Float64Array(given.length);
    transformation.addGradient(free, 0, weight, gradient, 0);
    free.forEach((_place, k) => {
      const at = (h: number) => {
        transformation.values(changed(free, k, h), 0, values);
        return values.reduce((sum, value, n) => sum + weight[n] * value, 0);
      };
      expect(Math.abs(gradient[k] - difference(at, 1e-3))).toBeLessThan(1e-9);
    });
  });
});

describe("component values as in the published code", () => {
  const given = [176, 100.2, 499.5e3, 279.3e3, 151e3, 630e-6, 60e-6];
  it("are linear in a logistic function, R2 and R4 parts of R1 and R3, brought into their ranges", () => {
    const values = new Float64Array(7);
    const { values: of } = publishedValues({ orderedRatios: false, clampsPassGradients: true });
    // The numbers that the published code begins with.
    const published = [-0.6686, 0.2794, 6.9068, 0.2375, -0.9061, 0.9282, 1.6092];
    of(Float64Array.from(published), 0, values);
    given.forEach((value, k) => {
      expect(Math.abs(values[k] / value - 1)).toBeLessThan(3e-4);
    });
    of(Float64Array.of(9, 9, -9, -9, 0, 0, 0), 0, values);
    expect([...values.subarray(1, 4)]).toEqual([250, 10e3 + 490e3 / (1 + Math.exp(9)), 8e3]);
    const ordered = publishedValues({ orderedRatios: true, clampsPassGradients: true });
    ordered.values(Float64Array.from(published), 0, values);
    expect(values[0] / values[1]).toBeGreaterThan(values[2] / values[3]);
  });
  it("pass the gradient through clamps, or have none there", () => {
    const free = Float64Array.of(2, 2, 0, -5, 0, 0, 0);
    const gradient = (clampsPassGradients: boolean) => {
      const into = new Float64Array(7);
      const byValue = Float64Array.of(0, 1, 0, 1, 0, 0, 0);
      publishedValues({ orderedRatios: false, clampsPassGradients }).addGradient(free, 0, byValue, into, 0);
      return [...into];
    };
    const s = 1 / (1 + Math.exp(-2));
    expect(gradient(true)[1]).toBeCloseTo((10 + 490 * s) * s * (1 - s), 9);
    expect(gradient(true)[3]).toBeGreaterThan(0);
    expect(gradient(false)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("gradients of a model's loss by its parameters against differences", () => {
  it.each([
    { loading: false, circuits: "each", circuitsOf: "layer", matched: 0 },
    { loading: false, circuits: "alike", circuitsOf: "network", matched: 0.05 },
    { loading: true, circuits: "each", circuitsOf: "layer", matched: 0.05 },
    { loading: true, circuits: "alike", circuitsOf: "network", matched: 0 },
  ] as const)("%o", ({ loading, circuits, circuitsOf, matched }) => {
    const model = smallModel({ loading, circuitsOf });
    const on = model.on(smallData());
    const parameters = model.start(3);
    const factors = model.draw(
      { seed: 5, use: "training", epoch: 2, samples: 3 },
      { relative: 0.1, circuits, matched },
    );
    const loss = crossEntropy();
    const gradient = new Float64Array(model.parameters);
    on.loss(parameters, factors, loss, gradient);
    expect(gradient.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
    parameters.forEach((_value, k) => {
      const at = (h: number) => on.loss(changed(parameters, k, h), factors, loss);
      const expected = difference(at, k < model.weights ? 1e-4 : 1e-3);
      expect(Math.abs(gradient[k] - expected), `parameter ${k}`).toBeLessThan(1e-8 + 1e-6 * Math.abs(expected));
    });
  });
});
