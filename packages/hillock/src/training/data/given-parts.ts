import { HillockError } from "../../base/error.js";
import type { DataTable } from "./data-table.js";
import type { Split } from "./split.js";

const partNames = ["training", "validation", "test"] as const;

/**
 * One table of three that are the parts of a data set already, and which of its rows are whose: first those to train with, then those
 * to validate and to test with.
 *
 * @throws training/different-parts if their features or classes are not the same
 */
export function tableOfParts(parts: Readonly<Record<keyof Split, DataTable>>): {
  readonly table: DataTable;
  readonly split: Split;
} {
  const { features, classes } = parts.training;
  for (const name of partNames) {
    const part = parts[name];
    if (!same(part.features, features)) throw differentParts(name, "features", part.features, features);
    if (!same(part.classes, classes)) throw differentParts(name, "classes", part.classes, classes);
  }
  const tables = partNames.map((name) => parts[name]);
  const width = features.length;
  const rows = tables.reduce((sum, { labels }) => sum + labels.length, 0);
  const values = new Float64Array(rows * width);
  const labels = new Uint8Array(rows);
  const conversions = new Set<string>();
  let first = 0;
  const [training, validation, test] = tables.map((part) => {
    const count = part.labels.length;
    values.set(part.values, first * width);
    labels.set(part.labels, first);
    for (const each of part.conversions) conversions.add(each);
    first += count;
    return Uint32Array.from({ length: count }, (_, k) => first - count + k);
  });
  return {
    table: { features, classes, values, labels, conversions: [...conversions] },
    split: { training, validation, test },
  };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, k) => each === other[k]);
}

function differentParts(part: string, what: string, own: readonly string[], wanted: readonly string[]): HillockError {
  return new HillockError({
    code: "training/different-parts",
    place: `${part} rows`,
    problem: `their ${what} are ${own.join(", ")}, those of the training rows ${wanted.join(", ")}`,
    help: "all parts of a data set have the same columns and classes, and no column that never changes",
  });
}
