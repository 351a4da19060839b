import { HillockError } from "../base/error.js";
import { type WeakCombination, weakCombinations } from "./identifiability.js";
import type { LeastSquaresResult } from "./least-squares.js";
import { norm } from "./norm.js";
import { singularValues } from "./singular-values.js";
import { studentQuantile } from "./student-quantile.js";
import type { Transformation } from "./transformation.js";
import { triangularFactor } from "./triangular-factor.js";

/** How well a fit knows its parameters. */
export interface Uncertainty {
  readonly confidence: number;
  /** Data minus parameters; those at a bound do not count. */
  readonly degreesOfFreedom: number;
  /** sqrt(|residuals|^2/degrees of freedom): standard deviation of the residuals. */
  readonly residualDeviation: number;
  /** Of each parameter; infinite if it is not identifiable, NaN at a bound, where derivatives say nothing. */
  readonly standardErrors: Float64Array;
  /** `[parameters, 2]`: Student's intervals, symmetric in the free parameter; NaN at a bound. */
  readonly intervals: readonly (readonly [number, number])[];
  /** Covariance of the parameters `[parameters, parameters]`; NaN for those at a bound or not identifiable. */
  readonly covariance: Float64Array;
  /** The bound that each parameter was pressed against. */
  readonly atBound: readonly ("lower" | "upper" | undefined)[];
  readonly weakCombinations: readonly WeakCombination[];
}

/** A parameter this near to a bound, in parts of the distance of both (or of its size), lies on it. */
const nearBound = 1e-6;

/**
 * Covariance s^2 (J'J)^-1 and confidence intervals of a least-squares fit, in linear approximation. The derivatives are
 * taken by the free parameters of the transformations: an interval of a logarithmic parameter is a factor, and no interval
 * leaves the bounds.
 *
 * @param sizes large moves of the parameters, by which the identifiability is judged; their values if absent
 * @param confidence default 0.95
 * @throws optimise/too-few-data if nothing is left to judge the scatter by
 */
export function uncertaintyOf(
  fit: LeastSquaresResult,
  { sizes = typicalSizes(fit), confidence = 0.95 }: { sizes?: Float64Array; confidence?: number } = {},
): Uncertainty {
  const { parameters, residuals, jacobian, transformations } = fit;
  const n = parameters.length;
  const atBound = transformations.map((each, j) => boundOf(each, parameters[j]));
  const active = [...parameters.keys()].filter((j) => atBound[j] === undefined);
  const degreesOfFreedom = residuals.length - active.length;
  if (degreesOfFreedom < 1) {
    throw new HillockError({
      code: "optimise/too-few-data",
      problem: `${residuals.length} data leave nothing to judge ${active.length} parameters by`,
      help: "give more data than there are parameters",
    });
  }
  const residualDeviation = fit.norm / Math.sqrt(degreesOfFreedom);
  const quantile = studentQuantile(confidence, degreesOfFreedom);
  const slopes = transformations.map(({ slope, free }, j) => slope(free(parameters[j])));
  const count = active.length;
  const inFree = (j: number) => slopes[active[j]];
  const reduced = Float64Array.from({ length: residuals.length * count }, (_, at) => {
    return jacobian[Math.floor(at / count) * n + active[at % count]];
  });
  const weak = weakCombinations(
    reduced,
    Float64Array.from(active, (j) => sizes[j]),
    residualDeviation,
  ).map((each) => expanded(each, active, n));
  const lost = new Set(weak.filter(({ deviation }) => !Number.isFinite(deviation)).flatMap((each) => each.parameters));
  const inner = inverseOfSquare(
    reduced.map((each, at) => each * inFree(at % count)),
    residuals.length,
    count,
  );
  const covariance = new Float64Array(n * n).fill(Number.NaN);
  const freeErrors = new Float64Array(n).fill(Number.NaN);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      const [j, k] = [active[a], active[b]];
      const value = residualDeviation * residualDeviation * inner[a * count + b] * inFree(a) * inFree(b);
      covariance[j * n + k] = lost.has(j) || lost.has(k) ? Number.NaN : value;
    }
    const j = active[a];
    freeErrors[j] = lost.has(j) ? Number.POSITIVE_INFINITY : residualDeviation * Math.sqrt(inner[a * count + a]);
  }
  const intervals = transformations.map((each, j): readonly [number, number] => {
    if (freeErrors[j] === Number.POSITIVE_INFINITY) return [each.lower, each.upper];
    const at = each.free(parameters[j]);
    const ends = [each.value(at - quantile * freeErrors[j]), each.value(at + quantile * freeErrors[j])];
    return [Math.min(...ends), Math.max(...ends)];
  });
  const standardErrors = freeErrors.map((each, j) => each * Math.abs(slopes[j]));
  return {
    confidence,
    degreesOfFreedom,
    residualDeviation,
    standardErrors,
    intervals,
    covariance,
    atBound,
    weakCombinations: weak,
  };
}

/** What is a large move: of a parameter between two bounds a quarter of their distance, else its value. */
export function typicalSizes({ parameters, transformations }: LeastSquaresResult): Float64Array {
  return parameters.map((value, j) => {
    const { kind, lower, upper } = transformations[j];
    if (kind === "logit") return (upper - lower) / 4;
    return Math.abs(value) || 1;
  });
}

function boundOf({ kind, lower, upper }: Transformation, value: number): "lower" | "upper" | undefined {
  if (kind === "identity") return undefined;
  const width = Number.isFinite(upper - lower) ? upper - lower : 0;
  // Zero is a bound that logarithms never come near to.
  const near = (bound: number) => Math.abs(value - bound) <= nearBound * (width || Math.abs(bound));
  if (kind === "log-logit") {
    if (value <= lower * (1 + nearBound)) return "lower";
    return value >= upper * (1 - nearBound) ? "upper" : undefined;
  }
  if (Number.isFinite(lower) && near(lower)) return "lower";
  return Number.isFinite(upper) && near(upper) ? "upper" : undefined;
}

function expanded(weak: WeakCombination, active: readonly number[], n: number): WeakCombination {
  const direction = new Float64Array(n);
  active.forEach((j, k) => {
    direction[j] = weak.direction[k];
  });
  return { ...weak, direction, parameters: weak.parameters.map((k) => active[k]) };
}

/** (A'A)^-1 of `[rows, n]`, over what is not rounding; by columns of unit length. */
function inverseOfSquare(matrix: Float64Array, rows: number, n: number): Float64Array {
  const lengths = Float64Array.from(
    { length: n },
    (_, j) => norm(Float64Array.from({ length: rows }, (_, i) => matrix[i * n + j])) || 1,
  );
  const { triangle } = triangularFactor(
    matrix.map((each, at) => each / lengths[at % n]),
    new Float64Array(rows),
    n,
  );
  const { values, right } = singularValues(triangle, n);
  const result = new Float64Array(n * n);
  for (let k = 0; k < n && values[k] > 1e-13 * values[0]; k++) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        result[a * n + b] += (right[a * n + k] / values[k]) * (right[b * n + k] / values[k]);
      }
    }
  }
  return result.map((each, at) => each / lengths[Math.floor(at / n)] / lengths[at % n]);
}
