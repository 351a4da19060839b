import fc from "fast-check";
import { HillockError, randomStream } from "hillock";
import { boundedBy, leastSquares, logarithm, logit, uncertaintyOf, withDifferences } from "hillock/optimise";
import { describe, expect, test } from "vitest";
import { modelOf, type NistProblem, nistProblems } from "./nist-problems.js";

/** Digits to which two numbers agree. */
const digits = (ours: number, theirs: number): number => -Math.log10(Math.abs(ours / theirs - 1) + 1e-16);

/** Where the default first step leads elsewhere: onto a plateau; over more than 2000 steps. */
const firstRadius: Readonly<Record<string, number>> = { "BoxBOD 1": 0.03, "MGH10 1": 100 };

const runs = nistProblems.flatMap((problem) =>
  problem.starts.map((start, k): [string, NistProblem, readonly number[]] => [
    `${problem.name} ${k + 1}`,
    problem,
    start,
  ]),
);

const problemOf = (name: string): NistProblem => nistProblems.find((each) => each.name === name) as NistProblem;

describe("NIST's reference problems are solved to the certified digits", () => {
  test.each(runs)("%s", (name, problem, start) => {
    const settings = { mostIterations: 2000, firstRadius: firstRadius[name] };
    const fit = leastSquares(modelOf(problem), Float64Array.from(start), settings);
    expect(fit.converged, fit.end).toBe(true);
    const { standardErrors } = uncertaintyOf(fit);
    problem.certified.forEach((each, j) => {
      expect(digits(fit.parameters[j], each)).toBeGreaterThan(7);
      expect(digits(standardErrors[j], problem.standardErrors[j])).toBeGreaterThan(6.5);
    });
    expect(digits(fit.norm ** 2, problem.sumOfSquares)).toBeGreaterThan(9);
  });
});

test("differences serve where there are no derivatives", () => {
  const problem = problemOf("Thurber");
  const exact = modelOf(problem);
  const model = withDifferences((b) => exact(b).residuals, new Float64Array(7));
  const fit = leastSquares(model, Float64Array.from(problem.starts[1]));
  expect(fit.converged, fit.end).toBe(true);
  problem.certified.forEach((each, j) => {
    expect(digits(fit.parameters[j], each)).toBeGreaterThan(6);
  });
});

describe("units do not matter", () => {
  const problem = problemOf("Eckerle4");
  const start = [1.5, 5, 450];
  const plain = leastSquares(modelOf(problem), Float64Array.from(start));

  // Powers of two only move the exponent: the whole path has the same digits.
  test("of the residuals, down to 1e-14 and up to 1e14, nor of the parameters", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -46, max: 46 }),
        fc.array(fc.integer({ min: -46, max: 46 }), { minLength: 3, maxLength: 3 }),
        (response, exponents) => {
          const units = exponents.map((each) => 2 ** each);
          const scaled = start.map((each, j) => each / units[j]);
          const fit = leastSquares(modelOf(problem, 2 ** response, units), Float64Array.from(scaled));
          expect([...fit.parameters].map((each, j) => each * units[j])).toEqual([...plain.parameters]);
          expect(fit.history.map(({ ratio }) => ratio)).toEqual(plain.history.map(({ ratio }) => ratio));
          expect(fit.norm).toBe(plain.norm * 2 ** response);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("currents of 1e-14 A and a saturation current of 1e-18 A", () => {
    const voltages = Array.from({ length: 21 }, (_, k) => 0.02 * k);
    const current = (is: number, n: number, v: number) => is * Math.expm1(v / (n * 0.02585));
    const random = randomStream(1, 0);
    const data = voltages.map((v) => current(1e-18, 1.1, v) + 1e-14 * random.normal());
    const fit = leastSquares(
      withDifferences(
        ([is, n]) => Float64Array.from(voltages, (v, k) => current(is, n, v) - data[k]),
        new Float64Array(2),
      ),
      Float64Array.of(1e-15, 2),
      { transformations: [logarithm, logit(0.5, 3)] },
    );
    expect(fit.converged, fit.end).toBe(true);
    const { intervals } = uncertaintyOf(fit);
    expect(intervals[0][0]).toBeLessThan(1e-18);
    expect(intervals[0][1]).toBeGreaterThan(1e-18);
    expect(intervals[1][0]).toBeLessThan(1.1);
    expect(intervals[1][1]).toBeGreaterThan(1.1);
    expect(intervals[1][1] - intervals[1][0]).toBeLessThan(0.1);
  });
});

