import type { ErrorParts } from "../../base/error.js";
import type { Measure } from "../../netlist/circuit.js";

/** The result of a `.measure`. */
export interface MeasuredValue {
  readonly name: string;
  readonly analysis: Measure["analysis"];
  /** SI */
  readonly value: number;
  /** `V`, `s`, `V s`, ...; a formula's result has none. */
  readonly unit?: string;
  /** Where along the scale (s, Hz, V, ...): of a maximum or minimum the last such point; of a value found, where it was. */
  readonly at?: number;
  /** What was measured: a statistic's window, ended where the run ends; from a delay's trigger to its target. */
  readonly from?: number;
  readonly to?: number;
}

/** A `.measure` that has no value, and why. */
export interface MeasureFailure {
  readonly name: string;
  readonly analysis: Measure["analysis"];
  readonly error: ErrorParts;
}

export type MeasureOutcome = MeasuredValue | MeasureFailure;

/** Whether a measure has no value. */
export const isMeasureFailure = (outcome: MeasureOutcome): outcome is MeasureFailure => "error" in outcome;
