import { type ErrorParts, HillockError } from "../base/error.js";
import { elementary } from "../expr/elementary.js";
import { allFinite, norm } from "./norm.js";
import type { ObjectiveEvaluation } from "./objective.js";
import { identity, type Transformation } from "./transformation.js";
import { attempt, notFinite } from "./trial.js";

export interface AdamSettings {
  readonly iterations: number;
  /** Length of a step of each scaled free parameter, at most about; a schedule is a function of the iteration from 0. Default 0.01. */
  readonly rate?: number | ((iteration: number) => number);
  /** Memory of the gradient and of its square; default 0.9 and 0.999. */
  readonly decay?: readonly [number, number];
  /** Part of the largest gradient met so far that is added to its root mean square; default 1e-8. */
  readonly floor?: number;
  /** One for each parameter; without bounds if absent. */
  readonly transformations?: readonly Transformation[];
  /** Typical sizes of the free parameters, by which steps are measured; default 1. */
  readonly scales?: Float64Array;
  readonly progress?: (iteration: AdamIteration) => void;
}

export interface AdamIteration {
  readonly value: number;
  /** Norm of the gradient by the scaled free parameters. */
  readonly gradient: number;
  /** What the step before had to be multiplied by for the function to have a value: 1, or 1/4, 1/16, ... */
  readonly shortened: number;
}

export interface AdamResult {
  /** After the last step. */
  readonly parameters: Float64Array;
  /** Those with the lowest value that was met, and that value: of a random sample, it may be luck. */
  readonly best: { readonly parameters: Float64Array; readonly value: number };
  readonly history: readonly AdamIteration[];
  readonly failedEvaluations: number;
  readonly lastFailure?: ErrorParts;
}

/** A step is given up after so many quarters. */
const mostShortenings = 12;

/**
 * Adam (Kingma and Ba, 2015): steps along the mean gradient, by its root mean square, for functions that are known from random
 * samples. Where the function has no value the step is shortened.
 *
 * @param objective value and gradient at the parameters; `iteration` from 0 tells the sample that is to be drawn
 * @throws what the function throws at the start, or where no shortened step helps; optimise/not-finite; optimise/bounds
 */
export function adam(
  objective: (parameters: Float64Array, iteration: number) => ObjectiveEvaluation,
  start: Float64Array,
  settings: AdamSettings,
): AdamResult {
  const { iterations, rate = 0.01, decay = [0.9, 0.999], floor = 1e-8 } = settings;
  const { transformations = Array.from(start, () => identity), scales = start.map(() => 1) } = settings;
  const rateAt = typeof rate === "number" ? () => rate : rate;
  let at = Float64Array.from(start, (value, j) => transformations[j].free(value) / scales[j]);
  if (!allFinite(at)) {
    throw new HillockError({
      code: "optimise/bounds",
      problem: `a parameter begins on or outside of its bounds: ${start.join(", ")}`,
      help: "bounds are not reached: begin well between them",
    });
  }
  const parametersAt = (point: Float64Array) => point.map((each, j) => transformations[j].value(each * scales[j]));
  const evaluate = (point: Float64Array, iteration: number) => {
    const { value, gradient } = objective(parametersAt(point), iteration);
    const slopes = gradient.map((each, j) => each * transformations[j].slope(point[j] * scales[j]) * scales[j]);
    if (!Number.isFinite(value) || !allFinite(slopes)) throw new HillockError({ ...notFinite, place: "step" });
    return { value, slopes };
  };
  const mean = new Float64Array(start.length);
  const square = new Float64Array(start.length);
  const history: AdamIteration[] = [];
  let best = { parameters: start.slice(), value: Number.POSITIVE_INFINITY };
  let failedEvaluations = 0;
  let lastFailure: ErrorParts | undefined;
  let largest = 0;
  let before = at;
  for (let iteration = 0; iteration < iterations; iteration++) {
    let shortened = 1;
    let trial = attempt(() => evaluate(at, iteration));
    for (let round = 0; "failure" in trial; round++) {
      failedEvaluations++;
      lastFailure = trial.failure;
      if (iteration === 0 || round === mostShortenings) throw new HillockError(trial.failure);
      shortened /= 4;
      at = at.map((each, j) => before[j] + (each - before[j]) / 4);
      trial = attempt(() => evaluate(at, iteration));
    }
    const { value, slopes } = trial.value;
    largest = Math.max(largest, norm(slopes));
    if (value < best.value) best = { parameters: parametersAt(at), value };
    const record = { value, gradient: norm(slopes), shortened };
    history.push(record);
    settings.progress?.(record);
    const corrections = decay.map((each) => 1 - elementary.pow(each, iteration + 1));
    before = at;
    at = at.map((each, j) => {
      mean[j] += (1 - decay[0]) * (slopes[j] - mean[j]);
      square[j] += (1 - decay[1]) * (slopes[j] * slopes[j] - square[j]);
      const size = Math.sqrt(square[j] / corrections[1]) + floor * largest;
      return size > 0 ? each - (rateAt(iteration) * mean[j]) / corrections[0] / size : each;
    });
  }
  return { parameters: parametersAt(at), best, history, failedEvaluations, ...(lastFailure && { lastFailure }) };
}
