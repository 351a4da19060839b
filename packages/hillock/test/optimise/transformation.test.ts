import fc from "fast-check";
import {
  boundedBy,
  identity,
  logarithm,
  logarithmicLogit,
  logit,
  softplus,
  type Transformation,
} from "hillock/optimise";
import { describe, expect, test } from "vitest";

const cases: readonly (readonly [string, Transformation, readonly [number, number]])[] = [
  ["identity", identity, [-3, 7]],
  ["logarithm", logarithm, [1e-18, 1e12]],
  ["logit", logit(-0.2, 0.3), [-0.199, 0.299]],
  ["logit of tiny width", logit(1e-14, 3e-14), [1.01e-14, 2.99e-14]],
  ["logarithmic logit", logarithmicLogit(1e-18, 1e-6), [1.1e-18, 0.9e-6]],
  ["softplus above", softplus(-1, "above", 0.5), [-0.99, 50]],
  ["softplus below", softplus(2, "below", 3), [-50, 1.99]],
];

describe.each(cases)("%s", (_, transformation, [least, most]) => {
  const { lower, upper, free, value, slope } = transformation;
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const between = (p: number) => (least > 0 ? least * (most / least) ** p : least + (most - least) * p);

  test("there and back", () => {
    fc.assert(
      fc.property(part, (p) => {
        const given = between(p);
        expect(Math.abs(value(free(given)) - given)).toBeLessThanOrEqual(
          1e-11 * Math.max(Math.abs(least), Math.abs(most), Math.abs(given)),
        );
      }),
    );
  });

  test("every number leads to a value within the bounds", () => {
    fc.assert(
      fc.property(fc.double({ min: -600, max: 600, noNaN: true }), (u) => {
        expect(value(u)).toBeGreaterThanOrEqual(lower);
        expect(value(u)).toBeLessThanOrEqual(upper);
        expect(Number.isFinite(value(u))).toBe(true);
      }),
    );
  });

  test("the slope is the derivative", () => {
    fc.assert(
      fc.property(part, (p) => {
        const u = free(between(p));
        const h = 1e-5 * Math.max(1, Math.abs(u));
        const differences = (value(u + h) - value(u - h)) / (2 * h);
        expect(Math.abs(differences / slope(u) - 1)).toBeLessThan(1e-4);
      }),
    );
  });
});

test("bounds choose the transformation", () => {
  const { POSITIVE_INFINITY: none, NEGATIVE_INFINITY: nothing } = Number;
  const kind = (lower: number, upper: number, at: number) => boundedBy(lower, upper, at).kind;
  expect(kind(nothing, none, 0)).toBe("identity");
  expect(kind(0, none, 1e-15)).toBe("log");
  expect(kind(1, none, 2)).toBe("softplus");
  expect(kind(nothing, 1, 0)).toBe("softplus");
  expect(kind(1, 2, 1.5)).toBe("logit");
  expect(kind(0, 100, 1)).toBe("logit");
  expect(kind(1e-18, 1e-9, 1e-14)).toBe("log-logit");
});

test.each([
  [1, 1, 1],
  [2, 1, 1.5],
  [0, 1, 0],
  [0, 1, 1],
  [0, 1, 2],
  [Number.NaN, 1, 0.5],
  [0, 1, Number.NaN],
])("bounds %f and %f around %f are an error", (lower, upper, value) => {
  expect(() => boundedBy(lower, upper, value)).toThrow(/optimise\/bounds/);
});
