import fc from "fast-check";
import { randomStream } from "hillock";
import {
  leastSquares,
  logarithm,
  profileInterval,
  studentQuantile,
  uncertaintyOf,
  withDifferences,
} from "hillock/optimise";
import { describe, expect, test } from "vitest";
import { observations } from "./nist-data.js";
import { modelOf, nistProblems } from "./nist-problems.js";

describe("quantiles of Student's distribution", () => {
  // Two-sided 95 %: R's qt(0.975, n); closed forms for 1 and 2 degrees of freedom.
  test.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 3, 3.182446305283708],
    [0.95, 10, 2.228138851986274],
    [0.95, 100, 1.983971518523552],
    [0.95, 10_000, 1.960201239890626],
    [0.95, 1_000_000, 1.959966356814107],
    [0.99, 5, 4.032142983555228],
    [0.5, 1, 1],
  ])("of %f with %i degrees of freedom", (confidence, degrees, value) => {
    expect(studentQuantile(confidence, degrees)).toBeCloseTo(value, degrees > 1000 ? 9 : 13);
  });

  test("grow with the confidence and fall with the degrees of freedom", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (confidence, degrees) => {
          const t = studentQuantile(confidence, degrees);
          expect(studentQuantile(confidence * 1.0005, degrees)).toBeGreaterThan(t);
          expect(studentQuantile(confidence, degrees + 1)).toBeLessThan(t);
        },
      ),
    );
  });

  test.each([
    [0, 5],
    [1, 5],
    [0.95, 0],
    [0.95, 1.5],
    [Number.NaN, 3],
  ])("%f with %f is an error", (confidence, degrees) => {
    expect(() => studentQuantile(confidence, degrees)).toThrow(/optimise\/setting/);
  });
});

/** y = a exp(-b x) with noise of 2 % of a. */
function decay(seed: number) {
  const random = randomStream(seed, 0);
  const x = Array.from({ length: 30 }, (_, k) => 0.1 * k);
  const y = x.map((each) => 3e-6 * Math.exp(-1.7 * each) + 6e-8 * random.normal());
  return withDifferences(
    ([a, b]) => Float64Array.from(x, (each, k) => a * Math.exp(-b * each) - y[k]),
    new Float64Array(2),
  );
}

test("95 % intervals hold the truth in 95 % of 400 cases", () => {
  const held = [0, 0];
  for (let seed = 0; seed < 400; seed++) {
    const fit = leastSquares(decay(seed), Float64Array.of(1e-6, 1), { transformations: [logarithm, logarithm] });
    const { intervals } = uncertaintyOf(fit);
    [3e-6, 1.7].forEach((truth, j) => {
      if (intervals[j][0] < truth && truth < intervals[j][1]) held[j]++;
    });
  }
  // 380 are expected; the deviation of such a count is 4.4.
  for (const count of held) expect(Math.abs(count - 380)).toBeLessThan(14);
});

