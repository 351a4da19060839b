import { HillockError, isHillockError } from "../base/error.js";
import type { Waveforms } from "../base/waveforms.js";
import type { Circuit, Measure, MeasureEvent, Signal } from "../netlist/circuit.js";
import type { FlatCircuit } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";
import { evaluateFormula } from "../netlist/formula/evaluate-formula.js";
import { placeOf } from "../netlist/place.js";
import { key } from "./equations/names.js";
import { signalName } from "./equations/signals.js";
import { axisOf, curveOf, onScale, valueAt } from "./measure/curve.js";
import { eventPosition, givenPosition } from "./measure/event.js";
import { measuredAnalysis } from "./measure/measured-signals.js";
import { isMeasureFailure, type MeasuredValue, type MeasureOutcome } from "./measure/outcome.js";
import { statisticOf } from "./measure/statistic.js";

type Result = Omit<MeasuredValue, "name" | "analysis">;

/**
 * The `.measure` results of one run, computed on its waveforms as straight lines between the points, whichever engine
 * made them. Semantics are ngspice 39's; where that depends on where points happen to lie, the exact place counts.
 * In a small-signal analysis a signal's real part is measured, as there.
 *
 * @param earlier results of runs before, which formulas may name
 * @returns the measures of the run's kind of analysis, in the circuit's order. One that cannot be computed is a failure
 *   with a code: engine/measure-no-event, -window, -delay, -scale, -signal, -formula, or what its formula's evaluation throws
 * @throws what `flatten` throws
 */
export function measuredValues(
  circuit: Circuit | FlatCircuit,
  waveforms: Waveforms,
  earlier: readonly MeasureOutcome[] = [],
): MeasureOutcome[] {
  const flat = "nodes" in circuit ? circuit : flatten(circuit);
  const known = new Map(earlier.map((outcome) => [key(outcome.name), outcome]));
  return flat.measures
    .filter(({ analysis }) => measuredAnalysis[analysis] === waveforms.analysis)
    .map((measure) => {
      const outcome = outcomeOf(measure, () => resultOf(measure, waveforms, known));
      known.set(key(measure.name), outcome);
      return outcome;
    });
}

/**
 * {@link measuredValues} of all runs of a circuit, a list per run in their order. The measures of an analysis that was not
 * run are failures (engine/measure-no-analysis) in the last list, so that none is passed over.
 */
export function measuredRuns(circuit: Circuit | FlatCircuit, runs: readonly Waveforms[]): MeasureOutcome[][] {
  const flat = "nodes" in circuit ? circuit : flatten(circuit);
  const earlier: MeasureOutcome[] = [];
  const outcomes = runs.map((waveforms) => {
    const found = measuredValues(flat, waveforms, earlier);
    earlier.push(...found);
    return found;
  });
  const left = flat.measures.filter(
    ({ analysis }) => !runs.some((waveforms) => waveforms.analysis === measuredAnalysis[analysis]),
  );
  outcomes.at(-1)?.push(...left.map((measure) => outcomeOf(measure, () => withoutAnalysis(measure))));
  return outcomes;
}

function withoutAnalysis({ analysis }: Measure<number>): never {
  throw new HillockError({
    code: "engine/measure-no-analysis",
    problem: `there is no .${analysis} to measure`,
    help: `add a .${analysis} line, or measure another analysis`,
  });
}

/** What `compute` returns, or throws, as the outcome of a measure. */
function outcomeOf(measure: Measure<number>, compute: () => Result): MeasureOutcome {
  const { name, analysis } = measure;
  try {
    return { name, analysis, ...compute() };
  } catch (error) {
    if (!isHillockError(error)) throw error;
    const place = error.parts.place ?? placeOf(measure) ?? `.measure ${analysis} ${name}`;
    return { name, analysis, error: { ...error.parts, place } };
  }
}

function resultOf(
  { quantity }: Measure<number>,
  waveforms: Waveforms,
  known: ReadonlyMap<string, MeasureOutcome>,
): Result {
  const curve = (signal: Signal) => curveOf(waveforms, signalName(signal));
  const position = (instant: number | MeasureEvent<number>) =>
    typeof instant === "number"
      ? givenPosition(axisOf(waveforms), instant)
      : eventPosition(curve(instant.signal), instant);
  const place = (instant: number | MeasureEvent<number>) => onScale(axisOf(waveforms), position(instant));
  switch (quantity.kind) {
    case "statistic":
      return statisticOf(curve(quantity.signal), quantity, waveforms.analysis === "dc");
    case "when":
      return { value: place(quantity.event), unit: axisOf(waveforms).scaleUnit };
    case "delay": {
      const from = place(quantity.trigger);
      const to = place(quantity.target);
      return { value: to - from, unit: axisOf(waveforms).scaleUnit, from, to };
    }
    case "find": {
      const found = curve(quantity.signal);
      return { value: valueAt(found, position(quantity.at)), unit: found.unit, at: place(quantity.at) };
    }
    case "formula":
      return {
        value: evaluateFormula(quantity.formula, { parameter: (name) => measured(known.get(key(name)), name) }),
      };
  }
}

/** The value of another measure, for a formula. */
function measured(outcome: MeasureOutcome | undefined, name: string): number {
  if (outcome && !isMeasureFailure(outcome)) return outcome.value;
  throw new HillockError({
    code: "engine/measure-formula",
    problem: outcome
      ? `the formula needs ${name}, which has no value`
      : `the formula needs ${name} before it is measured`,
    details: outcome ? [`${name}: ${outcome.error.problem}`] : [],
    help: outcome ? undefined : "let the analysis that it measures come before this one",
  });
}
