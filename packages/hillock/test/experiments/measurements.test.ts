import fc from "fast-check";
import { expect, test } from "vitest";
import { between, decayTime, productIntegral, valueAt } from "../../src/experiments/measurements.js";

const line = (points: readonly (readonly [number, number])[]) => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
});

const jumping = line([
  [0, 0],
  [1, 2],
  [1, 4],
  [3, 0],
]);

test("values between points, at jumps, and outside", () => {
  expect(valueAt(jumping, 0.5)).toBe(1);
  expect(valueAt(jumping, 1)).toBe(4);
  expect(valueAt(jumping, 2)).toBe(2);
  expect(valueAt(jumping, 3)).toBe(0);
  expect(valueAt(jumping, 3.1)).toBeNaN();
});

test("a part of a trace has its ends", () => {
  const part = between(jumping, 0.5, 2);
  expect([...part.x]).toEqual([0.5, 1, 1, 2]);
  expect([...part.y]).toEqual([1, 2, 4, 2]);
});

test("the time in which an exponential falls to 1/e, from wherever it is taken", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (tau, from) => {
        const x = Float64Array.from({ length: 2001 }, (_, k) => k / 400);
        const found = decayTime({ x, y: x.map((time) => Math.exp(-time / tau)) }, from);
        expect(Math.abs(found / tau - 1)).toBeLessThan(1e-4);
      },
    ),
  );
  expect(
    decayTime(
      line([
        [0, 1],
        [1, 0.9],
      ]),
      0,
    ),
  ).toBeNaN();
});

test("the integral of a product of straight lines is exact", () => {
  const [a, b] = [
    line([
      [0, 0],
      [2, 4],
    ]),
    line([
      [0, 3],
      [2, 1],
    ]),
  ];
  // The integral of 2x (3 - x) from 0 to 2.
  expect(productIntegral(a, b, 0, 2)).toBeCloseTo(12 - 16 / 3, 12);
});
