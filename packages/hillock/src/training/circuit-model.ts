import type { CurveFamily } from "../networks/curve.js";
import type { PrintedCircuit } from "../networks/printed-network.js";

/**
 * How the curves of one kind of circuit follow from component values: the one interface of fixed curves, surrogates and
 * solved circuits. Records are those of `LayerValues`: the numbers of the curve, then load resistance, source voltage and input
 * conductance of the stage.
 */
export interface CircuitModel {
  readonly kind: PrintedCircuit["kind"];
  readonly curves: CurveFamily;
  /** Names of the component values. */
  readonly values: readonly string[];
  /** Whether the values can be trained. */
  readonly learnable: boolean;
  /**
   * Records `[count, recordWidth]` of circuits with these component values `[count, values]`, SI.
   * @throws what the engine throws for circuits that it solves
   */
  readonly evaluate: (values: Float64Array, count: number, records: Float64Array) => void;
  /**
   * Adds d loss / d values `[count, values]` from d loss / d records, after `evaluate` of the same values.
   */
  readonly addGradient: (values: Float64Array, count: number, byRecords: Float64Array, into: Float64Array) => void;
  /**
   * Makes room for groups of so many circuits each, in so many samples, a multiple of four, in single precision; absent where there is
   * no single precision.
   */
  readonly batch?: (counts: readonly number[], lanes: number) => CircuitBatch;
}

/** Circuits whose component values deviate from those of their group, in single precision, in all samples. */
export interface CircuitBatch {
  /** Value over nominal value `[values, circuits, lanes]`, to be written. */
  readonly factors: Float32Array;
  /** eta1 ... eta4 `[4, circuits, lanes]`, after `evaluate`. */
  readonly eta: Float32Array;
  /** d loss / d eta, to be written. */
  readonly byEta: Float32Array;
  /** @param nominal component values of each group, SI */
  readonly evaluate: (nominal: readonly Float64Array[]) => void;
  /** After `evaluate`: adds d loss / d nominal value of each group. */
  readonly addGradient: (nominal: readonly Float64Array[], into: readonly Float64Array[]) => void;
}
