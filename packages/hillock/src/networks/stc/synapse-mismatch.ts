/**
 * How much larger than the network's scalars the values of each synapse are, as factors `[neurons, inputs]`: what transistors and
 * capacitors that are drawn alike differ by.
 */
export interface SynapseMismatch {
  /** I_THPOT */
  readonly potentiationThreshold: Float64Array;
  /** I_THDEP */
  readonly depressionThreshold: Float64Array;
  /** I_TAILP */
  readonly potentiationCurrent: Float64Array;
  /** I_TAILD */
  readonly depressionCurrent: Float64Array;
  /** C */
  readonly capacitance: Float64Array;
}
