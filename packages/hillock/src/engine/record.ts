import type { Waveforms } from "../base/waveforms.js";
import type { MeasureOutcome } from "./measure/outcome.js";

/** How a run went: enough to judge it and to repeat it. */
export interface RunRecord {
  /** Settings in force, after defaults: tolerance, method, temperature (K), gmin (S), ... */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** Time steps (or sweep points) accepted. */
  readonly steps: number;
  /** Steps thrown away because their error was too large or Newton's iteration failed. */
  readonly rejections: number;
  readonly newtonIterations: number;
  /** Threshold crossings of devices (switches) that were located, in s. */
  readonly events: readonly number[];
  /** Ways to an operating point that were needed: "newton", "gmin stepping", ... */
  readonly operatingPointBy: string | undefined;
  /**
   * Worst imbalance between the power that the sources deliver and the power that the elements take up, relative to the
   * power delivered, over all accepted points (Tellegen's theorem holds to rounding and to Newton's tolerance).
   */
  readonly powerBalanceResidual: number;
  /** What the user should know: ill-conditioned spike counts, parts of a model that do not act, ... */
  readonly warnings: readonly string[];
}

/** The result of one analysis of a circuit. */
export interface AnalysisResult {
  readonly waveforms: Waveforms;
  readonly record: RunRecord;
  /** The circuit's measures of it, where `simulate` ran it. */
  readonly measures?: readonly MeasureOutcome[];
}

/** The result of one analysis with the circuit's measures, in their order; one without a value is an entry with an error. */
export interface MeasuredResult extends AnalysisResult {
  readonly measures: readonly MeasureOutcome[];
}
