import type { DifferenceTrace } from "./difference.js";

/** How one signal compares. Quantities in the signal's unit. */
export interface SignalReport {
  /** `v(out)`, `i(v1)`; in small-signal analysis `re(v(out))` and `im(v(out))`. */
  readonly name: string;
  /** Largest absolute difference between the engines. */
  readonly maxAbs: number;
  /** Root mean square of the difference, over time or points. */
  readonly rms: number;
  /** Highest minus lowest value that the reference takes; in small-signal analysis its largest magnitude. */
  readonly range: number;
  /** Sum of both engines' own errors, each the largest difference from its run at 10x other tolerance. */
  readonly selfError: number;
}

/** How one spike train compares. */
export interface SpikeReport {
  readonly signal: string;
  /** Number of spikes here and in the reference. */
  readonly count: number;
  readonly reference: number;
  /** Largest |time difference| of matched spikes, s; null if the counts differ. */
  readonly worst: number | null;
  /** Sum of both engines' own errors of spike times, s; null if a count changes with the tolerance. */
  readonly selfError: number | null;
}

export type Verdict = "pass" | "fail" | "reference-unconverged";

/** How one analysis compares: the pure result of two pairs of runs. */
export interface AnalysisReport {
  readonly signals: readonly SignalReport[];
  readonly spikes: readonly SpikeReport[];
  readonly verdict: Verdict;
  /** Why it is no pass, worst first; empty for a pass. */
  readonly reasons: readonly string[];
  /** What the verdict does not say: own errors of ours so large that a pass means little. */
  readonly notes: readonly string[];
  /** The difference of each signal over time (transients only), by name. */
  readonly traces: ReadonlyMap<string, DifferenceTrace>;
}

/** Two runs of one engine on one analysis: the one that is compared, and one at another tolerance to tell its own error. */
export interface RunPair<Run> {
  readonly run: Run;
  readonly repeat: Run;
}
