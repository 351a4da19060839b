import { HillockError } from "../../base/error.js";
import type { FlatCircuit } from "../../netlist/flat-circuit.js";
import { flatten } from "../../netlist/flatten.js";
import type { StatisticalDraw } from "../../netlist/formula/statistical-functions.js";
import type { VariedQuantity } from "../../sampling/variation.js";
import { key } from "../equations/names.js";
import { isMeasureFailure } from "../measure/outcome.js";
import { compileAdjustable } from "../quantities/adjustable-circuit.js";
import { simulate } from "../simulate.js";
import { type SampleResult, sampleRuns } from "./sample-runs.js";
import type { ChunkResult, SampleChunk, SampleFailure, VariationRequest } from "./variation-request.js";

/** A number that each sample gives. */
export interface VariationOutput {
  /** A signal of the operating point, `v(out)`, or a measure. */
  readonly name: string;
  /** Empty where it is not known. */
  readonly unit: string;
  /** Of the circuit as it is written; NaN if that has none. */
  readonly nominal: number;
}

/** A DC sweep that each sample gives. */
export interface VariationCurves {
  readonly scales: readonly { readonly name: string; readonly unit: string; readonly values: Float64Array }[];
  readonly signals: readonly { readonly name: string; readonly unit: string }[];
  /** `[points, signals]` of the circuit as it is written. */
  readonly nominal: Float64Array;
}

/** A circuit made ready for many samples. */
export interface PreparedVariation {
  /** What is drawn for each sample: the named quantities, then the random numbers of statistical functions. */
  readonly quantities: readonly VariedQuantity[];
  readonly outputs: readonly VariationOutput[];
  readonly curves: readonly VariationCurves[];
  /** Computes some samples. Each depends on its own values only. `onSample` is told which one comes, where they come singly. */
  readonly run: (chunk: SampleChunk, onSample?: (sample: number) => void) => ChunkResult;
}

/**
 * Compiles a circuit for {@link PreparedVariation.run}, and runs it once as it is written.
 *
 * An operating point gives its signals, a DC sweep its curves, every analysis its measures; points of sweeps and levels of
 * measures are those of the circuit as it is written. A sample or a measure that fails has NaN for its values, and is
 * listed.
 *
 * @throws engine/nothing-varies if nothing does; engine/varied-twice if a named quantity is drawn
 *   by the netlist; engine/no-output if there is nothing to report; what `compileAdjustable`
 *   and `simulate` throw for the circuit as it is written
 */
export function prepareVariation(request: VariationRequest): PreparedVariation {
  const { variations, tolerance, signals: saves } = request;
  const circuit = saves ? { ...request.circuit, saves } : request.circuit;
  const names = Object.keys(variations);
  const draws: StatisticalDraw[] = [];
  const drawn = flatten(circuit, {
    draw: (draw) => {
      draws.push(draw);
      return 0;
    },
  });
  if (names.length + draws.length === 0) throw nothingVaries();
  for (const name of names) {
    if (draws.some((draw) => key(draw.name.replace(/#\d+$/, "")) === key(name.trim()))) throw variedTwice(name);
  }
  const adjustable = compileAdjustable(circuit, names, { draws: draws.map(({ name }) => name) });
  const quantities = adjustable.quantities.map(({ name, value, unit, range }, index): VariedQuantity => {
    if (index >= names.length) {
      const { distribution } = draws[index - names.length];
      return { name, nominal: 0, unit, tolerance: { distribution, absolute: 1 } };
    }
    return { name, nominal: value, unit, ...(range && { range }), ...variations[name] };
  });

  const nominal = simulate(drawn, { tolerance });
  const outputs = nominal.flatMap(outputsOf);
  const curves = nominal.filter(isSweep).map(curvesOf);
  if (outputs.length + curves.length === 0) throw noOutput(drawn);

  const runs = sampleRuns(adjustable, drawn, nominal, tolerance);
  const run: PreparedVariation["run"] = ({ first, count, values }, onSample) => {
    const result = {
      first,
      count,
      outputs: new Float64Array(count * outputs.length).fill(Number.NaN),
      curves: curves.map((each) => new Float64Array(count * each.nominal.length).fill(Number.NaN)),
      failures: [] as SampleFailure[],
    };
    for (const [k, outcome] of runs(values, count, (at) => onSample?.(first + at)).entries()) {
      if ("error" in outcome) {
        const { code, parts } = outcome.error;
        result.failures.push({ sample: first + k, code, problem: parts.problem });
        continue;
      }
      const { results } = outcome;
      result.outputs.set(
        Float64Array.from(results.flatMap(outputsOf), (output) => output.nominal),
        k * outputs.length,
      );
      for (const [index, each] of results.filter(isSweep).map(curvesOf).entries()) {
        result.curves[index].set(each.nominal, k * each.nominal.length);
      }
      result.failures.push(...results.flatMap(({ measures }) => failedMeasures(measures, first + k)));
    }
    return result;
  };
  return { quantities, outputs, curves, run };
}

const isSweep = ({ waveforms }: SampleResult): boolean => waveforms.analysis === "dc";

function outputsOf({ waveforms, measures }: SampleResult): VariationOutput[] {
  const signals = waveforms.analysis === "operatingPoint" ? waveforms.signals : [];
  return [
    ...signals.map(({ name, unit, values }) => ({ name, unit, nominal: values[0] })),
    ...measures.map((outcome) =>
      isMeasureFailure(outcome)
        ? { name: outcome.name, unit: "", nominal: Number.NaN }
        : { name: outcome.name, unit: outcome.unit ?? "", nominal: outcome.value },
    ),
  ];
}

function curvesOf({ waveforms: { scales, signals } }: SampleResult): VariationCurves {
  const points = scales[0].values.length;
  const nominal = new Float64Array(points * signals.length);
  for (const [index, { values }] of signals.entries()) {
    for (let point = 0; point < points; point++) nominal[point * signals.length + index] = values[point];
  }
  return { scales, signals: signals.map(({ name, unit }) => ({ name, unit })), nominal };
}

function failedMeasures(measures: SampleResult["measures"], sample: number): SampleFailure[] {
  return measures.filter(isMeasureFailure).map(({ name, error }) => {
    return { sample, output: name, code: error.code, problem: error.problem };
  });
}

function nothingVaries(): HillockError {
  return new HillockError({
    code: "engine/nothing-varies",
    problem: "nothing in the circuit varies",
    help: "say what does, as in  --vary R1=10% , or write agauss(), unif(), ... in the netlist",
  });
}

function variedTwice(name: string): HillockError {
  return new HillockError({
    code: "engine/varied-twice",
    problem: `${name} is to vary, and the netlist draws it`,
    help: "leave out one of both; a .param for the drawn part can be varied by itself",
  });
}

function noOutput({ analyses }: FlatCircuit): HillockError {
  return new HillockError({
    code: "engine/no-output",
    problem: "no number would come of a sample",
    details: [`The circuit runs ${analyses.map(({ kind }) => kind).join(", ")}, and measures nothing.`],
    help: "add .measure lines, or a .op or .dc",
  });
}
