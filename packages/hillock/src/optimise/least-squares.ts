import { type ErrorParts, HillockError } from "../base/error.js";
import { allFinite, norm } from "./norm.js";
import { identity, type Transformation } from "./transformation.js";
import { attempt, notFinite } from "./trial.js";
import { type LinearModel, linearModel, trustRegionStep } from "./trust-region-step.js";

/** A model at some parameters. */
export interface LeastSquaresEvaluation {
  /** `[residuals]`, of any size: only their proportions matter. */
  readonly residuals: Float64Array;
  /** d residuals / d parameters `[residuals, parameters]`, row-major; asked for only where the search goes on. */
  readonly jacobian: () => Float64Array;
}

/** May throw a HillockError where it cannot be evaluated; the search then goes less far. */
export type LeastSquaresModel = (parameters: Float64Array) => LeastSquaresEvaluation;

export interface LeastSquaresSettings {
  /** One for each parameter; without bounds if absent. */
  readonly transformations?: readonly Transformation[];
  /** Trial steps at most; default 200. */
  readonly mostIterations?: number;
  /** Length of the first step at most, in parts of the norm of the residuals; default 1. Where a search lands can depend on it. */
  readonly firstRadius?: number;
  /** Ends where the residuals' part that the parameters could still change is this small; default 1e-8. */
  readonly gradientTolerance?: number;
  /** Ends where a step changes no parameter by more than this part of the largest value it had; default 1e-11. */
  readonly parameterTolerance?: number;
  /** Ends where a step changes the sum of squares by less than this part of it; default 1e-15. */
  readonly residualTolerance?: number;
  /** A norm of the residuals that is as good as zero: of what rounding leaves of the data; default 0. */
  readonly negligible?: number;
  /** Called after every trial step. */
  readonly progress?: (iteration: LeastSquaresIteration) => void;
}

/** A trial step. */
export interface LeastSquaresIteration {
  /** Norm of the residuals after it. */
  readonly norm: number;
  /** Part of the residuals that the parameters can still change, in linear approximation: 0 at a minimum, at most 1. */
  readonly offset: number;
  /** Length of the step and largest length allowed, in the scaled free parameters. */
  readonly step: number;
  readonly radius: number;
  readonly damping: number;
  /** Reduction of the sum of squares by reduction expected; NaN where the model could not be evaluated. */
  readonly ratio: number;
  readonly accepted: boolean;
}

/**
 * Why a search ended. Converged: `exact` (residuals negligible), `gradient`, `parameters`, `residuals` (the tolerances of the
 * settings), `precision` (no step reduces the residuals, and what could still be reduced is less than a 1000th of
 * them). Not converged: `iterations`, `stalled` (no step reduces the residuals although one should: the Jacobian may be wrong,
 * or the model jumps), `failing` (the model cannot be evaluated in the direction that the search takes).
 */
export type LeastSquaresEnd =
  | "exact"
  | "gradient"
  | "parameters"
  | "residuals"
  | "precision"
  | "iterations"
  | "stalled"
  | "failing";

export interface LeastSquaresResult {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  /** d residuals / d parameters `[residuals, parameters]`, row-major. */
  readonly jacobian: Float64Array;
  /** Norm of the residuals. */
  readonly norm: number;
  readonly converged: boolean;
  readonly end: LeastSquaresEnd;
  readonly history: readonly LeastSquaresIteration[];
  readonly evaluations: number;
  /** Trial points at which the model threw, or gave what is no number. */
  readonly failedEvaluations: number;
  /** What the model said at the last of them. */
  readonly lastFailure?: ErrorParts;
  readonly transformations: readonly Transformation[];
}

/** Where the search stands. */
interface State {
  readonly free: Float64Array;
  readonly parameters: Float64Array;
  /** In parts of the norm that the residuals had at the start. */
  readonly residuals: Float64Array;
  /** As the model gave it. */
  readonly jacobian: Float64Array;
  /** In parts of that norm, by the free parameters. */
  readonly slopes: Float64Array;
}

