import fc from "fast-check";
import { expect, test } from "vitest";
import { randomStream } from "../../../src/sampling/random-stream.js";
import { createTanhFit, tanhFitSize } from "../../../src/training/characterise/fit-tanh.js";

const inputs = Float64Array.from({ length: 101 }, (_, k) => -2 + 0.04 * k);
const tanhOf = (eta: ArrayLike<number>, x: number): number => eta[0] + eta[1] * Math.tanh((x - eta[2]) * eta[3]);
const curveOf = (eta: ArrayLike<number>): Float64Array => inputs.map((x) => tanhOf(eta, x));

function fitted(curve: Float64Array): Float64Array {
  const found = new Float64Array(tanhFitSize);
  expect(createTanhFit(inputs).fit(curve, found)).toBe(true);
  return found;
}

function rootMeanSquare(curve: Float64Array, eta: ArrayLike<number>): number {
  return Math.sqrt(curve.reduce((sum, y, k) => sum + (y - tanhOf(eta, inputs[k])) ** 2, 0) / curve.length);
}

const etas = fc.tuple(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: 0.01, max: 2, noNaN: true }),
  fc.double({ min: -1.9, max: 1.9, noNaN: true }),
  fc.double({ min: 0.6, max: 30, noNaN: true }),
  fc.boolean(),
);

test("a tanh is found, wherever it switches and whichever way", () => {
  fc.assert(
    fc.property(etas, ([eta1, swing, eta3, eta4, falls]) => {
      const eta = [eta1, falls ? -swing : swing, eta3, eta4];
      const found = fitted(curveOf(eta));
      expect(found[4]).toBeLessThan(1e-7 * swing);
      eta.forEach((each, k) => {
        expect(Math.abs(found[k] - each), `eta${k + 1} of ${eta}`).toBeLessThan(2e-5 * (1 + Math.abs(each)));
      });
    }),
    { numRuns: 300 },
  );
});

test("of a curve that is no tanh the fit is a minimum, and no start finds a lower one", () => {
  const random = randomStream(5, 0);
  for (let round = 0; round < 40; round++) {
    const bend = 0.3 * random.uniform();
    const centre = 3 * random.uniform() - 1.5;
    const slope = 1 + 20 * random.uniform();
    const curve = inputs.map(
      (x) => Math.tanh((x - centre) * slope) + bend * Math.exp(-((x - centre - 0.3) ** 2)) + 0.02 * random.normal(),
    );
    const found = fitted(curve);
    expect(found[4]).toBeCloseTo(rootMeanSquare(curve, found), 9);
    for (let trial = 0; trial < 200; trial++) {
      const near = found.map((each) => each + 1e-3 * random.normal() * (1 + Math.abs(each)));
      expect(rootMeanSquare(curve, near)).toBeGreaterThanOrEqual(found[4] - 1e-12);
      const anywhere = [random.normal(), random.normal(), 4 * random.uniform() - 2, 60 * random.uniform()];
      expect(rootMeanSquare(curve, anywhere)).toBeGreaterThan(found[4]);
    }
  }
});

test("a step between two inputs has the bound for its slope, and an error near zero", () => {
  const found = fitted(inputs.map((x) => (x < 0.5 ? -0.7 : 0.9)));
  expect(found[3]).toBeCloseTo(100, 9);
  expect(found[0]).toBeCloseTo(0.1, 2);
  expect(found[1]).toBeCloseTo(0.8, 2);
  expect(found[4]).toBeLessThan(0.01);
});

test("a curve without swing has no tanh", () => {
  const found = new Float64Array(tanhFitSize);
  expect(createTanhFit(inputs).fit(new Float64Array(101).fill(0.3), found)).toBe(false);
  expect([...found]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
});
