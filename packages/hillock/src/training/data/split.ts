import { HillockError } from "../../base/error.js";
import { randomStream } from "../../sampling/random-stream.js";
import type { DataTable } from "./data-table.js";

/** Rows of a table: which ones to train with, to select by, and to test with. */
export interface Split {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Divides the rows of each class by chance in the same proportions. The rows of each part are in their original order.
 *
 * @param shares of training, validation and test rows; default 60/20/20
 * @throws training/few-rows if a class has too few rows for each part to get one
 */
export function stratifiedSplit(
  { labels, classes }: Pick<DataTable, "labels" | "classes">,
  seed: number,
  shares: readonly [number, number, number] = [0.6, 0.2, 0.2],
): Split {
  const parts: [number[], number[], number[]] = [[], [], []];
  const total = shares[0] + shares[1] + shares[2];
  classes.forEach((name, label) => {
    const rows: number[] = [];
    labels.forEach((each, row) => {
      if (each === label) rows.push(row);
    });
    const validation = Math.round((rows.length * shares[1]) / total);
    const test = Math.round((rows.length * shares[2]) / total);
    if (Math.min(validation, test, rows.length - validation - test) < 1) throw fewRows(name, rows.length);
    const { integer } = randomStream(seed, label);
    for (let k = rows.length - 1; k > 0; k--) {
      const other = integer(k + 1);
      const held = rows[k];
      rows[k] = rows[other];
      rows[other] = held;
    }
    rows.forEach((row, k) => {
      parts[k < validation ? 1 : k < validation + test ? 2 : 0].push(row);
    });
  });
  const [training, validation, test] = parts.map((rows) => Uint32Array.from(rows).sort());
  return { training, validation, test };
}

function fewRows(name: string, count: number): HillockError {
  return new HillockError({
    code: "training/few-rows",
    place: `class "${name}"`,
    problem: `its ${count === 1 ? "only row" : `${count} rows`} cannot be divided into rows to train, to validate and to test with`,
    help: "each class needs three rows at the very least; leave out classes with fewer",
  });
}
