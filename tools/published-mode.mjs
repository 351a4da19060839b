// The published mode on the published data sets, as a table: node tools/published-mode.mjs --data iris,seeds --seeds 1,2,3
// --without quirk,quirk leaves these out, --each runs without each of them in turn, --surrogate NAME takes another stored surrogate;
// --summary gives medians and ranges over the seeds instead of a row for each.
// The data are data/uci13 in the folder of the tests: HILLOCK_DATA, by default ../shared.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importSource } from "./import-source.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = resolve(root, process.env.HILLOCK_DATA || "../shared", "data/uci13");
const { values } = parseArgs({
  options: {
    data: { type: "string", default: "iris,seeds" },
    seeds: { type: "string", default: "1,2,3" },
    variation: { type: "string", default: "0.1" },
    activation: { type: "string", default: "surrogate" },
    surrogate: { type: "string", default: "publishedNegativeWeightSurrogate" },
    without: { type: "string", default: "" },
    each: { type: "boolean", default: false },
    double: { type: "boolean", default: false },
    summary: { type: "boolean", default: false },
  },
});
const training = await importSource("training/index.ts");
const { publishedQuirks } = training;
const list = (text) => text.split(",").filter(Boolean);
const unknown = list(values.without).find((name) => !(name in publishedQuirks));
if (unknown || !(values.surrogate in training)) {
  console.error(`no quirk or surrogate has this name; quirks: ${Object.keys(publishedQuirks).join(", ")}`);
  process.exit(2);
}
/** Which seed is reported does not change a run, and the data are scaled already. */
const outside = ["bestSeedByTestAccuracy", "scalingKnowsAllRows"];
const each = Object.keys(publishedQuirks).filter((name) => !outside.includes(name));
const variants = values.each ? [[], ...each.map((name) => [name])] : [list(values.without)];

const sizes = ["0 %", "5 %", "10 %", "readable, 0 %"];
const columns = values.summary
  ? ["data", "without", "seeds", "epochs", ...sizes]
  : ["data", "without", "seed", "best epoch", "epochs", "ms/epoch", "validation loss", ...sizes];
print(columns);
print(columns.map(() => "---"));
for (const name of list(values.data)) {
  const data = published(name);
  for (const without of variants) {
    const variant = [name, without.join(" ") || "nothing"];
    const seeds = list(values.seeds).map(Number);
    const results = seeds.map((seed) => {
      const result = trained(data, without, seed);
      if (!values.summary) print([...variant, seed, ...cellsOf(result)]);
      return result;
    });
    if (values.summary) print([...variant, seeds.length, ...cellsOfAll(results)]);
  }
}

function print(cells) {
  console.log(`| ${cells.join(" | ")} |`);
}

function cellsOf({ bestEpoch, epochs, milliseconds, validationLoss, accuracies, readable }) {
  return [
    ...[bestEpoch, epochs, milliseconds.toFixed(2), validationLoss.toFixed(3)],
    ...accuracies.map(({ mean, deviation }, k) => mean.toFixed(4) + (k ? ` (${deviation.toFixed(3)})` : "")),
    readable.toFixed(3),
  ];
}

function cellsOfAll(results) {
  return [
    middle(results.map(({ epochs }) => epochs)).toFixed(0),
    ...[0, 1, 2].map((size) => medianAndRange(results.map(({ accuracies }) => accuracies[size].mean))),
    medianAndRange(results.map(({ readable }) => readable)),
  ];
}

function middle(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

function medianAndRange(numbers) {
  return `${middle(numbers).toFixed(3)} (${Math.min(...numbers).toFixed(3)} to ${Math.max(...numbers).toFixed(3)})`;
}

/** One training from beginning to end. */
function trained(data, without, seed) {
  const quirks = { ...publishedQuirks, ...Object.fromEntries(without.map((quirk) => [quirk, false])) };
  const negativeWeight = training.singleSurrogateFunction(training[values.surrogate]);
  const activation = quirks.activationIsMirrored
    ? negativeWeight
    : training.singleSurrogateFunction(training.tanhSurrogate);
  const request = {
    topology: [data.features.length, 3, data.classes.length],
    activation: values.activation,
    variation: Number(values.variation),
    seed,
    surrogates: { activation, negativeWeight },
  };
  const { model, ...rest } = training.publishedPreset(request, quirks);
  const precision = values.double ? "double" : model.precision;
  const before = process.cpuUsage();
  const run = training.printedRun({ ...rest, model: { ...model, precision } }, data);
  while (run.training.advance(1000));
  const { user } = process.cpuUsage(before);
  const { state } = run.training;
  const scores = run.test();
  return {
    bestEpoch: state.best.epoch + 1,
    epochs: state.epoch,
    milliseconds: user / 1000 / state.epoch,
    validationLoss: state.best.validationLoss,
    accuracies: scores.map(({ accuracy }) => accuracy),
    readable: scores[0].measuringAware.mean,
  };
}

/** The three published parts of a data set. They are scaled already, by all of their rows. */
function published(name) {
  const part = (which) => {
    const file = `${folder}/${name}.${which}.csv`;
    const { features, classes, values, labels } = training.readCsv(readFileSync(file, "utf8"), {
      file,
      label: "label",
    });
    return { features, classes, inputs: values, labels: labels.map((label) => Number(classes[label])) };
  };
  const parts = { training: part("train"), validation: part("valid"), test: part("test") };
  const { features, classes } = parts.training;
  return { features, classes, ...parts };
}
