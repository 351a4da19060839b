/** One signal of a run: `v(a)`, `v(a,b)` or `i(v1)` as the netlist names it, with a value per point of the scale. */
export interface SignalValues {
  readonly name: string;
  readonly unit: "V" | "A";
  /** `[points]`; the real part in a small-signal analysis. */
  readonly values: Float64Array;
  /** `[points]`; small-signal analysis only. */
  readonly imaginary?: Float64Array;
}

/** What varies along a run. */
export interface Scale {
  /** `time`, `frequency`, or the swept source, resistor or `temp`. */
  readonly name: string;
  /** s, Hz, V, A, ohm or degC. */
  readonly unit: string;
  /** `[points]`, not necessarily evenly spaced. */
  readonly values: Float64Array;
}

/**
 * The result of one analysis, whichever engine made it.
 *
 * A transient's points are placed so that straight lines between them follow the solution to three times the run's
 * tolerance, relative to the size of each signal. An
 * operating point has one point. A nested DC sweep has its points in the order of the loops, innermost fastest, and a
 * scale for each loop.
 */
export interface Waveforms {
  readonly analysis: "operatingPoint" | "dc" | "transient" | "ac";
  /** Innermost first; empty for an operating point. */
  readonly scales: readonly Scale[];
  readonly signals: readonly SignalValues[];
}
