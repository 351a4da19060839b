import {
  type DataTable,
  fitScaling,
  type LabelledRows,
  type Split,
  scaleRows,
  stratifiedSplit,
} from "hillock/training";
import type { RunRecord } from "./run-record.js";

/** Rows to train with, to select by and to test with, as voltages. */
export interface DividedRows {
  readonly parts: Readonly<Record<keyof Split, LabelledRows>>;
  readonly scaling: RunRecord["dataset"]["scaling"];
  /** What was done to the data, a sentence each. */
  readonly notes: readonly string[];
}

/** Rows of each part, at most: a network of this size learns nothing from more, and each epoch passes through all of them. */
const mostRows: Readonly<Record<keyof Split, number>> = { training: 20_000, validation: 5_000, test: 10_000 };

/**
 * Divides a table 60/20/20, each class alike, and scales its features to 0 ... 1 V as the training rows have them. Of very many
 * rows some are drawn.
 *
 * @throws training/few-rows
 */
export function dividedRows(table: DataTable, seed: number): DividedRows {
  const notes: string[] = [];
  const whole = stratifiedSplit(table, seed);
  const limited = (name: keyof Split): Uint32Array => {
    const rows = whole[name];
    const most = mostRows[name];
    if (rows.length <= most) return rows;
    notes.push(`of ${rows.length} ${name} rows, ${most} were drawn by chance, each class in proportion`);
    const rest = (rows.length - most) / 2;
    const labels = Uint8Array.from(rows, (row) => table.labels[row]);
    const drawn = stratifiedSplit({ labels, classes: table.classes }, seed, [most, rest, rest]).training;
    return drawn.map((k) => rows[k]);
  };
  const split = { training: limited("training"), validation: limited("validation"), test: limited("test") };
  const scaling = fitScaling(table, split.training);
  const constant = table.features.filter((_, k) => scaling.least[k] === scaling.largest[k]);
  if (constant.length > 0)
    notes.push(`the same in all training rows, so that the input is 0.5 V throughout: ${constant.join(", ")}`);
  const part = (name: keyof Split): LabelledRows => {
    const { inputs, clipped } = scaleRows(table, split[name], scaling);
    if (clipped > 0)
      notes.push(
        `values of the ${name} rows beyond those of the training rows, which were set to 0 V or 1 V: ${clipped}`,
      );
    return { inputs, labels: Uint8Array.from(split[name], (row) => table.labels[row]) };
  };
  return { parts: { training: part("training"), validation: part("validation"), test: part("test") }, scaling, notes };
}
