/** Which outputs count as an answer when they are measured, V. */
export interface MeasuringThresholds {
  /** The largest output reaches this. */
  readonly sensed: number;
  /** And no other one is above this. */
  readonly silent: number;
}

/** Those of the evaluation code published with H. Zhao et al., DATE 2023. */
export const publishedThresholds: MeasuringThresholds = { sensed: 0.01, silent: 0 };

/** Index of the largest of a row's outputs; the first of equal ones. */
export function largestOutput(outputs: Float64Array, at: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if (outputs[at + k] > outputs[at + best]) best = k;
  return best;
}

/** Share of rows whose largest output `[rows, classes]` is that of their label. */
export function accuracy(outputs: Float64Array, labels: Uint8Array, classes: number): number {
  let right = 0;
  labels.forEach((label, row) => {
    if (largestOutput(outputs, row * classes, classes) === label) right++;
  });
  return right / labels.length;
}

/** Share of rows that are right and can be read without comparing voltages: see {@link MeasuringThresholds}. */
export function measuringAwareAccuracy(
  outputs: Float64Array,
  labels: Uint8Array,
  classes: number,
  { sensed, silent }: MeasuringThresholds = publishedThresholds,
): number {
  let right = 0;
  labels.forEach((label, row) => {
    const at = row * classes;
    const best = largestOutput(outputs, at, classes);
    if (best !== label || outputs[at + best] < sensed) return;
    for (let k = 0; k < classes; k++) if (k !== best && outputs[at + k] > silent) return;
    right++;
  });
  return right / labels.length;
}
