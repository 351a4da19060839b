import { HillockError } from "../base/error.js";
import { type AdjustableQuantity, compileAdjustable } from "../engine/quantities/index.js";
import { elementary } from "../expr/elementary.js";
import type { Circuit } from "../netlist/circuit.js";
import { curveModel, sweptVariables } from "./curve-model.js";
import { type LeastSquaresEnd, type LeastSquaresIteration, leastSquares } from "./least-squares.js";
import { deviationsOf, type MeasuredCurves, type Weighting } from "./measured-curves.js";
import { norm } from "./norm.js";
import { profileInterval } from "./profile.js";
import { boundedBy, type Transformation } from "./transformation.js";
import { typicalSizes, uncertaintyOf } from "./uncertainty.js";

/** What to fit, and how. */
export interface CircuitFitSettings {
  /** Quantities of the circuit, as `compileAdjustable` names them. */
  readonly free: readonly string[];
  /** Bounds by name; else what the device's declaration allows, and above 0 for what has to be positive. */
  readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
  /** `deviations` if all signals have some, else `equal`. */
  readonly weighting?: Weighting;
  /** Of the intervals; default 0.95. */
  readonly confidence?: number;
  /** Intervals by {@link profileInterval}: right also far from linear, at the cost of some ten fits for each parameter. */
  readonly profile?: boolean;
  readonly mostIterations?: number;
  readonly progress?: (iteration: LeastSquaresIteration) => void;
}

/** A quantity as the fit has found it. */
export interface FittedParameter {
  readonly name: string;
  readonly unit: string;
  /** Value in the circuit, at which the search began. */
  readonly start: number;
  readonly value: number;
  /** Infinite if the data do not determine it, NaN at a bound. */
  readonly standardError: number;
  /** Confidence interval; the bounds if the data do not determine it, NaN at a bound. */
  readonly interval: readonly [number, number];
  /** By linear approximation, or by the profile of the sum of squares where it was asked for and can be followed. */
  readonly intervalBy: "linear" | "profile";
  readonly bounds: readonly [number, number];
  /** `log`: a step is a factor. */
  readonly scale: Transformation["kind"];
  readonly atBound?: "lower" | "upper";
}

/** A combination of parameters that the data leave open. */
export interface OpenCombination {
  /** How the parameters move together, in parts of their values: the first by 1. */
  readonly parameters: readonly { readonly name: string; readonly move: number }[];
  /** Standard deviation of the first one's move in parts of its value; infinite if the data do not depend on it at all. */
  readonly deviation: number;
}

export interface FittedSignal {
  readonly name: string;
  readonly unit: "V" | "A";
  /** The circuit's values at the points of the data `[points]`, with the fitted parameters. */
  readonly values: Float64Array;
  /** Root mean square and largest difference to the data, V or A. */
  readonly rms: number;
  readonly largest: number;
}

export interface CircuitFit {
  readonly parameters: readonly FittedParameter[];
  /** Correlation of the parameters `[parameters, parameters]`, NaN where it is not known. */
  readonly correlation: Float64Array;
  readonly openCombinations: readonly OpenCombination[];
  readonly signals: readonly FittedSignal[];
  readonly weighting: Weighting;
  readonly confidence: number;
  readonly degreesOfFreedom: number;
  /** Standard deviation of the weighted residuals: 1 for `deviations` that are right; the relative error for `relative`. */
  readonly residualDeviation: number;
  readonly converged: boolean;
  readonly end: LeastSquaresEnd;
  readonly history: readonly LeastSquaresIteration[];
  readonly evaluations: number;
  readonly failedEvaluations: number;
  /** What the circuit said at the last of them. */
  readonly lastFailure?: string;
  readonly warnings: readonly string[];
}

/** Part of the data that a simulation cannot be better than: the engine's own tolerances. */
const precision = 1e-12;

/**
 * Fits quantities of a circuit to measured values of it at rest: least squares of (simulated - measured)/deviation at the very
 * points of the measurement, by {@link leastSquares} with the engine's derivatives; intervals and warnings by
 * {@link uncertaintyOf}. Where the circuit has no operating point the search goes less far.
 *
 * @throws optimise/data, optimise/bounds, optimise/too-few-data; what `compileAdjustable` and the operating point throw with the
 *   values that the circuit begins with
 */
