/** A data set as it was read or generated. */
export interface DataTable {
  /** `[features]` */
  readonly features: readonly string[];
  /** `[classes]` */
  readonly classes: readonly string[];
  /** `[rows, features]`, in whatever unit the source has. */
  readonly values: Float64Array;
  /** Class of each row `[rows]`. */
  readonly labels: Uint8Array;
  /** What was changed on the way, a sentence each: for the report. */
  readonly conversions: readonly string[];
}

/** A label is a byte. */
export const mostClasses = 255;