describe("what the data cannot tell", () => {
  const x = Array.from({ length: 20 }, (_, k) => 0.05 * (k + 1));

  test("is named: only the product of two resistances acts", () => {
    const fit = leastSquares(
      withDifferences(
        ([a, b, c]) => Float64Array.from(x, (each, k) => a * b * each + c - 6 * each - 0.1 * (k % 3)),
        new Float64Array(3),
      ),
      Float64Array.of(1, 1, 1),
      { transformations: [logarithm, logarithm, logarithm] },
    );
    const { weakCombinations, standardErrors, intervals } = uncertaintyOf(fit);
    expect(weakCombinations).toHaveLength(1);
    const [{ direction, parameters, deviation }] = weakCombinations;
    expect([...parameters].sort()).toEqual([0, 1]);
    expect(direction[0] * direction[1]).toBeCloseTo(-1, 4);
    expect(deviation).toBe(Number.POSITIVE_INFINITY);
    expect(standardErrors[0]).toBe(Number.POSITIVE_INFINITY);
    expect(intervals[1]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(standardErrors[2]).toBeLessThan(0.1);
  });

  test("is named: a parameter without any effect", () => {
    const fit = leastSquares(
      ([a]) => ({
        residuals: Float64Array.from(x, (each, k) => a * each - 2 * each - 0.1 * (k % 2)),
        jacobian: () => Float64Array.from(x.flatMap((each) => [each, 0])),
      }),
      Float64Array.of(1, 7),
    );
    const { weakCombinations } = uncertaintyOf(fit);
    expect(fit.parameters[1]).toBe(7);
    expect(weakCombinations.map(({ parameters }) => parameters)).toEqual([[1]]);
  });

  test("is named: what only the noise hides", () => {
    // Two time constants 1 and 1.01 with noise of 1 %: each amplitude may be anything as long as the other makes up for it.
    const random = randomStream(3, 0);
    const y = x.map((each) => Math.exp(-each) + Math.exp(-1.01 * each) + 0.01 * random.normal());
    const fit = leastSquares(
      withDifferences(
        ([a, b]) => Float64Array.from(x, (each, k) => a * Math.exp(-each) + b * Math.exp(-1.01 * each) - y[k]),
        Float64Array.of(1, 1),
      ),
      Float64Array.of(1, 1),
    );
    const { weakCombinations } = uncertaintyOf(fit);
    expect(weakCombinations).toHaveLength(1);
    expect(weakCombinations[0].deviation).toBeGreaterThan(1);
    expect(Number.isFinite(weakCombinations[0].deviation)).toBe(true);
    expect([...weakCombinations[0].parameters].sort()).toEqual([0, 1]);
  });

  test("nothing is said of NIST's problems, of which all parameters can be found", () => {
    for (const problem of nistProblems) {
      const fit = leastSquares(modelOf(problem), Float64Array.from(problem.certified));
      const { weakCombinations } = uncertaintyOf(fit);
      // The standard error of MGH09's second parameter is larger than the parameter.
      expect(weakCombinations.map(({ parameters }) => parameters[0])).toEqual(problem.name === "MGH09" ? [1] : []);
    }
  });

  test("the plateau that BoxBOD's first start leads to is not taken for a solution", () => {
    const problem = nistProblems.find(({ name }) => name === "BoxBOD");
    const fit = leastSquares(modelOf(problem as never), Float64Array.of(1, 1));
    const { weakCombinations } = uncertaintyOf(fit);
    expect(weakCombinations.map(({ parameters, deviation }) => [parameters, deviation])).toEqual([
      [[1], Number.POSITIVE_INFINITY],
    ]);
  });
});

describe("intervals by profile", () => {
  test("are the linear ones of a linear model", () => {
    const x = Array.from({ length: 12 }, (_, k) => k);
    const line = withDifferences(
      ([a, b]) => Float64Array.from(x, (each, k) => a + b * each - 3 - 2 * each - 0.1 * Math.sin(5 * k)),
      Float64Array.of(1, 1),
    );
    const fit = leastSquares(line, Float64Array.of(1, 1));
    const uncertainty = uncertaintyOf(fit);
    uncertainty.intervals.forEach((linear, j) => {
      const profile = profileInterval(line, fit, uncertainty, j);
      const width = linear[1] - linear[0];
      for (const end of [0, 1]) expect(Math.abs(profile[end] - linear[end])).toBeLessThan(0.01 * width);
    });
  });

  test("know where a model is far from linear", () => {
    // Bates and Watts' example of biochemical oxygen demand is this kind of model: a saturation that few data reach.
    const problem = nistProblems.find(({ name }) => name === "BoxBOD") as (typeof nistProblems)[number];
    const model = modelOf(problem);
    const fit = leastSquares(model, Float64Array.of(200, 0.6), { transformations: [logarithm, logarithm] });
    const uncertainty = uncertaintyOf(fit);
    const [low, high] = profileInterval(model, fit, uncertainty, 1);
    // On the ends of the profile, the least sum of squares over the other parameter is S (1 + t^2/(n - p)).
    const goal = fit.norm ** 2 * (1 + studentQuantile(0.95, 4) ** 2 / 4);
    for (const end of [low, high]) {
      const { x, y } = observations.BoxBOD;
      const shape = x.map((each) => 1 - Math.exp(-end * each));
      const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, each, k) => sum + each * b[k], 0);
      const least = dot(y, y) - dot(shape, y) ** 2 / dot(shape, shape);
      expect(Math.abs(least / goal - 1)).toBeLessThan(0.02);
    }
  });

  test("end at the bound where the data set no end", () => {
    // A time constant that is shorter than the first point: any shorter one does as well.
    const x = [1, 2, 3, 4, 5, 6];
    const y = [1.02, 0.99, 1.01, 0.98, 1.005, 0.995];
    const model = withDifferences(
      ([rate]) => Float64Array.from(x, (each, k) => 1 - Math.exp(-rate * each) - y[k]),
      Float64Array.of(1),
    );
    const fit = leastSquares(model, Float64Array.of(3), { transformations: [logarithm] });
    const [low, high] = profileInterval(model, fit, uncertaintyOf(fit), 0);
    expect(low).toBeGreaterThan(2);
    expect(low).toBeLessThan(4);
    expect(high).toBe(Number.POSITIVE_INFINITY);
  });
});
