import fc from "fast-check";
import { HillockError, randomStream } from "hillock";
import { adam, boundedBy, logarithm, minimise } from "hillock/optimise";
import { describe, expect, test } from "vitest";

/** Rosenbrock's valley in pairs of parameters. */
const rosenbrock = (p: Float64Array) => {
  let value = 0;
  const gradient = new Float64Array(p.length);
  for (let j = 0; j < p.length; j += 2) {
    const [a, b] = [10 * (p[j + 1] - p[j] * p[j]), 1 - p[j]];
    value += a * a + b * b;
    gradient[j] = -40 * p[j] * a - 2 * b;
    gradient[j + 1] = 20 * a;
  }
  return { value, gradient };
};

/** Beale's function, least 0 at (3, 0.5). */
const beale = ([x, y]: Float64Array) => {
  const gradient = new Float64Array(2);
  let value = 0;
  [1.5, 2.25, 2.625].forEach((c, k) => {
    const part = c - x * (1 - y ** (k + 1));
    value += part * part;
    gradient[0] -= 2 * part * (1 - y ** (k + 1));
    gradient[1] += 2 * part * x * (k + 1) * y ** k;
  });
  return { value, gradient };
};

describe("L-BFGS", () => {
  test.each([2, 20, 100])("finds the end of Rosenbrock's valley in %i dimensions", (n) => {
    const start = Float64Array.from({ length: n }, (_, j) => (j % 2 === 0 ? -1.2 : 1));
    const result = minimise(rosenbrock, start);
    expect(result.converged, result.end).toBe(true);
    for (const each of result.parameters) expect(each).toBeCloseTo(1, 6);
    expect(result.evaluations).toBeLessThan(150);
  });

  test.each([
    [1, 1],
    [0, 0],
    [2, -1],
    [4, 0.8],
  ])("finds the least of Beale's function from (%f, %f)", (x, y) => {
    const result = minimise(beale, Float64Array.of(x, y));
    expect(result.converged, result.end).toBe(true);
    expect(result.parameters[0]).toBeCloseTo(3, 6);
    expect(result.parameters[1]).toBeCloseTo(0.5, 6);
  });

  test("finds the least of any convex quadratic, in any unit", () => {
    const parameter = fc.record({
      least: fc.double({ min: -10, max: 10, noNaN: true }),
      curvature: fc.double({ min: 0.1, max: 100, noNaN: true }),
      exponent: fc.integer({ min: -14, max: 14 }),
    });
    fc.assert(
      fc.property(
        fc.array(parameter, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -14, max: 14 }),
        (all, power) => {
          const units = all.map(({ exponent }) => 10 ** exponent);
          const unit = 10 ** power;
          const quadratic = (p: Float64Array) => ({
            value: all.reduce(
              (sum, { least, curvature }, j) => sum + unit * curvature * (p[j] / units[j] - least) ** 2,
              unit,
            ),
            gradient: p.map((each, j) => (2 * unit * all[j].curvature * (each / units[j] - all[j].least)) / units[j]),
          });
          const start = Float64Array.from(units, (each) => 11 * each);
          const result = minimise(quadratic, start, { gradientTolerance: 1e-11 });
          expect(result.converged, result.end).toBe(true);
          all.forEach(({ least }, j) => {
            expect(result.parameters[j] / units[j]).toBeCloseTo(least, 5);
          });
        },
      ),
    );
  });

  test("keeps bounds", () => {
    const transformations = [boundedBy(-2, 0.5, -1.2), boundedBy(-2, 2, 1)];
    const result = minimise(rosenbrock, Float64Array.of(-1.2, 1), { transformations });
    expect(result.parameters[0]).toBeCloseTo(0.5, 4);
    expect(result.parameters[1]).toBeCloseTo(0.25, 4);
    expect(result.parameters[0]).toBeLessThanOrEqual(0.5);
  });

  test("goes around what cannot be evaluated", () => {
    const walled = (p: Float64Array) => {
      if (p[0] > 1.05) throw new HillockError({ code: "test/wall", problem: "a wall" });
      return rosenbrock(p);
    };
    const result = minimise(walled, Float64Array.of(-1.2, 1), { scales: Float64Array.of(100, 100) });
    expect(result.converged, result.end).toBe(true);
    expect(result.parameters[0]).toBeCloseTo(1, 6);
    expect(result).toMatchObject({ lastFailure: { code: "test/wall" } });
    expect(result.failedEvaluations).toBeGreaterThan(0);
  });

  test("does not take a wrong gradient for convergence", () => {
    const wrong = ([x]: Float64Array) => ({ value: (x - 3) ** 2, gradient: Float64Array.of(-2 * (x - 3)) });
    expect(minimise(wrong, Float64Array.of(1))).toMatchObject({ converged: false, end: "stalled" });
  });

  test("says so where it stops before the end", () => {
    const result = minimise(rosenbrock, Float64Array.of(-1.2, 1), { mostIterations: 3 });
    expect(result).toMatchObject({ converged: false, end: "iterations" });
    expect(result.history).toHaveLength(3);
  });

  test("a start without value is an error", () => {
    const nowhere = () => ({ value: Number.NaN, gradient: Float64Array.of(1) });
    expect(() => minimise(nowhere, Float64Array.of(1))).toThrow(/optimise\/not-finite/);
    expect(() => minimise(rosenbrock, Float64Array.of(0, 1), { transformations: [logarithm, logarithm] })).toThrow(
      /optimise\/bounds/,
    );
  });
});

describe("Adam", () => {
  /** (p - 2)^2 seen through noise that depends on the iteration only. */
  const noisy = ([p]: Float64Array, iteration: number) => {
    const shift = 0.5 * randomStream(7, iteration).normal();
    return { value: (p - 2 - shift) ** 2, gradient: Float64Array.of(2 * (p - 2 - shift)) };
  };

  test("finds the least of what is known from samples", () => {
    const rate = (iteration: number) => 0.05 / (1 + iteration / 200);
    const { parameters, history } = adam(noisy, Float64Array.of(-1), { iterations: 2000, rate });
    expect(Math.abs(parameters[0] - 2)).toBeLessThan(0.1);
    expect(history).toHaveLength(2000);
  });

  test("takes the same steps in every unit", () => {
    const steps = [1, 2 ** -47].map((unit) => {
      const scaled = ([p]: Float64Array, iteration: number) => {
        const { value, gradient } = noisy(Float64Array.of(p / unit), iteration);
        return { value: value * unit, gradient };
      };
      const settings = { iterations: 50, scales: Float64Array.of(unit) };
      return adam(scaled, Float64Array.of(-unit), settings).parameters[0] / unit;
    });
    expect(steps[1]).toBe(steps[0]);
  });

  test("shortens steps to where there is no value, and gives up where none helps", () => {
    const wall = (limit: number) => (p: Float64Array, iteration: number) => {
      if (p[0] > limit && iteration > 0) throw new HillockError({ code: "test/wall", problem: "a wall" });
      return noisy(p, iteration);
    };
    const { failedEvaluations, history } = adam(wall(-0.95), Float64Array.of(-1), { iterations: 5, rate: 0.04 });
    expect(failedEvaluations).toBeGreaterThan(0);
    expect(Math.min(...history.map(({ shortened }) => shortened))).toBeLessThan(1);
    expect(() => adam(wall(-2), Float64Array.of(-1), { iterations: 5 })).toThrow(/test\/wall/);
  });
});
