import type { LabelledRows } from "../printed-model.js";
import type { DataTable } from "./data-table.js";
import { type FeatureScaling, fitScaling, scaleRows } from "./scale.js";
import { type Split, stratifiedSplit } from "./split.js";

/** A data set ready to be trained on, and how it came to be so. */
export interface PreparedData {
  readonly training: LabelledRows;
  readonly validation: LabelledRows;
  readonly test: LabelledRows;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly split: Split;
  readonly scaling: FeatureScaling;
  /** What was changed on the way, a sentence each. */
  readonly conversions: readonly string[];
}

/**
 * Splits a table 60/20/20 by the seed, or as given, and turns it into voltages with the scaling of its training rows.
 *
 * @param scaledBy "all" fits the scaling on all rows, as the published data sets have it: a little is then known of the test rows
 * @throws training/few-rows
 */
export function prepareData(
  table: DataTable,
  { seed, split, scaledBy = "training" }: { seed: number; split?: Split; scaledBy?: "training" | "all" },
): PreparedData {
  const parts = split ?? stratifiedSplit(table, seed);
  const { training, validation, test } = parts;
  const all = Uint32Array.from(table.labels, (_, row) => row);
  const scaling = fitScaling(table, scaledBy === "all" ? all : training);
  let clipped = 0;
  const rowsOf = (rows: Uint32Array): LabelledRows => {
    const scaled = scaleRows(table, rows, scaling);
    clipped += scaled.clipped;
    return { inputs: scaled.inputs, labels: Uint8Array.from(rows, (row) => table.labels[row]) };
  };
  const made = { training: rowsOf(training), validation: rowsOf(validation), test: rowsOf(test) };
  const conversions = [...table.conversions];
  const constant = table.features.filter((_, k) => !(scaling.largest[k] > scaling.least[k]));
  if (constant.length)
    conversions.push(`constant in the training rows, and so 0.5 V everywhere: ${constant.join(", ")}`);
  if (clipped) conversions.push(`${clipped} values beyond those of the training rows were brought to 0 V or 1 V`);
  return { ...made, features: table.features, classes: table.classes, split: parts, scaling, conversions };
}
