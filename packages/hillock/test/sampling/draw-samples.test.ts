import { describe, expect, it } from "vitest";
import {
  absoluteTolerance,
  eSeries,
  grid,
  matched,
  metre,
  ohm,
  type Quantity,
  range,
  significantDigits,
  spanning,
  tolerance,
  variedQuantities,
  volt,
} from "../../src/netlist/quantity.js";
import { drawSamples } from "../../src/sampling/draw-samples.js";
import { nearestInSeries } from "../../src/sampling/e-series.js";
import { latinHypercube } from "../../src/sampling/latin-hypercube.js";
import { samplingMethods } from "../../src/sampling/places.js";
import type { VariedQuantity } from "../../src/sampling/variation.js";

/** Column of a quantity. */
function columns(quantities: readonly VariedQuantity[], values: Float64Array): number[][] {
  return quantities.map((_, q) => [...values].filter((_, index) => index % quantities.length === q));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const correlation = (a: readonly number[], b: readonly number[]) =>
  mean(a.map((value, k) => (value - mean(a)) * (b[k] - mean(b)))) / (deviation(a) * deviation(b));

describe("drawSamples", () => {
  for (const method of samplingMethods) {
    it(`draws each distribution: ${method}`, () => {
      const quantities = variedQuantities({
        uniform: ohm(1e3, tolerance(0.1)),
        normal: ohm(2e3, tolerance(0.05, "normal")),
        logNormal: ohm(3e3, tolerance(0.3, "log-normal")),
        absolute: volt(0, absoluteTolerance(0.02, "normal")),
        either: volt(1, absoluteTolerance(0.25, "two-point")),
        spanned: ohm(1, range(10, 1000), spanning("logarithmic")),
        fixed: ohm(47),
      });
      const { values, acceptance, indices } = drawSamples(quantities, { samples: 4096, seed: 7, method });
      const [uniform, normal, logNormal, absolute, either, spanned, fixed] = columns(quantities, values);
      // Six standard errors of a random draw, which the others stay well within.
      const within = (value: number, expected: number, spread: number) =>
        expect(Math.abs(value - expected)).toBeLessThan((6 * spread) / 64);
      within(mean(uniform), 1000, 100);
      expect(Math.min(...uniform)).toBeGreaterThan(900);
      expect(Math.max(...uniform)).toBeLessThan(1100);
      within(deviation(uniform), 100 / Math.sqrt(3), 100);
      within(mean(normal), 2000, 100);
      within(deviation(normal), 100, 100);
      within(mean(logNormal.map((value) => Math.log(value / 3e3))), 0, 0.3);
      within(deviation(logNormal.map(Math.log)), 0.3, 0.3);
      within(mean(absolute), 0, 0.02);
      within(deviation(absolute), 0.02, 0.02);
      expect(new Set(either)).toEqual(new Set([0.75, 1.25]));
      within(mean(either), 1, 0.25);
      within(mean(spanned.map(Math.log10)), 2, 1);
      expect(new Set(fixed)).toEqual(new Set([47]));
      expect(acceptance).toBe(1);
      expect([...indices]).toEqual(Array.from({ length: 4096 }, (_, k) => k));
    });
  }

  it("gives all of a matched group one shared deviation, and each its own", () => {
    const quantities = variedQuantities({
      a: ohm(1e3, matched("lot", 0.1, "normal"), tolerance(0.01, "normal")),
      b: ohm(10e3, matched("lot", 0.1, "normal"), tolerance(0.01, "normal")),
      exact: ohm(1, matched("lot", 0.1, "normal")),
      other: ohm(1e3, matched("other lot", 0.1, "normal")),
    });
    const { values } = drawSamples(quantities, { samples: 2048, seed: 1 });
    const [a, b, exact, other] = columns(quantities, values);
    const ratio = a.map((value, k) => (10 * value) / b[k]);
    // The lot's deviation cancels in the ratio: sqrt(2) 1 % are left of sqrt(10^2 + 1^2) %.
    expect(deviation(ratio)).toBeCloseTo(0.01 * Math.SQRT2, 3);
    expect(deviation(a) / 1e3).toBeCloseTo(Math.hypot(0.1, 0.01), 2);
    expect(correlation(a, b)).toBeGreaterThan(0.98);
    expect(Math.abs(correlation(a, other))).toBeLessThan(0.05);
    expect(correlation(a, exact)).toBeGreaterThan(0.99);
  });

  it("draws sample k the same however many are drawn, but for a Latin hypercube", () => {
    const quantities = variedQuantities({
      a: ohm(1, tolerance(0.1)),
      b: ohm(1, tolerance(0.1), matched("g", 0.2)),
    });
    const constraints = [(row: Float64Array) => row[0] > row[1]];
    for (const method of ["sobol", "random"] as const) {
      const few = drawSamples(quantities, { samples: 100, seed: 3, method, constraints });
      const many = drawSamples(quantities, { samples: 1000, seed: 3, method, constraints });
      expect(many.values.subarray(0, 200)).toEqual(few.values);
      expect(drawSamples(quantities, { samples: 100, seed: 4, method }).values).not.toEqual(few.values);
    }
    const first = (samples: number) =>
      drawSamples(quantities, { samples, seed: 3, method: "latin-hypercube" }).values[0];
    expect(first(100)).not.toBe(first(1000));
  });

  it("leaves out points that break constraints, in the order of the sequence, and says how many it kept", () => {
    // The nonlinear circuits of printed networks: R1 > R2, R3 > R4, R1/R2 > R3/R4.
    const part = ohm(1, range(10, 500), spanning("linear"));
    const quantities = variedQuantities({ R1: part, R2: part, R3: part, R4: part });
    const constraints = [
      ([r1, r2]: Float64Array) => r1 > r2,
      ([, , r3, r4]: Float64Array) => r3 > r4,
      ([r1, r2, r3, r4]: Float64Array) => r1 / r2 > r3 / r4,
    ];
    const settings = { samples: 1000, seed: 5 };
    const free = drawSamples(quantities, { ...settings, samples: 20_000 });
    const { values, indices, acceptance } = drawSamples(quantities, { ...settings, constraints });
    const rows = (all: Float64Array) =>
      Array.from({ length: all.length / 4 }, (_, k) => all.subarray(4 * k, 4 * k + 4));
    const allowed = rows(free.values).filter((row) => constraints.every((holds) => holds(row)));
    expect(rows(values)).toEqual(allowed.slice(0, 1000));
    expect(rows(values)).toEqual([...indices].map((index) => rows(free.values)[index]));
    // 1/2 1/2 1/2 by symmetry.
    expect(acceptance).toBeCloseTo(1 / 8, 2);
    expect(acceptance).toBe(1000 / (indices[999] + 1));
  });

  it("rejects or clamps what is beyond the range", () => {
    const wide = [tolerance(0.5, "normal"), range(0.8, 1.1)] as const;
    const settings = { samples: 500, seed: 2 };
    const rejected = drawSamples(variedQuantities({ a: ohm(1, ...wide) }), settings);
    expect(Math.min(...rejected.values)).toBeGreaterThan(0.8);
    expect(Math.max(...rejected.values)).toBeLessThan(1.1);
    // Phi(0.2) - Phi(-0.4)
    expect(rejected.acceptance).toBeCloseTo(0.5793 - 0.3446, 2);
    const clamped = drawSamples(
      variedQuantities({ a: ohm(1, tolerance(0.5, "normal"), range(0.8, 1.1, "clamp")) }),
      settings,
    );
    expect(clamped.acceptance).toBe(1);
    expect(clamped.values.filter((value) => value === 0.8).length / 500).toBeCloseTo(0.3446, 2);
    expect(clamped.values.filter((value) => value === 1.1).length / 500).toBeCloseTo(1 - 0.5793, 2);
  });

  it("lets bought parts scatter around a value of their series, and prints what is drawn on the grid", () => {
    const bought = drawSamples(variedQuantities({ a: ohm(50e3, eSeries(12), tolerance(0.1)) }), {
      samples: 256,
      seed: 1,
    });
    expect(Math.min(...bought.values)).toBeGreaterThan(0.9 * 47e3);
    expect(Math.max(...bought.values)).toBeLessThan(1.1 * 47e3);
    expect(mean([...bought.values])).toBeCloseTo(47e3, -2);
    const settings = { samples: 500, seed: 1 };
    const printed = drawSamples(
      variedQuantities({ a: ohm(1, range(10e3, 50e3), grid(10e3), spanning("linear")) }),
      settings,
    );
    expect(new Set(printed.values)).toEqual(new Set([10e3, 20e3, 30e3, 40e3, 50e3]));
    const chosen = variedQuantities({ a: ohm(1, range(100, 1000), eSeries(3), spanning("logarithmic")) });
    expect(new Set(drawSamples(chosen, settings).values)).toEqual(new Set([100, 220, 470, 1000]));
  });

  it("sets values to so many significant digits, and grids to decimal numbers within their range", () => {
    const draw = (parameter: Quantity) =>
      drawSamples(variedQuantities({ a: parameter }), { samples: 2000, seed: 2 }).values;
    for (const value of draw(ohm(1e6, range(10e3, 10e6), spanning("logarithmic"), significantDigits(3)))) {
      expect(`${value}`).toMatch(/^[1-9]\d\d?0*$/);
    }
    const lengths = new Set(draw(metre(40e-6, range(10e-6, 70e-6), spanning("linear"), grid(1e-6))));
    expect(lengths).toEqual(new Set(Array.from({ length: 61 }, (_, k) => Number(`${10 + k}e-6`))));
  });

  it("refuses what cannot be drawn", () => {
    const draw = (quantity: Partial<VariedQuantity>, settings = {}) =>
      drawSamples([{ name: "a", nominal: 1, ...quantity }], { samples: 10, seed: 1, ...settings });
    const wrong: readonly Partial<VariedQuantity>[] = [
      { nominal: Number.NaN },
      { tolerance: { relative: -0.1, distribution: "uniform" } },
      { tolerance: { relative: Number.NaN, distribution: "normal" } },
      { tolerance: { absolute: 1, distribution: "log-normal" } },
      { range: [2, 1] },
      { spanning: "linear" },
      { spanning: "logarithmic", range: [0, 1] },
      { spanning: "linear", range: [0, 1], tolerance: { relative: 0.1, distribution: "uniform" } },
      { nominal: -1, series: 24 },
      { series: 24, grid: { step: 1 } },
      { grid: { step: 0 } },
      { significantDigits: 0 },
      { significantDigits: 2.5 },
      { significantDigits: 3, grid: { step: 1 } },
    ];
    for (const quantity of wrong) expect(() => draw(quantity)).toThrow(/sampling\/wrong-variation {2}a/);
    expect(() => draw({}, { samples: 0 })).toThrow(/sampling\/wrong-count/);
    expect(() => draw({}, { seed: -1, method: "random" })).not.toThrow();
    const spread = { tolerance: { relative: 0.1, distribution: "uniform" } } as const;
    expect(() => draw(spread, { seed: -1 })).toThrow(/sampling\/wrong-seed/);
    expect(() => draw(spread, { constraints: [() => false] })).toThrow(/sampling\/nothing-accepted/);
    const hypercube = { method: "latin-hypercube", constraints: [([a]: Float64Array) => a > 1] };
    expect(() => draw(spread, hypercube)).toThrow(/sampling\/constrained-hypercube/);
    const many = Array.from({ length: 200 }, (_, k) => ({ name: `q${k}`, nominal: 1, ...spread }));
    expect(() => drawSamples(many, { samples: 1, seed: 1 })).toThrow(/sampling\/too-many-dimensions/);
    expect(drawSamples(many, { samples: 1, seed: 1, method: "random" }).values.length).toBe(200);
  });
});

describe("latinHypercube", () => {
  it("has one point in each part of each dimension", () => {
    const [samples, dimensions] = [1000, 8];
    const points = latinHypercube(samples, dimensions, 3);
    for (let d = 0; d < dimensions; d++) {
      const parts = Array.from({ length: samples }, (_, k) => Math.floor(points[k * dimensions + d] * samples));
      expect(parts.sort((a, b) => a - b)).toEqual(Array.from({ length: samples }, (_, k) => k));
    }
    expect(points.every((value) => value > 0 && value < 1)).toBe(true);
    const column = (d: number) => [...points].filter((_, index) => index % dimensions === d);
    for (let d = 1; d < dimensions; d++) expect(Math.abs(correlation(column(0), column(d)))).toBeLessThan(0.13);
    expect(latinHypercube(samples, dimensions, 3)).toEqual(points);
    expect(latinHypercube(samples, dimensions, 4)).not.toEqual(points);
  });

  it("needs a number of points", () => {
    for (const samples of [0, 1.5, -3]) expect(() => latinHypercube(samples, 1, 1)).toThrow(/sampling\/wrong-count/);
  });
});

describe("nearestInSeries", () => {
  it("finds the parts that are sold", () => {
    expect(nearestInSeries(50e3, 12)).toBe(47e3);
    expect(nearestInSeries(50e3, 24)).toBe(51e3);
    expect(nearestInSeries(9.6, 24)).toBe(10);
    expect(nearestInSeries(9.5, 24)).toBe(9.1);
    expect(nearestInSeries(3.3e-9, 6)).toBe(3.3e-9);
    expect(nearestInSeries(2.7e-9, 3)).toBe(2.2e-9);
    expect(nearestInSeries(915, 192)).toBe(920);
    expect(nearestInSeries(150.4, 96)).toBe(150);
    expect(nearestInSeries(1.03e6, 48)).toBe(1.05e6);
  });

  it("keeps the values of every series as they are, in every decade", () => {
    for (const series of [3, 6, 12, 24, 48, 96, 192] as const) {
      const seen = new Set<number>();
      for (let k = 0; k < 4000; k++) {
        const value = nearestInSeries(1e-7 * 10 ** (k / 2000), series);
        expect(nearestInSeries(value, series)).toBe(value);
        seen.add(value);
      }
      expect(seen.size).toBe(2 * series + 1);
    }
  });
});
