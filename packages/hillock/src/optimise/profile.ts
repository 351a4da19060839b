import { type LeastSquaresModel, type LeastSquaresResult, leastSquares } from "./least-squares.js";
import { norm } from "./norm.js";
import { studentQuantile } from "./student-quantile.js";
import { attempt } from "./trial.js";
import type { Uncertainty } from "./uncertainty.js";

/** How near the profile is followed to its goal, and how often a parameter is set for that. */
const [tolerance, mostRounds] = [0.01, 12];

/** A profile that is still below its goal so many times the linear interval's half width away has none. */
const farthest = 1e3;

/**
 * How far off the linear intervals are: at both ends of each, with the other parameters where the linear model has them, the
 * sum of squares should have grown by t^2 s^2. The largest deviation of sqrt(growth)/(t s) from 1 `[parameters]`; infinite
 * where the model cannot be evaluated; NaN where there is no interval. Twice as many evaluations as parameters.
 */
export function nonlinearity(
  model: LeastSquaresModel,
  fit: LeastSquaresResult,
  uncertainty: Uncertainty,
): Float64Array {
  const { parameters, transformations } = fit;
  const { covariance, standardErrors, confidence, degreesOfFreedom, residualDeviation } = uncertainty;
  const n = parameters.length;
  const quantile = studentQuantile(confidence, degreesOfFreedom);
  return parameters.map((_, j) => {
    if (!Number.isFinite(standardErrors[j])) return Number.NaN;
    const deviations = [-quantile, quantile].map((by) => {
      const moved = parameters.map((value, k) => {
        const together = covariance[j * n + k];
        if (Number.isNaN(together)) return value;
        const { free, slope, value: back } = transformations[k];
        return back(free(value) + (by * together) / standardErrors[j] / slope(free(value)));
      });
      const trial = attempt(() => norm(model(moved).residuals));
      if ("failure" in trial) return Number.POSITIVE_INFINITY;
      const growth = (trial.value - fit.norm) * (trial.value + fit.norm);
      return Math.abs(Math.sqrt(Math.max(0, growth)) / (quantile * residualDeviation) - 1);
    });
    const worst = Math.max(...deviations);
    return Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst;
  });
}

/**
 * The confidence interval of one parameter by its profile (Bates and Watts, Nonlinear Regression Analysis, 6.1): the values for
 * which the least sum of squares over all other parameters is at most that of the fit plus t^2 s^2. It is right also where the model is
 * far from linear; an end that the data do not set is the parameter's bound.
 */
export function profileInterval(
  model: LeastSquaresModel,
  fit: LeastSquaresResult,
  uncertainty: Uncertainty,
  parameter: number,
): readonly [number, number] {
  const { parameters, transformations } = fit;
  const { confidence, degreesOfFreedom, residualDeviation, standardErrors } = uncertainty;
  const quantile = studentQuantile(confidence, degreesOfFreedom);
  const { free, slope, value, lower, upper } = transformations[parameter];
  const centre = free(parameters[parameter]);
  const width = (quantile * standardErrors[parameter]) / Math.abs(slope(centre)) || 1;
  const others = [...parameters.keys()].filter((j) => j !== parameter);
  const ends = [-1, 1].map((side) => {
    let start = Float64Array.from(others, (j) => parameters[j]);
    /** Square root of the growth of the sum of squares, in its goal: 1 at the end. Infinite where there is no model. */
    const profile = (distance: number): number => {
      const fixed = value(centre + side * distance);
      const trial = attempt(() => restricted(model, parameters, parameter, fixed, others, start, fit));
      if ("failure" in trial) return Number.POSITIVE_INFINITY;
      start = trial.value.parameters;
      const growth = (trial.value.norm - fit.norm) * (trial.value.norm + fit.norm);
      return Math.sqrt(Math.max(0, growth)) / (quantile * residualDeviation);
    };
    let [inside, outside] = [0, Number.POSITIVE_INFINITY];
    let [atInside, atOutside] = [0, Number.POSITIVE_INFINITY];
    let distance = Number.isFinite(width) ? width : 1;
    for (let round = 0; round < mostRounds; round++) {
      const reached = profile(distance);
      if (Math.abs(reached - 1) <= tolerance) break;
      if (reached < 1) [inside, atInside] = [distance, reached];
      else [outside, atOutside] = [distance, reached];
      if (inside > farthest * width) return side < 0 ? lower : upper;
      distance = nextDistance(inside, atInside, outside, atOutside);
    }
    return value(centre + side * distance);
  });
  return [Math.min(...ends), Math.max(...ends)];
}

/** By a straight line through both sides; if there is but one, onwards or half back. */
function nextDistance(inside: number, atInside: number, outside: number, atOutside: number): number {
  if (outside === Number.POSITIVE_INFINITY) return inside * Math.min(8, Math.max(1.5, 1 / atInside));
  if (atOutside === Number.POSITIVE_INFINITY) return (inside + outside) / 2;
  const part = (1 - atInside) / (atOutside - atInside);
  return inside + Math.min(0.95, Math.max(0.05, part)) * (outside - inside);
}

/** The best fit with one parameter fixed. */
function restricted(
  model: LeastSquaresModel,
  parameters: Float64Array,
  which: number,
  fixed: number,
  others: readonly number[],
  start: Float64Array,
  { transformations }: LeastSquaresResult,
): { parameters: Float64Array; norm: number } {
  const n = parameters.length;
  const full = (some: Float64Array) => {
    const result = parameters.slice();
    result[which] = fixed;
    others.forEach((j, k) => {
      result[j] = some[k];
    });
    return result;
  };
  if (others.length === 0) return { parameters: start, norm: norm(model(full(start)).residuals) };
  return leastSquares(
    (some) => {
      const { residuals, jacobian } = model(full(some));
      const columns = () => {
        const all = jacobian();
        return Float64Array.from({ length: residuals.length * others.length }, (_, at) => {
          return all[Math.floor(at / others.length) * n + others[at % others.length]];
        });
      };
      return { residuals, jacobian: columns };
    },
    start,
    { transformations: others.map((j) => transformations[j]), gradientTolerance: 1e-4, mostIterations: 50 },
  );
}