/**
 * Least squares by Levenberg's and Marquardt's method in More's form (The Levenberg-Marquardt algorithm: implementation and
 * theory, 1978): the step that is best within a trust region, scaled by the largest lengths that the Jacobian's columns had.
 * The path does not depend on the units of residuals and parameters.
 *
 * @param start `[parameters]`, within the bounds of the transformations
 * @throws optimise/too-few-data; optimise/not-finite, or what the model throws, at the start; optimise/bounds
 */
export function leastSquares(
  model: LeastSquaresModel,
  start: Float64Array,
  settings: LeastSquaresSettings = {},
): LeastSquaresResult {
  const { mostIterations = 200, firstRadius = 1, gradientTolerance = 1e-8, parameterTolerance = 1e-11 } = settings;
  const { residualTolerance = 1e-15, negligible = 0, transformations = Array.from(start, () => identity) } = settings;
  const n = start.length;
  const free = Float64Array.from(start, (value, j) => transformations[j].free(value));
  if (!allFinite(free)) throw outsideBounds(start, transformations);
  const parametersAt = (at: Float64Array) => Float64Array.from(at, (each, j) => transformations[j].value(each));
  const first = model(start.slice());
  checkEnough(first.residuals.length, n);
  const unit = norm(first.residuals) || 1;
  let evaluations = 1;
  let failedEvaluations = 0;
  let lastFailure: ErrorParts | undefined;

  const stateAt = (at: Float64Array, parameters: Float64Array, evaluation: LeastSquaresEvaluation): State => {
    const jacobian = evaluation.jacobian().slice();
    const inner = Float64Array.from(at, (each, j) => transformations[j].slope(each));
    const slopes = jacobian.map((each, i) => (each / unit) * inner[i % n]);
    return { free: at, parameters, residuals: evaluation.residuals.map((each) => each / unit), jacobian, slopes };
  };

  let state = stateAt(free, start.slice(), first);
  if (!allFinite(state.residuals) || !allFinite(state.slopes)) throw new HillockError({ ...notFinite, place: "start" });
  let size = norm(state.residuals);
  let radius = firstRadius * size;
  const scales = new Float64Array(n);
  const largest = state.parameters.map(Math.abs);
  const history: LeastSquaresIteration[] = [];

  /** Follows a step to where it leads; nothing if the model has no values there. */
  const follow = (step: Float64Array): { state?: State; residuals: Float64Array } | undefined => {
    const at = state.free.map((each, j) => each + step[j] / scales[j]);
    const parameters = parametersAt(at);
    if (!allFinite(at) || !allFinite(parameters)) return undefined;
    evaluations++;
    const trial = attempt(() => {
      const evaluation = model(parameters.slice());
      const residuals = evaluation.residuals.map((each) => each / unit);
      if (!allFinite(residuals)) throw new HillockError({ ...notFinite, place: "trial step" });
      if (reductionOf(state.residuals, residuals) <= 0) return { residuals };
      const next = stateAt(at, parameters, evaluation);
      if (!allFinite(next.slopes)) throw new HillockError({ ...notFinite, place: "trial step" });
      return { residuals, state: next };
    });
    if ("value" in trial) return trial.value;
    lastFailure = trial.failure;
    return undefined;
  };

  const search = (): LeastSquaresEnd => {
    // Whether steps are short because the model could not be evaluated further on.
    let blocked = false;
    while (true) {
      if (size * unit <= negligible) return "exact";
      const linear = scaledModel(state, scales);
      const offset = offsetOf(linear, size);
      if (offset <= gradientTolerance) return "gradient";
      let moved = false;
      while (!moved) {
        if (history.length >= mostIterations) return "iterations";
        const { step, length, damping, reduction } = trustRegionStep(linear, radius);
        const trial = follow(step);
        const actual = trial ? reductionOf(state.residuals, trial.residuals) : Number.NaN;
        const ratio = actual / reduction;
        const next = ratio > 1e-4 ? trial?.state : undefined;
        const before = state;
        const sizeBefore = size;
        if (next) {
          state = next;
          size = norm(state.residuals);
          moved = true;
        }
        if (!trial) failedEvaluations++;
        blocked = !trial || (blocked && damping > 0);
        const iteration = { norm: size * unit, offset, step: length, radius, damping, ratio, accepted: moved };
        history.push(iteration);
        settings.progress?.(iteration);
        radius = nextRadius(radius, length, damping, ratio, history.length === 1);
        const moves = changes(before.free, step, scales, transformations, largest);
        if (moved) {
          for (let j = 0; j < n; j++) largest[j] = Math.max(largest[j], Math.abs(state.parameters[j]));
          if (blocked) {
            if (moves <= parameterTolerance) return "failing";
            continue;
          }
          const small = Math.max(actual, reduction) <= residualTolerance * sizeBefore * sizeBefore;
          if (size * unit <= negligible) return "exact";
          if (ratio > 0.25 && ratio < 4 && small) return "residuals";
          if (ratio > 0.25 && moves <= parameterTolerance) return "parameters";
        } else if (moves <= 1e-15 || radius <= 1e-16 * size) {
          if (blocked) return "failing";
          return offset <= 1e-3 ? "precision" : "stalled";
        }
      }
    }
  };

  const end = search();
  return {
    parameters: state.parameters,
    residuals: state.residuals.map((each) => each * unit),
    jacobian: state.jacobian,
    norm: size * unit,
    converged: !["iterations", "stalled", "failing"].includes(end),
    end,
    history,
    evaluations,
    failedEvaluations,
    ...(lastFailure && { lastFailure }),
    transformations,
  };
}

