import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bracketedRoot } from "../../src/models/bracketed-root.js";
import { linear, relaxing, timeOf, valueAt } from "../../src/models/course.js";
import { signChanges, sumAt } from "../../src/models/exponential-sum.js";

describe("a course", () => {
  const value = fc.double({ min: -2, max: 2, noNaN: true });
  test("is at a level at the time that it says", () => {
    fc.assert(
      fc.property(
        value,
        value,
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (from, to, part, rate) => {
          fc.pre(Math.abs(to - from) > 1e-6);
          const level = from + part * (to - from);
          const course = relaxing(1, from, to, rate);
          expect(Math.abs(valueAt(course, timeOf(course, level)) - level)).toBeLessThan(1e-9 * Math.max(1, rate));
          const line = linear(1, from, (to - from) * rate);
          expect(Math.abs(valueAt(line, timeOf(line, level)) - level)).toBeLessThan(1e-9 * Math.max(1, rate));
        },
      ),
      { seed: 1 },
    );
  });

  test("never comes to what lies behind, at or beyond its target", () => {
    const course = relaxing(0, 1, 2, 3);
    for (const level of [0.5, 1, 2, 2.5, Number.POSITIVE_INFINITY])
      expect(timeOf(course, level)).toBe(Number.POSITIVE_INFINITY);
    expect(timeOf(linear(0, 1, 1), 0)).toBe(Number.POSITIVE_INFINITY);
    expect(timeOf(linear(0, 1), 1)).toBe(Number.POSITIVE_INFINITY);
    expect(timeOf(relaxing(0, 1, 1, 3), 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("sign changes of a sum of exponentials", () => {
  test("all those that sampling finds, and the sum changes its sign at each", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ amplitude: fc.integer({ min: -9, max: 9 }), rate: fc.integer({ min: 1, max: 20 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: -9, max: 9 }),
        (terms, constant) => {
          const byRate = new Map(terms.map(({ rate, amplitude }) => [rate, amplitude]));
          const rates = [...byRate.keys()].sort((a, b) => a - b);
          const sum = { constant: constant + 0.31, amplitudes: rates.map((rate) => byRate.get(rate) as number), rates };
          const found = signChanges(sum, 3);
          for (const place of found) {
            expect(sumAt(sum, place - 1e-7) > 0).not.toBe(sumAt(sum, place + 1e-7) > 0);
            expect(place).toBeGreaterThan(0);
            expect(place).toBeLessThanOrEqual(3);
          }
          let [changes, before] = [0, sumAt(sum, 0) > 0];
          for (let k = 1; k <= 3000; k++) {
            const now = sumAt(sum, k / 1000) > 0;
            if (now !== before) changes++;
            before = now;
          }
          expect(found.length).toBeGreaterThanOrEqual(changes);
          expect((found.length - changes) % 2).toBe(0);
        },
      ),
      { numRuns: 500, seed: 2 },
    );
  });
});

test("a bracketed root is found to the last bits, also where secants are of no use", () => {
  expect(bracketedRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  expect(bracketedRoot((x) => (x < 0.3 ? -1 : 1), 0, 1)).toBeCloseTo(0.3, 15);
  expect(bracketedRoot((x) => (x - 0.7) ** 9, 0, 1)).toBeCloseTo(0.7, 6);
  expect(bracketedRoot((x) => x, 0, 1)).toBe(0);
});