export function fitCircuit(circuit: Circuit, data: MeasuredCurves, settings: CircuitFitSettings): CircuitFit {
  const { free, confidence = 0.95, mostIterations, progress } = settings;
  const known = data.signals.length > 0 && data.signals.every(({ deviations }) => deviations !== undefined);
  const weighting = settings.weighting ?? (known ? "deviations" : "equal");
  const deviations = deviationsOf(data, weighting);
  checkCounts(deviations.length, free);
  checkSwept(data, free);
  const adjustable = compileAdjustable(circuit, free, { sweeps: sweptVariables(data) });
  const { quantities } = adjustable;
  const transformations = transformationsOf(quantities, settings.bounds ?? {});
  const curves = curveModel(adjustable, data);
  const measured = Float64Array.from(deviations, (_, at) => {
    return data.signals[at % data.signals.length].values[Math.floor(at / data.signals.length)];
  });
  const model = (parameters: Float64Array) => {
    const { outputs, gradient } = curves(parameters);
    return {
      residuals: outputs.map((value, i) => (value - measured[i]) / deviations[i]),
      jacobian: () => gradient().map((slope, at) => slope / deviations[Math.floor(at / free.length)]),
    };
  };
  const start = Float64Array.from(quantities, ({ value }) => value);
  const negligible = precision * norm(measured.map((value, i) => value / deviations[i]));
  const fit = leastSquares(model, start, {
    transformations,
    // The operating points are exact to about 1e-10 of the data, the residuals to that part of their own size.
    ...{ gradientTolerance: 1e-6, parameterTolerance: 1e-9, residualTolerance: 1e-12 },
    ...{ mostIterations, negligible, progress },
  });
  const typical = typicalSizes(fit).map((size, j) => {
    return transformations[j].kind === "identity" ? Math.max(size, Math.abs(start[j])) : size;
  });
  const uncertainty = uncertaintyOf(fit, { confidence, sizes: typical });
  const parameters = quantities.map(({ name, unit }, j): FittedParameter => {
    const atBound = uncertainty.atBound[j];
    const { lower, upper, kind } = transformations[j];
    const profile =
      settings.profile && fit.converged && !atBound ? profileInterval(model, fit, uncertainty, j) : undefined;
    const byProfile = profile !== undefined && !profile.some(Number.isNaN);
    return {
      name,
      unit,
      start: start[j],
      value: fit.parameters[j],
      standardError: uncertainty.standardErrors[j],
      interval: byProfile ? profile : uncertainty.intervals[j],
      intervalBy: byProfile ? "profile" : "linear",
      bounds: [lower, upper],
      scale: kind,
      ...(atBound && { atBound }),
    };
  });
  const openCombinations = uncertainty.weakCombinations.map((each): OpenCombination => {
    const moves = each.parameters.map((j) => ({
      name: quantities[j].name,
      move: (each.direction[j] * typical[j]) / (Math.abs(fit.parameters[j]) || 1),
    }));
    const first = moves[0].move;
    return {
      parameters: moves.map(({ name, move }) => ({ name, move: move / first })),
      deviation: each.deviation * Math.abs(first),
    };
  });
  const outputs = fit.residuals.map((value, i) => value * deviations[i] + measured[i]);
  const result = {
    parameters,
    correlation: correlationOf(uncertainty.covariance, free.length),
    openCombinations,
    signals: signalsOf(data, outputs),
    weighting,
    confidence,
    degreesOfFreedom: uncertainty.degreesOfFreedom,
    residualDeviation: uncertainty.residualDeviation,
    converged: fit.converged,
    end: fit.end,
    history: fit.history,
    evaluations: fit.evaluations,
    failedEvaluations: fit.failedEvaluations,
    ...(fit.lastFailure && { lastFailure: `${fit.lastFailure.code}: ${fit.lastFailure.problem}` }),
  };
  return { ...result, warnings: warningsOf(result) };
}

function checkSwept({ swept }: MeasuredCurves, free: readonly string[]): void {
  const both = swept.find(({ name }) => free.some((each) => each.toLowerCase() === name.toLowerCase()));
  if (!both) return;
  throw new HillockError({
    code: "optimise/data",
    problem: `${both.name} is swept in the data, and free in the fit`,
    help: "the data say what it is: do not free it",
  });
}

