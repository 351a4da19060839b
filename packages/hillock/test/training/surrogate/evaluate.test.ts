import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  surrogateEta,
  surrogateEtaGradient,
  surrogateExtrapolation,
  surrogateFunction,
} from "../../../src/training/surrogate/index.js";
import { smallSurrogate } from "./small-surrogate.js";

/** Once more, as the equations stand in the docstring. */
function expected(r: number, w: number): number[] {
  const x = [(2 * (Math.log(r) + Math.log(w) + 1)) / 4 - 1, (2 * (-2 * Math.log(w) - 4)) / 16 - 1];
  const h = [0.5 * x[0] - 0.3 * x[1] + 0.1, 1.2 * x[0] + 0.4 * x[1] - 0.7, -0.9 * x[0] + 0.8 * x[1] + 0.2].map(
    Math.tanh,
  );
  const y = [0.3 * h[0] - 0.6 * h[1] + 0.5 * h[2] + 0.05, 0.7 * h[0] + 0.1 * h[1] - 0.2 * h[2] + 0.4];
  return [-1 + 5 * y[0], 10 + y[1]];
}

const resistance = fc.double({ min: 1e3, max: 1e6, noNaN: true });
const width = fc.double({ min: 1e-5, max: 1e-3, noNaN: true });

describe("A surrogate gives", () => {
  test("eta by its equations, for each sample", () => {
    const omega = Float64Array.of(1e4, 1e-4, 2e5, 5e-4, 3e3, 2e-5);
    const eta = surrogateEta(smallSurrogate, omega);
    const all = [0, 1, 2].flatMap((k) => expected(omega[2 * k], omega[2 * k + 1]));
    expect(eta.length).toBe(6);
    for (let at = 0; at < 6; at++) expect(eta[at]).toBeCloseTo(all[at], 13);
  });

  test("derivatives that are those of its values", () => {
    const { eta, gradient } = surrogateFunction(smallSurrogate);
    fc.assert(
      fc.property(resistance, width, fc.double({ min: -2, max: 2, noNaN: true }), (r, w, b) => {
        const byEta = Float64Array.of(1.5, b);
        const loss = (omega: Float64Array) => eta(omega).reduce((sum, each, o) => sum + each * byEta[o], 0);
        const found = gradient(Float64Array.of(r, w), byEta);
        for (const k of [0, 1]) {
          const [up, down] = [1, -1].map((sign) => {
            const omega = Float64Array.of(r, w);
            omega[k] *= 1 + sign * 1e-5;
            return loss(omega);
          });
          // By the logarithm, as the values differ by ten decades.
          expect(found[k] * [r, w][k]).toBeCloseTo((up - down) / 2e-5, 7);
        }
      }),
    );
  });

  test("derivatives of many samples as of each", () => {
    const omega = Float64Array.of(1e4, 1e-4, 2e5, 5e-4);
    const byEta = Float64Array.of(1, -2, 3, 0.5);
    const both = surrogateEtaGradient(smallSurrogate, omega, byEta);
    const each = [0, 2].flatMap((at) => [
      ...surrogateEtaGradient(smallSurrogate, omega.subarray(at, at + 2), byEta.subarray(at, at + 2)),
    ]);
    expect([...both]).toEqual(each);
  });

  test("how far samples leave what it was trained on", () => {
    // ln(R W) from -1 to 3 and -2 ln W from 4 to 20.
    const omega = (logarithmOfProduct: number, w: number) => [Math.exp(logarithmOfProduct) / w, w];
    expect(surrogateExtrapolation(smallSurrogate, Float64Array.from(omega(1, 1e-3)))).toBe(0);
    const outside = Float64Array.from([...omega(1, 1e-3), ...omega(4, 1e-3)]);
    expect(surrogateExtrapolation(smallSurrogate, outside)).toBeCloseTo(0.5, 12);
  });
});

describe("A surrogate refuses", () => {
  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("%s as a component value", (value) => {
    expect(() => surrogateEta(smallSurrogate, Float64Array.of(1e4, 1e-4, value, 1e-4))).toThrow(
      /training\/surrogate-input {2}sample 1, R\n/,
    );
  });

  test("rows that are not whole, and derivatives of other samples", () => {
    expect(() => surrogateEta(smallSurrogate, Float64Array.of(1, 2, 3))).toThrow("training/surrogate-input");
    expect(() => surrogateEtaGradient(smallSurrogate, Float64Array.of(1, 2), Float64Array.of(1))).toThrow(
      "training/surrogate-input",
    );
  });

  test.each([
    ["weights", { weights: smallSurrogate.weights.slice(1) }],
    ["weights", { weights: smallSurrogate.weights.map((each, p) => (p === 3 ? Number.NaN : each)) }],
    ["powers", { names: ["R"] }],
    ["spans", { outputs: [{ name: "a", least: 1, most: 1 }, smallSurrogate.outputs[1]] }],
    ["units", { hidden: [2.5] }],
    ["missing", { features: [] }],
  ])("to be made of parts that do not fit: %s", (says, parts) => {
    const make = () => surrogateFunction({ ...smallSurrogate, ...parts });
    expect(make).toThrow("training/wrong-surrogate");
    expect(make).toThrow(says);
  });
});
