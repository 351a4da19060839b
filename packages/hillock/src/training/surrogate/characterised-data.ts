import { rowConstraints } from "../../netlist/constraint.js";
import { variedQuantities } from "../../netlist/quantity.js";
import { drawSamples } from "../../sampling/draw-samples.js";
import { randomStream } from "../../sampling/random-stream.js";
import { createTransferCurves, fitCurves } from "../characterise/characterise.js";
import type { CharacterisedCircuit } from "../characterise/characterised-circuits.js";
import type { SurrogateData } from "./train-surrogate.js";

/** Circuits as they are printed, and the tanh of each. */
export interface CharacterisedData extends SurrogateData {
  readonly names: readonly string[];
  /** Circuits that are left out: without a tanh, or with one whose bends do not both lie within the inputs. */
  readonly leftOut: number;
}

/** Inputs of a curve: so many that the steepest have some on their slope, else eta4 would depend on where they lie. */
const points = 401;

/** Where a tanh is bent: at tanh(2) = 0.96. */
const wholeBend = 2;

/**
 * Data to train a surrogate on: designs over the whole printable range, with every component off by its own part of up to `spread`, so
 * that the variation of what is printed at a range's end still lies within what was learnt.
 *
 * @throws what `drawSamples` and {@link createTransferCurves} throw
 */
export function characterisedData(
  circuit: CharacterisedCircuit,
  { samples, seed, spread }: { readonly samples: number; readonly seed: number; readonly spread: number },
): CharacterisedData {
  const { parameters, constraints } = circuit.cell;
  const names = Object.keys(parameters);
  const quantities = variedQuantities(parameters).map((each) => ({ ...each, spanning: "linear" as const }));
  const designs = drawSamples(quantities, { samples, seed, constraints: rowConstraints(constraints, names) });
  const n = names.length;
  const values = designs.values.slice();
  for (let sample = 0; sample < samples; sample++) {
    const { uniform } = randomStream(seed, sample);
    for (let k = 0; k < n; k++) values[sample * n + k] *= 1 + spread * (2 * uniform() - 1);
  }
  const curves = createTransferCurves(circuit, { ...circuit.inputs, points })(values);
  const { eta } = fitCurves(circuit, curves);
  const [first, last] = [curves.inputs[0], curves.inputs[curves.inputs.length - 1]];
  // What the inputs show of such a curve hardly tells its swing from its middle: neighbours get numbers far apart. Where the fit
  // failed eta is NaN, which is within nothing.
  const isWhole = (k: number): boolean => {
    const [eta3, bend] = [eta[4 * k + 2], wholeBend / eta[4 * k + 3]];
    return eta3 - bend >= first && eta3 + bend <= last;
  };
  const kept = Array.from({ length: samples }, (_, k) => k).filter(isWhole);
  const rows = (from: Float64Array, width: number) =>
    Float64Array.from(
      { length: kept.length * width },
      (_, at) => from[kept[Math.floor(at / width)] * width + (at % width)],
    );
  return { names, omega: rows(values, n), eta: rows(eta, 4), leftOut: samples - kept.length };
}
