import { type ErrorParts, HillockError } from "../base/error.js";
import { type LinePoint, strongWolfe } from "./line-search.js";
import { allFinite, norm } from "./norm.js";
import type { Objective } from "./objective.js";
import { identity, type Transformation } from "./transformation.js";
import { attempt, notFinite } from "./trial.js";

export interface MinimiseSettings {
  /** One for each parameter; without bounds if absent. */
  readonly transformations?: readonly Transformation[];
  /** Typical sizes of the free parameters, which the first step and the tests are made by; their values (else 1) if absent. */
  readonly scales?: Float64Array;
  /** Pairs of steps and gradients that the Hessian is made of; default 10. */
  readonly memory?: number;
  readonly mostIterations?: number;
  /** Ends where the gradient is this part of the largest that was met; default 1e-8. */
  readonly gradientTolerance?: number;
  /** Ends where a step changes the value by less than this part of it; default 1e-15. */
  readonly valueTolerance?: number;
  readonly progress?: (iteration: MinimiseIteration) => void;
}

export interface MinimiseIteration {
  readonly value: number;
  /** Norm of the gradient by the scaled free parameters. */
  readonly gradient: number;
  /** Length of the step in the scaled free parameters. */
  readonly step: number;
}

/**
 * Why a search ended. Converged: `gradient`, `value` (the tolerances), `precision` (nothing lower is found, and the gradient is below
 * 1e-5 of the largest). Not converged: `iterations`, `stalled` (nothing lower is found although the gradient says so).
 */
export type MinimiseEnd = "gradient" | "value" | "precision" | "iterations" | "stalled";

export interface MinimiseResult {
  readonly parameters: Float64Array;
  readonly value: number;
  /** d value / d parameters `[parameters]` */
  readonly gradient: Float64Array;
  readonly converged: boolean;
  readonly end: MinimiseEnd;
  readonly history: readonly MinimiseIteration[];
  readonly evaluations: number;
  readonly failedEvaluations: number;
  readonly lastFailure?: ErrorParts;
}

interface State {
  /** Scaled free parameters and the gradient by them. */
  readonly at: Float64Array;
  readonly slopes: Float64Array;
  readonly parameters: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A step and what it changed of the gradient. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/** The first step, in typical sizes. */
const firstLength = 0.1;

/**
 * The least value of a function with gradient, by limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5)
 * with a line search for the strong Wolfe conditions.
 *
 * @param start `[parameters]`, within the bounds of the transformations
 * @throws optimise/not-finite, or what the function throws, at the start; optimise/bounds
 */
export function minimise(objective: Objective, start: Float64Array, settings: MinimiseSettings = {}): MinimiseResult {
  const { memory = 10, mostIterations = 500, gradientTolerance = 1e-8, valueTolerance = 1e-15 } = settings;
  const { transformations = Array.from(start, () => identity) } = settings;
  const free = Float64Array.from(start, (value, j) => transformations[j].free(value));
  if (!allFinite(free)) {
    throw new HillockError({
      code: "optimise/bounds",
      problem: `a parameter begins on or outside of its bounds: ${start.join(", ")}`,
      help: "bounds are not reached: begin well between them",
    });
  }
  const scales = settings.scales ?? defaultScales(free, transformations);
  let evaluations = 0;
  let failedEvaluations = 0;
  let lastFailure: ErrorParts | undefined;

  const evaluate = (at: Float64Array): State => {
    const inner = at.map((each, j) => each * scales[j]);
    const parameters = inner.map((each, j) => transformations[j].value(each));
    evaluations++;
    const { value, gradient } = objective(parameters.slice());
    const slopes = gradient.map((each, j) => each * transformations[j].slope(inner[j]) * scales[j]);
    if (!Number.isFinite(value) || !allFinite(slopes)) throw new HillockError({ ...notFinite, place: "trial step" });
    return { at, slopes, parameters, value, gradient: gradient.slice() };
  };

  let state = evaluate(free.map((each, j) => each / scales[j]));
  const history: MinimiseIteration[] = [];
  const pairs: Pair[] = [];
  let largest = norm(state.slopes);

  const search = (): MinimiseEnd => {
    while (true) {
      const size = norm(state.slopes);
      largest = Math.max(largest, size);
      if (size <= gradientTolerance * largest) return "gradient";
      if (history.length >= mostIterations) return "iterations";
      const direction = descent(state.slopes, pairs);
      const slope = dot(direction, state.slopes);
      const length = norm(direction);
      const last = state;
      const along = (step: number): LinePoint<State> => {
        const trial = attempt(() => evaluate(last.at.map((each, j) => each + step * direction[j])));
        if ("value" in trial) {
          return { step, value: trial.value.value, slope: dot(trial.value.slopes, direction), payload: trial.value };
        }
        failedEvaluations++;
        lastFailure = trial.failure;
        return { step, value: Number.POSITIVE_INFINITY, slope: Number.NaN };
      };
      const found = strongWolfe(
        { step: 0, value: state.value, slope, payload: state },
        along,
        pairs.length === 0 ? firstLength / length : 1,
      );
      if (!found?.payload) {
        if (pairs.length > 0) {
          // What was learnt of the curvature may be wrong; steepest descent is not.
          pairs.length = 0;
          continue;
        }
        return size <= 1e-5 * largest ? "precision" : "stalled";
      }
      state = found.payload;
      remember(pairs, last, state, memory);
      const iteration = { value: state.value, gradient: norm(state.slopes), step: found.step * length };
      history.push(iteration);
      settings.progress?.(iteration);
      const fall = last.value - state.value;
      if (fall <= valueTolerance * Math.max(Math.abs(last.value), Math.abs(state.value))) return "value";
    }
  };

  const end = search();
  return {
    parameters: state.parameters,
    value: state.value,
    gradient: state.gradient,
    converged: end !== "iterations" && end !== "stalled",
    end,
    history,
    evaluations,
    failedEvaluations,
    ...(lastFailure && { lastFailure }),
  };
}

/** -H g by the two-loop recursion. */
function descent(slopes: Float64Array, pairs: readonly Pair[]): Float64Array {
  const result = slopes.map((each) => -each);
  const weights: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, product } = pairs[k];
    weights[k] = dot(step, result) / product;
    addTo(result, change, -weights[k]);
  }
  if (pairs.length > 0) {
    const { change, product } = pairs[pairs.length - 1];
    const scale = product / dot(change, change);
    for (let j = 0; j < result.length; j++) result[j] *= scale;
  }
  pairs.forEach(({ step, change, product }, k) => {
    addTo(result, step, weights[k] - dot(change, result) / product);
  });
  return result;
}

function remember(pairs: Pair[], from: State, to: State, memory: number): void {
  const step = to.at.map((each, j) => each - from.at[j]);
  const change = to.slopes.map((each, j) => each - from.slopes[j]);
  const product = dot(step, change);
  // The Wolfe conditions see to it, but for rounding.
  if (!(product > 1e-16 * norm(step) * norm(change))) return;
  pairs.push({ step, change, product });
  if (pairs.length > memory) pairs.shift();
}

/** Of a logarithmic or bounded parameter, a step of 1 is large; of another, its own size. */
function defaultScales(free: Float64Array, transformations: readonly Transformation[]): Float64Array {
  return free.map((each, j) => (transformations[j].kind === "identity" ? Math.abs(each) || 1 : 1));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function addTo(to: Float64Array, what: Float64Array, factor: number): void {
  for (let j = 0; j < to.length; j++) to[j] += factor * what[j];
}