function checkCounts(data: number, free: readonly string[]): void {
  if (free.length === 0) {
    throw new HillockError({
      code: "optimise/setting",
      problem: "no parameter is free",
      help: "name at least one quantity of the circuit",
    });
  }
  if (data > free.length) return;
  throw new HillockError({
    code: "optimise/too-few-data",
    problem: `${data} measured ${data === 1 ? "value does" : "values do"} not determine ${free.length} parameters and their scatter`,
    help: `free fewer parameters, or give at least ${free.length + 1} values`,
  });
}

/** Bounds as asked for; else those of the device, with 0 as a bound of what begins above 0 and may not be less. */
function transformationsOf(
  quantities: readonly AdjustableQuantity[],
  bounds: Readonly<Record<string, readonly [number, number]>>,
): Transformation[] {
  const given = new Map(Object.entries(bounds).map(([name, range]) => [name.toLowerCase(), range]));
  for (const name of given.keys()) {
    if (quantities.some((each) => each.name.toLowerCase() === name)) continue;
    throw new HillockError({
      code: "optimise/bounds",
      problem: `there are bounds for ${name}, which is not free`,
      details: [`Free are: ${quantities.map((each) => each.name).join(", ")}.`],
      help: "correct the name, or free it",
    });
  }
  return quantities.map(({ name, value, range }) => {
    const [lower, upper] = given.get(name.toLowerCase()) ??
      range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    try {
      return boundedBy(lower, upper, value);
    } catch (error) {
      if (!(error instanceof HillockError)) throw error;
      throw new HillockError({
        ...error.parts,
        place: name,
        help: "the search begins with the circuit's value: it has to lie between the bounds, not on them",
      });
    }
  });
}

function correlationOf(covariance: Float64Array, n: number): Float64Array {
  return covariance.map((value, at) => {
    const [j, k] = [Math.floor(at / n), at % n];
    return value / Math.sqrt(covariance[j * n + j] * covariance[k * n + k]);
  });
}

function signalsOf(data: MeasuredCurves, outputs: Float64Array): FittedSignal[] {
  return data.signals.map(({ name, values: measured }, k) => {
    const values = measured.map((_, point) => outputs[point * data.signals.length + k]);
    const differences = values.map((value, point) => value - measured[point]);
    return {
      name,
      unit: /^\s*v/i.test(name) ? "V" : "A",
      values,
      rms: norm(differences) / Math.sqrt(differences.length),
      largest: differences.reduce((most, each) => Math.max(most, Math.abs(each)), 0),
    };
  });
}

/** Sentences on what is doubtful of a fit. */
function warningsOf(fit: Omit<CircuitFit, "warnings">): string[] {
  const warnings: string[] = [];
  if (!fit.converged) warnings.push(unconverged(fit));
  for (const { parameters, deviation } of fit.openCombinations) {
    const together = parameters.map(({ name, move }) => `${name} ${move > 0 ? "+" : "-"}${percent(Math.abs(move))}`);
    const which = parameters.length === 1 ? parameters[0].name : `the combination ${together.join(", ")}`;
    warnings.push(
      deviation === Number.POSITIVE_INFINITY
        ? `not identifiable: the data do not depend on ${which}`
        : `not identifiable: the scatter hides ${which}, which is known to ${factor(deviation)} only`,
    );
  }
  for (const { name, atBound, bounds } of fit.parameters) {
    if (atBound)
      warnings.push(`${name} is pressed against its ${atBound} bound, ${bounds[atBound === "lower" ? 0 : 1]}`);
  }
  if (fit.failedEvaluations > 0) {
    const count = `${fit.failedEvaluations} trial ${fit.failedEvaluations === 1 ? "step" : "steps"}`;
    warnings.push(
      `at ${count} the circuit had no values, and the step was shortened${fit.lastFailure ? ` (last: ${fit.lastFailure})` : ""}`,
    );
  }
  return warnings;
}

function unconverged({ end, history }: Omit<CircuitFit, "warnings">): string {
  if (end === "iterations") return `not converged after ${history.length} steps`;
  if (end === "failing") return "not converged: the circuit has no values where the search leads";
  return "not converged: no step brings the circuit nearer to the data, though its derivatives say so";
}

/** One percent of the first, and of the others what goes with it. */
const percent = (move: number): string => `${Number(move.toPrecision(3))} %`;

/** A deviation of 1 or more of a logarithm is a factor. */
function factor(deviation: number): string {
  const size = elementary.exp(Math.min(deviation, 700));
  return size > 1e6 ? "no order of magnitude" : `a factor of ${Number(size.toPrecision(2))}`;
}