describe("a model that cannot be evaluated everywhere", () => {
  const failure = new HillockError({ code: "test/outside", problem: "outside" });
  /** r = (ln x - 1, y - x); throws for x <= 0. From x = 20 the first step of Gauss and Newton leads to x < 0. */
  const model = (fail: () => number) =>
    withDifferences(([x, y]) => Float64Array.of(x > 0 ? Math.log(x) - 1 : fail(), y - x), Float64Array.of(1, 1));

  test.each([
    [
      "throws",
      () => {
        throw failure;
      },
    ],
    ["gives NaN", () => Number.NaN],
    ["gives infinity", () => Number.POSITIVE_INFINITY],
  ])("and %s shortens the step", (_, fail) => {
    const fit = leastSquares(model(fail as () => number), Float64Array.of(20, 0), { firstRadius: 1000 });
    expect(fit.converged, fit.end).toBe(true);
    expect(fit.failedEvaluations).toBeGreaterThan(0);
    expect(fit.lastFailure?.code).toMatch(/^(test\/outside|optimise\/not-finite)$/);
    expect(fit.parameters[0]).toBeCloseTo(Math.E, 8);
  });

  test("at the start is an error", () => {
    const start = Float64Array.of(-1, 0);
    const throwing = model(() => {
      throw failure;
    });
    expect(() => leastSquares(throwing, start)).toThrow(/test\/outside/);
    expect(() =>
      leastSquares(
        model(() => Number.NaN),
        start,
      ),
    ).toThrow(/optimise\/not-finite/);
  });

  test("a mistake in the model's code is not taken for an answer", () => {
    const wrong = (): number => {
      throw new TypeError("mistake");
    };
    expect(() => leastSquares(model(wrong), Float64Array.of(20, 0), { firstRadius: 1000 })).toThrow(TypeError);
  });

  test("and lies in the way ends the search as failing", () => {
    // The least lies at x = 0, and the model ends at 1.
    const cut = withDifferences(([x]) => {
      if (x < 1) throw failure;
      return Float64Array.of(x, x);
    }, Float64Array.of(1));
    const fit = leastSquares(cut, Float64Array.of(5));
    expect(fit).toMatchObject({ converged: false, end: "failing", lastFailure: { code: "test/outside" } });
    expect(fit.parameters[0]).toBeLessThan(1.001);
  });
});

test("a wrong Jacobian does not pass for convergence", () => {
  const fit = leastSquares(
    ([x]) => ({ residuals: Float64Array.of(x - 3, x - 5), jacobian: () => Float64Array.of(-1, -1) }),
    Float64Array.of(0),
  );
  expect(fit).toMatchObject({ converged: false, end: "stalled" });
});

test("too few iterations are no convergence", () => {
  const problem = problemOf("MGH09");
  const fit = leastSquares(modelOf(problem), Float64Array.from(problem.starts[0]), { mostIterations: 5 });
  expect(fit).toMatchObject({ converged: false, end: "iterations" });
  expect(fit.history).toHaveLength(5);
});

test("residuals of zero end the search", () => {
  const fit = leastSquares(
    ([x, y]) => ({ residuals: Float64Array.of(x - 1, y - 2), jacobian: () => Float64Array.of(1, 0, 0, 1) }),
    Float64Array.of(0, 0),
  );
  expect(fit).toMatchObject({ converged: true, end: "exact", norm: 0 });
});

test("fewer data than parameters are an error, and as many leave no intervals", () => {
  const one = ([x, y]: Float64Array) => ({ residuals: Float64Array.of(x + y), jacobian: () => Float64Array.of(1, 1) });
  expect(() => leastSquares(one, Float64Array.of(1, 1))).toThrow(/optimise\/too-few-data/);
  const two = ([x, y]: Float64Array) => ({
    residuals: Float64Array.of(x, y),
    jacobian: () => Float64Array.of(1, 0, 0, 1),
  });
  expect(() => uncertaintyOf(leastSquares(two, Float64Array.of(1, 1)))).toThrow(/optimise\/too-few-data/);
});

test("bounds are kept, and a parameter that presses against one is named", () => {
  // Least at x = 5, beyond the bound of 3.
  const line = withDifferences(([x, y]) => Float64Array.of(x - 5, y - 1, y - 1.1, x + y - 6), Float64Array.of(1, 1));
  const start = Float64Array.of(1, 0.5);
  const transformations = [boundedBy(0, 3, 1), boundedBy(0, Number.POSITIVE_INFINITY, 0.5)];
  const fit = leastSquares(line, start, { transformations });
  expect(fit.converged, fit.end).toBe(true);
  const { atBound, standardErrors, intervals } = uncertaintyOf(fit);
  expect(atBound).toEqual(["upper", undefined]);
  expect(fit.parameters[0]).toBeLessThanOrEqual(3);
  expect(standardErrors[0]).toBeNaN();
  // With x = 3 there remain y - 1, y - 1.1 and y - 3.
  expect(fit.parameters[1]).toBeCloseTo(5.1 / 3, 6);
  expect(intervals[1][0]).toBeGreaterThan(0);
  expect(() => leastSquares(line, Float64Array.of(3, 1), { transformations })).toThrow(/optimise\/bounds/);
});