/** |a|^2 - |b|^2, exact to rounding also where both are nearly equal. */
function reductionOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] + b[i]);
  return sum;
}

/** The linear model in the scaled free parameters; the scales grow to the lengths of the Jacobian's columns. */
function scaledModel({ slopes, residuals }: State, scales: Float64Array): LinearModel {
  const n = scales.length;
  for (let j = 0; j < n; j++) {
    const column = norm(Float64Array.from({ length: residuals.length }, (_, i) => slopes[i * n + j]));
    scales[j] = Math.max(scales[j], column);
  }
  // A parameter that has no effect yet is not moved; any scale will do.
  const scaled = slopes.map((each, i) => each / (scales[i % n] || 1));
  for (let j = 0; j < n; j++) scales[j] ||= Number.MIN_VALUE;
  return linearModel(scaled, residuals, n);
}

/** Norm of the residuals' part along the directions in which the parameters move them, by their own norm. */
function offsetOf({ components, rank }: LinearModel, size: number): number {
  return norm(components.subarray(0, rank)) / size;
}

function nextRadius(radius: number, length: number, damping: number, ratio: number, isFirst: boolean): number {
  const reached = isFirst ? Math.min(radius, length) : radius;
  if (!(ratio >= 0.25)) return Math.min(reached, length) * (ratio > 0 ? 0.5 : 0.25);
  return ratio >= 0.75 || damping === 0 ? Math.max(reached, 2 * length) : reached;
}

/** The largest change of a parameter by a step, in parts of the largest value that it had. */
function changes(
  free: Float64Array,
  step: Float64Array,
  scales: Float64Array,
  transformations: readonly Transformation[],
  largest: Float64Array,
): number {
  let most = 0;
  for (let j = 0; j < free.length; j++) {
    const change = Math.abs((transformations[j].slope(free[j]) * step[j]) / scales[j]);
    if (change > 0) most = Math.max(most, change / largest[j]);
  }
  return most;
}

function checkEnough(data: number, parameters: number): void {
  if (data >= parameters && parameters > 0) return;
  throw new HillockError({
    code: "optimise/too-few-data",
    problem: `${data} data cannot determine ${parameters} parameters`,
    help: "free fewer parameters, or give more data",
  });
}

function outsideBounds(start: Float64Array, transformations: readonly Transformation[]): HillockError {
  const which = transformations.findIndex(({ free }, j) => !Number.isFinite(free(start[j])));
  const { lower, upper } = transformations[which];
  return new HillockError({
    code: "optimise/bounds",
    problem: `parameter ${which} begins at ${start[which]}, not between its bounds ${lower} and ${upper}`,
    help: "bounds are not reached: begin well between them",
  });
}
