import { fallingTanh, risingTanh } from "../networks/curve.js";
import { recordWidth } from "../networks/layer.js";
import { negativeWeightValues, type PrintedCircuit, tanhCircuitValues } from "../networks/printed-network.js";
import type { CircuitModel } from "./circuit-model.js";
import { stageRecords } from "./stage-records.js";

/** eta1 ... eta4 as functions of component values `[count, values]`: what a surrogate is to a trained network. */
export interface EtaFunction {
  /** `[count, 4]` */
  readonly eta: (values: Float64Array) => Float64Array;
  /** d loss / d values `[count, values]` from d loss / d eta `[count, 4]`. */
  readonly gradient: (values: Float64Array, byEta: Float64Array) => Float64Array;
  /** Both for many circuits at once, if there is single precision. */
  readonly batch?: CircuitModel["batch"];
}

/**
 * Curves that stay what they are, eta1 ... eta4, whatever the component values; those still say how the circuit loads and is
 * loaded. Nothing of it is learnt.
 */
export function fixedModel(kind: PrintedCircuit["kind"], eta: readonly number[]): CircuitModel {
  return tanhModel(kind, undefined, (_values, count, records, width) => {
    for (let k = 0; k < count; k++) records.set(eta, k * width);
  });
}

/** Curves whose eta1 ... eta4 follow from the component values by a surrogate, with its gradient. */
export function surrogateModel(kind: PrintedCircuit["kind"], surrogate: EtaFunction): CircuitModel {
  return tanhModel(kind, surrogate, (values, count, records, width) => {
    const eta = surrogate.eta(values);
    for (let k = 0; k < count; k++) for (let n = 0; n < 4; n++) records[k * width + n] = eta[4 * k + n];
  });
}

function tanhModel(
  kind: PrintedCircuit["kind"],
  surrogate: EtaFunction | undefined,
  writeEta: (values: Float64Array, count: number, records: Float64Array, width: number) => void,
): CircuitModel {
  const curves = kind === "negative-weight" ? fallingTanh : risingTanh;
  const values = kind === "tanh" ? tanhCircuitValues : negativeWeightValues;
  const stage = stageRecords(kind, curves);
  const width = recordWidth(curves);
  return {
    kind,
    curves,
    values,
    learnable: surrogate !== undefined,
    ...(surrogate?.batch && { batch: surrogate.batch }),
    evaluate(given, count, records) {
      writeEta(given, count, records, width);
      for (let k = 0; k < count; k++) stage.write(given, k * values.length, records, k * width);
    },
    addGradient(given, count, byRecords, into) {
      for (let k = 0; k < count; k++) stage.addGradient(given, k * values.length, byRecords, k * width, into);
      if (!surrogate) return;
      const byEta = new Float64Array(4 * count);
      for (let k = 0; k < count; k++) for (let n = 0; n < 4; n++) byEta[4 * k + n] = byRecords[k * width + n];
      const byValues = surrogate.gradient(given, byEta);
      for (let k = 0; k < byValues.length; k++) into[k] += byValues[k];
    },
  };
}
