import type { DataTable } from "./data-table.js";

/** Of each feature, the values that become 0 V and 1 V. Plain data. */
export interface FeatureScaling {
  readonly least: readonly number[];
  readonly largest: readonly number[];
}

/**
 * Scaling that takes each feature's least value of the given rows to 0 V and its largest one to 1 V. Fitted on training rows only,
 * so that nothing is known of the others.
 */
export function fitScaling(
  { values, features }: Pick<DataTable, "values" | "features">,
  rows: Uint32Array,
): FeatureScaling {
  const least = features.map(() => Number.POSITIVE_INFINITY);
  const largest = features.map(() => Number.NEGATIVE_INFINITY);
  for (const row of rows)
    for (let k = 0; k < features.length; k++) {
      const value = values[row * features.length + k];
      least[k] = Math.min(least[k], value);
      largest[k] = Math.max(largest[k], value);
    }
  return { least, largest };
}

/** Rows as voltages `[rows, features]`, and how many values were brought to the range of the training rows. */
export interface ScaledRows {
  readonly inputs: Float64Array;
  readonly clipped: number;
}

/**
 * The voltages of rows: 0 ... 1 V. Values beyond those of the training rows are brought to 0 or 1 V, as the circuits' inputs are not
 * made for more; a feature that is constant in the training rows is 0.5 V.
 */
export function scaleRows(
  { values, features }: Pick<DataTable, "values" | "features">,
  rows: Uint32Array,
  { least, largest }: FeatureScaling,
): ScaledRows {
  const inputs = new Float64Array(rows.length * features.length);
  let clipped = 0;
  rows.forEach((row, at) => {
    for (let k = 0; k < features.length; k++) {
      const span = largest[k] - least[k];
      const place = span > 0 ? (values[row * features.length + k] - least[k]) / span : 0.5;
      const voltage = Math.min(1, Math.max(0, place));
      if (voltage !== place) clipped++;
      inputs[at * features.length + k] = voltage;
    }
  });
  return { inputs, clipped };
}
