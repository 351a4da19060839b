import { describe, expect, it } from "vitest";
import { proportionOf, quantile, summaryOf } from "../../../src/engine/variation/statistics.js";

describe("summaryOf", () => {
  it("has the textbook values", () => {
    const summary = summaryOf(Float64Array.of(9, 2, 4, Number.NaN, 4, 4, 5, 5, 7));
    expect(summary).toMatchObject({ count: 8, mean: 5, minimum: 2, maximum: 9 });
    expect(summary.deviation).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect(summary.quantiles[3]).toBe(4.5);
  });

  it("keeps the digits of large numbers that differ little", () => {
    const values = Float64Array.from({ length: 1000 }, (_, k) => 1e9 + (k % 2));
    expect(summaryOf(values).mean).toBe(1e9 + 0.5);
    expect(summaryOf(values).deviation).toBeCloseTo(0.5 * Math.sqrt(1000 / 999), 12);
  });

  it("has no value where there is none", () => {
    expect(summaryOf(new Float64Array(0))).toMatchObject({ count: 0, mean: Number.NaN, minimum: Number.NaN });
    expect(summaryOf(Float64Array.of(3))).toMatchObject({ count: 1, mean: 3, deviation: Number.NaN });
  });

  it("interpolates quantiles between values, as R's type 7", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantile(sorted, p))).toEqual(
      [1, 1.75, 3, 6.8, 8].map((v) => expect.closeTo(v, 12)),
    );
  });
});

describe("proportionOf", () => {
  it("has Wilson's interval", () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [passed, count, low, high] of published) {
      const { interval, fraction } = proportionOf(passed, count);
      expect(fraction).toBe(passed / count);
      expect(interval[0]).toBeCloseTo(low, 4);
      expect(interval[1]).toBeCloseTo(high, 4);
    }
    expect(proportionOf(20, 20).interval).toEqual(
      [1 - proportionOf(0, 20).interval[1], 1].map((v) => expect.closeTo(v, 12)),
    );
  });
});
