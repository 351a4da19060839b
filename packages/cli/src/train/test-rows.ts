import { join } from "node:path";
import { HillockError } from "hillock";
import type { LabelledRows } from "hillock/training";
import { openCsv } from "../output/csv-file.js";
import { readTable } from "../read-table.js";
import { type RunRecord, runFiles } from "./run-record.js";

/** Writes the test rows as the network sees them: voltages of the inputs, and the number of the class. */
export async function writeTestRows(folder: string, { inputs, labels }: LabelledRows): Promise<string> {
  const width = inputs.length / labels.length;
  const path = join(folder, runFiles.test);
  const file = await openCsv(path, [...Array.from({ length: width }, (_, i) => `vx${i + 1}`), "class"]);
  for (const [row, label] of labels.entries()) {
    await file.write([...inputs.subarray(row * width, (row + 1) * width), label]);
  }
  await file.close();
  return path;
}

/**
 * Reads them again.
 *
 * @throws input/not-a-run if they are not those of the run
 */
export function readTestRows(folder: string, { dataset }: RunRecord): LabelledRows {
  const path = join(folder, runFiles.test);
  const { columns } = readTable(path);
  const width = dataset.features.length;
  const rows = columns[0]?.values.length ?? 0;
  const labels = columns.at(-1)?.values ?? new Float64Array();
  const isClass = (label: number) => Number.isInteger(label) && label >= 0 && label < dataset.classes.length;
  if (columns.length !== width + 1 || rows !== dataset.rows.test || !labels.every(isClass))
    throw new HillockError({
      code: "input/not-a-run",
      place: path,
      problem: "these are not the test rows of the run",
      help: "train again; the files of a run belong together",
    });
  const inputs = new Float64Array(rows * width);
  for (let i = 0; i < width; i++) {
    columns[i].values.forEach((value, row) => {
      inputs[row * width + i] = value;
    });
  }
  return { inputs, labels: Uint8Array.from(labels) };
}
