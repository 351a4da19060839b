/** One line of the result. */
export interface Row {
  readonly name: string;
  /** Of `ours` and `peer`: "s" of CPU time, "ms" of wall time in a browser, or of user CPU time of a training step. */
  readonly unit: "s" | "ms";
  /** Medians; null where no settings on the ladder meet the target. */
  readonly ours: number | null;
  readonly peer: number | null;
  /** peer / ours: above 1 we are faster. */
  readonly ratio: number | null;
  /** The larger error of the two engines, in the unit of the target. */
  readonly error: number | null;
  readonly settings: RowSettings;
}

export interface RowSettings {
  /** Error allowed. */
  readonly target: string;
  readonly ours: string;
  readonly peer: string;
  readonly repetitions: number;
}

/** Median; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
