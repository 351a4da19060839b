import { HillockError } from "../../base/error.js";
import { type BatchFailure, type BatchLanes, createBatch } from "../../engine/batch/index.js";
import { compileAdjustable } from "../../engine/quantities/index.js";
import { rowConstraints } from "../../netlist/constraint.js";
import { variedQuantities } from "../../netlist/quantity.js";
import { drawSamples, type Samples } from "../../sampling/draw-samples.js";
import { type CharacterisedCircuit, type CurveInputs, characterisationBench } from "./characterised-circuits.js";
import { createTanhFit, tanhFitSize } from "./fit-tanh.js";

/** More inputs do not tell more of a transfer curve. */
const mostPoints = 10_001;

/** A transfer curve of each of many circuits. */
export interface TransferCurves {
  readonly lanes: BatchLanes;
  /** `[points]`, V */
  readonly inputs: Float64Array;
  /** `[samples, points]`, V; NaN where a sample failed. */
  readonly outputs: Float64Array;
  readonly failures: readonly BatchFailure[];
}

/**
 * Transfer curves of a circuit for many values of its cell's parameters.
 *
 * @returns a function of values `[samples, parameters]`, SI, in the order of the cell's parameters
 * @throws training/curve-inputs, and what compiling the circuit throws
 */
export function createTransferCurves(
  circuit: CharacterisedCircuit,
  inputs: CurveInputs = circuit.inputs,
): (values: Float64Array) => TransferCurves {
  const { from, to, points } = inputs;
  const isCurve =
    Number.isInteger(points) && points >= 5 && points <= mostPoints && to > from && Number.isFinite(to - from);
  if (!isCurve) {
    throw new HillockError({
      code: "training/curve-inputs",
      problem: `${points} inputs from ${from} V to ${to} V are no curve`,
      help: `give 5 to ${mostPoints} of them, from the lower voltage to the higher one`,
    });
  }
  const names = Object.keys(circuit.cell.parameters).map((name) => `X1.${name}`);
  const sweep = { variable: "VIN", from, to, step: (to - from) / (points - 1) };
  const batch = createBatch(compileAdjustable(characterisationBench(circuit), names), { outputs: ["v(out)"], sweep });
  return (values) => {
    const { outputs, failures } = batch.run(values);
    return { lanes: batch.lanes, inputs: batch.scale, outputs, failures };
  };
}

/** Samples of a circuit's parameters, and the tanh of each. */
export interface Characterisation {
  /** `[parameters]` */
  readonly names: readonly string[];
  readonly samples: Samples;
  /** `[samples, 4]`: eta1, eta2, eta3 in V, eta4 in 1/V; NaN where a sample failed. */
  readonly eta: Float64Array;
  /** `[samples]`: root mean square of curve less tanh, V. */
  readonly error: Float64Array;
  readonly inputs: Float64Array;
  readonly failures: readonly BatchFailure[];
  readonly lanes: BatchLanes;
}

export interface CharacteriseSettings {
  readonly samples: number;
  /** Of the scrambling of Sobol's sequence. */
  readonly seed: number;
  readonly inputs?: CurveInputs;
  /** Told how many samples are done. */
  readonly onProgress?: (done: number) => void;
}

/** Samples whose curves are kept at one time. */
const chunkSize = 1024;

/**
 * Draws designs of a circuit over the whole printable range by Sobol's sequence, as far as they fulfil its constraints, computes
 * the transfer curve of each, and fits a tanh to it.
 *
 * @throws what `drawSamples` and {@link createTransferCurves} throw
 */
export function characterise(circuit: CharacterisedCircuit, settings: CharacteriseSettings): Characterisation {
  const { samples: count, seed, inputs, onProgress } = settings;
  const { parameters, constraints } = circuit.cell;
  const names = Object.keys(parameters);
  const quantities = variedQuantities(parameters).map((each) => ({ ...each, spanning: "linear" as const }));
  const samples = drawSamples(quantities, { samples: count, seed, constraints: rowConstraints(constraints, names) });
  const curvesOf = createTransferCurves(circuit, inputs);

  const eta = new Float64Array(count * 4).fill(Number.NaN);
  const error = new Float64Array(count).fill(Number.NaN);
  const failures: BatchFailure[] = [];
  let scale = new Float64Array();
  let lanes: BatchLanes = "engine";
  for (let first = 0; first < count; first += chunkSize) {
    const last = Math.min(count, first + chunkSize);
    const curves = curvesOf(samples.values.subarray(first * names.length, last * names.length));
    const fitted = fitCurves(circuit, curves);
    eta.set(fitted.eta, first * 4);
    error.set(fitted.error, first);
    failures.push(...fitted.failures.map((each) => ({ ...each, sample: each.sample + first })));
    scale = Float64Array.from(curves.inputs);
    lanes = curves.lanes;
    onProgress?.(last);
  }
  return { names, samples, eta, error, inputs: scale, failures, lanes };
}

/** The tanh of each curve, `[samples, 4]` and `[samples]`; failures of the curves and of the fits. */
export function fitCurves(
  { sign }: CharacterisedCircuit,
  { inputs, outputs, failures }: TransferCurves,
): Pick<Characterisation, "eta" | "error" | "failures"> {
  const points = inputs.length;
  const count = outputs.length / points;
  const eta = new Float64Array(count * 4).fill(Number.NaN);
  const error = new Float64Array(count).fill(Number.NaN);
  const failed = new Set(failures.map(({ sample }) => sample));
  const unfitted: BatchFailure[] = [];
  const { fit } = createTanhFit(inputs);
  const curve = new Float64Array(points);
  const found = new Float64Array(tanhFitSize);
  for (let sample = 0; sample < count; sample++) {
    if (failed.has(sample)) continue;
    for (let i = 0; i < points; i++) curve[i] = sign * outputs[sample * points + i];
    if (fit(curve, found)) {
      eta.set(found.subarray(0, 4), sample * 4);
      error[sample] = found[4];
    } else unfitted.push({ sample, error: flatCurve() });
  }
  const all = [...failures, ...unfitted].sort((a, b) => a.sample - b.sample);
  return { eta, error, failures: all };
}

function flatCurve(): HillockError {
  return new HillockError({
    code: "training/flat-curve",
    problem: "the transfer curve has no swing, so there is no tanh to fit",
    help: "sweep the input over a range in which the circuit switches",
  });
}
