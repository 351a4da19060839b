import { type LeastSquaresModel, type LeastSquaresResult, leastSquares } from "./least-squares.js";
import { norm } from "./norm.js";
import { studentQuantile } from "./student-quantile.js";
import { attempt } from "./trial.js";
import type { Uncertainty } from "./uncertainty.js";

/** The sum of squares is needed to a part of that tolerance only; a parameter that runs off for ever smaller gains has arrived. */
const innerTolerances = { gradientTolerance: 1e-4, residualTolerance: 1e-6, mostIterations: 50 };

/** How near the profile is followed to its goal, and how often a parameter is set for that. */
const [tolerance, mostRounds] = [0.01, 12];

/** A profile that is still below its goal so many of the linear interval's half widths away has no end there. */
const farthest = 1e3;

/**
 * The confidence interval of one parameter by its profile (Bates and Watts, Nonlinear Regression Analysis, 6.1): the values for
 * which the least sum of squares over all other parameters is at most that of the fit plus t^2 s^2. It is right also where the model is
 * far from linear; an end that the data do not set is the parameter's bound. NaN where the other parameters cannot be fitted.
 */
export function profileInterval(
  model: LeastSquaresModel,
  fit: LeastSquaresResult,
  uncertainty: Uncertainty,
  parameter: number,
): readonly [number, number] {
  const { parameters, transformations } = fit;
  const { confidence, degreesOfFreedom, residualDeviation, standardErrors, covariance } = uncertainty;
  const n = parameters.length;
  const goal = studentQuantile(confidence, degreesOfFreedom) * residualDeviation;
  const { free, slope, value, lower, upper } = transformations[parameter];
  const centre = transformations.map((each, j) => each.free(parameters[j]));
  const width = (goal / residualDeviation) * (standardErrors[parameter] / Math.abs(slope(free(parameters[parameter]))));
  const others = [...parameters.keys()].filter((j) => j !== parameter);
  /** How the others go with the parameter, where the model is linear. */
  const linear = others.map((j) => {
    const together = covariance[j * n + parameter] / covariance[parameter * n + parameter];
    const ratio = slope(centre[parameter]) / transformations[j].slope(centre[j]);
    return Number.isFinite(together) ? together * ratio : 0;
  });
  const ends = [-1, 1].map((side) => {
    let known = { distance: 0, others: others.map((j) => centre[j]) };
    let direction = linear.map((each) => each * side);
    /** Square root of the growth of the sum of squares, in its goal: 1 at the end. Infinite where there is no model. */
    const profile = (distance: number): number => {
      const fixed = value(centre[parameter] + side * distance);
      const ahead = known.others.map((each, k) => each + direction[k] * (distance - known.distance));
      const trials = [ahead, known.others].map((start) =>
        attempt(() => restricted(model, fit, parameter, fixed, others, start)),
      );
      const trial = trials
        .filter((each) => "value" in each && each.value.converged)
        .sort((a, b) => ("value" in a && "value" in b ? a.value.norm - b.value.norm : 0))[0];
      if (!trial || !("value" in trial)) return Number.POSITIVE_INFINITY;
      const found = others.map((j, k) => transformations[j].free(trial.value.parameters[k]));
      // Onwards along the curve that the others follow.
      if (distance !== known.distance) {
        direction = found.map((each, k) => (each - known.others[k]) / (distance - known.distance));
      }
      known = { distance, others: found };
      const growth = (trial.value.norm - fit.norm) * (trial.value.norm + fit.norm);
      return Math.sqrt(Math.max(0, growth)) / goal;
    };
    let [inside, outside] = [0, Number.POSITIVE_INFINITY];
    let [atInside, atOutside] = [0, Number.POSITIVE_INFINITY];
    let distance = Number.isFinite(width) && width > 0 ? width : 1;
    for (let round = 0; round < mostRounds; round++) {
      const reached = profile(distance);
      if (Math.abs(reached - 1) <= tolerance) return value(centre[parameter] + side * distance);
      if (reached < 1) [inside, atInside] = [distance, reached];
      else [outside, atOutside] = [distance, reached];
      if (inside > farthest * (width || 1)) break;
      distance = nextDistance(inside, atInside, outside, atOutside);
    }
    // Nothing stops the parameter on this side.
    if (outside === Number.POSITIVE_INFINITY) return side < 0 === slope(centre[parameter]) > 0 ? lower : upper;
    // Between two points near the goal it lies; but not where no fit was found on one side.
    return Math.abs(atInside - 1) < 0.1 && Number.isFinite(atOutside)
      ? value(centre[parameter] + side * distance)
      : Number.NaN;
  });
  return slope(centre[parameter]) > 0 ? [ends[0], ends[1]] : [ends[1], ends[0]];
}

/** By a straight line through both sides; if there is but one, onwards or half back. */
function nextDistance(inside: number, atInside: number, outside: number, atOutside: number): number {
  if (outside === Number.POSITIVE_INFINITY) return inside * Math.min(8, Math.max(1.5, 1 / atInside));
  if (atOutside === Number.POSITIVE_INFINITY) return (inside + outside) / 2;
  const part = (1 - atInside) / (atOutside - atInside);
  return inside + Math.min(0.95, Math.max(0.05, part)) * (outside - inside);
}

/** The best fit with one parameter fixed, sought from free parameters. */
function restricted(
  model: LeastSquaresModel,
  { parameters, transformations }: LeastSquaresResult,
  which: number,
  fixed: number,
  others: readonly number[],
  start: readonly number[],
): Pick<LeastSquaresResult, "parameters" | "norm" | "converged"> {
  const n = parameters.length;
  const full = (some: Float64Array) => {
    const result = parameters.slice();
    result[which] = fixed;
    others.forEach((j, k) => {
      result[j] = some[k];
    });
    return result;
  };
  const from = Float64Array.from(start, (each, k) => transformations[others[k]].value(each));
  if (others.length === 0) return { parameters: from, norm: norm(model(full(from)).residuals), converged: true };
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
    from,
    { transformations: others.map((j) => transformations[j]), ...innerTolerances },
  );
}
