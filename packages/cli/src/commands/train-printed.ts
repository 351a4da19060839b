import { writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { proportionOf, quantityText, shortNumber } from "hillock";
import { evaluateVariation, prepareData, testSizes, type VariationScore } from "hillock/training";
import { type ExitCode, exitCode } from "../failure.js";
import { textTable } from "../output/describe.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import type { Progress } from "../progress.js";
import { loadDataSet } from "../train/data-set.js";
import { limitedSplit } from "../train/limited-split.js";
import { measuredIfPrintable } from "../train/measured-network.js";
import { presetObject, presetOf, scaledByIn } from "../train/plan.js";
import { reportPage } from "../train/report.js";
import { type BySize, type RunRecord, runFiles } from "../train/run-record.js";
import { writeTestRows } from "../train/test-rows.js";
import { trainWithCheckpoints } from "../train/train-with-checkpoints.js";

export interface TrainPrintedOptions {
  readonly variation: number;
  readonly seed: number;
  readonly activation: "circuit" | "surrogate" | "fixed";
  readonly hidden: readonly number[];
  readonly mode: "default" | "published";
  readonly epochs?: number;
  readonly label?: string;
  readonly out?: string;
  readonly resume?: boolean;
}

/** Networks that are drawn at each size of the variation. */
const testSamples = 100;
/** A printed network is good if it loses no more accuracy than this. */
const allowedLoss = 0.05;

/** `hillock train printed`: from a data set to component values of a printed network. */
export async function trainPrinted(
  data: string,
  options: TrainPrintedOptions,
  progress: Progress,
): Promise<{ readonly run: string; readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const { variation, seed, activation, hidden, mode } = options;
  const dataSet = await loadDataSet(data, options.label);
  const folder = runFolder(`printed-${basename(data, extname(data))}`, options.out);
  const { split, notes } = dataSet.split
    ? { split: dataSet.split, notes: ["training, validation and test rows are those of the three files"] }
    : limitedSplit(dataSet.table, seed);
  const prepared = prepareData(dataSet.table, { seed, split, scaledBy: scaledByIn(mode) });
  const { features, classes } = dataSet.table;
  const topology = [features.length, ...hidden, classes.length];

  progress.stage(`training ${topology.join("-")} on ${dataSet.name}`);
  const preset = presetOf(mode, {
    ...{ topology, activation, variation, seed },
    ...(options.epochs !== undefined && { mostEpochs: options.epochs }),
  });
  const described = presetObject(preset);
  const { run, seconds } = await trainWithCheckpoints(
    {
      preset,
      data: prepared,
      identity: { mode, activation, described },
      checkpoint: join(folder, runFiles.checkpoint),
      resume: options.resume ?? false,
    },
    progress,
  );
  const { model, training } = run;
  const { state } = training;
  const { variation: trained } = preset.training;

  progress.stage(`testing ${testSamples} printed networks at each size of the variation`);
  // Whatever training does to save time: printed circuits deviate each on its own. The published code has all alike.
  const circuits = mode === "published" ? trained.circuits : "each";
  const request = { seed, sizes: testSizes, samples: testSamples, variation: { ...trained, circuits } };
  const scores = evaluateVariation(model, state.best.parameters, prepared.test, request);
  const network = run.network();
  progress.stage("solving the circuit for the test rows");
  const circuit = measuredIfPrintable(network, prepared.test.inputs);
  const printable = "notPrintable" in circuit ? undefined : circuit;

  const record: RunRecord = {
    schemaVersion: 1,
    command: "train printed",
    run: folder,
    dataset: {
      name: dataSet.name,
      source: dataSet.source,
      features,
      classes,
      rows: {
        training: prepared.training.labels.length,
        validation: prepared.validation.labels.length,
        test: prepared.test.labels.length,
      },
      scaling: prepared.scaling,
      conversions: [...prepared.conversions, ...notes],
    },
    settings: { mode, activation, hidden, variation, seed, training: described },
    training: {
      epochs: state.epoch,
      bestEpoch: state.best.epoch,
      validationLoss: state.best.validationLoss,
      end: state.end ?? "epochs",
      history: state.history,
    },
    network,
    test: testObject(scores),
    power: printable?.power.total ?? null,
    powerDetails: printable?.power ?? null,
    devices: printable?.devices.total ?? null,
    deviceCount: printable?.devices ?? null,
    notPrintable: "notPrintable" in circuit ? circuit.notPrintable : null,
    seconds,
  };
  progress.stage("writing the report");
  const report = join(folder, runFiles.report);
  await writeFile(report, await reportPage(record));
  const paths = [
    await writeJson(join(folder, runFiles.record), record),
    await writeTestRows(folder, prepared.test),
    report,
  ];
  const { test, power, devices } = record;
  const object = { run: folder, test, power, powerDetails: record.powerDetails, devices, seconds };
  return { run: folder, object, text: [...summary(record), ...paths].join("\n"), exitCode: exitCode.pass };
}

function testObject(scores: readonly VariationScore[]): RunRecord["test"] {
  const bySize = (of: (score: VariationScore) => number): BySize =>
    Object.fromEntries(scores.map((score) => [String(score.relative), of(score)]));
  const enough = Math.max(0, (scores[0]?.accuracy.mean ?? 0) - allowedLoss);
  return {
    accuracy: bySize(({ accuracy }) => accuracy.mean),
    measuringAware: bySize(({ measuringAware }) => measuringAware.mean),
    deviation: {
      accuracy: bySize(({ accuracy }) => accuracy.deviation),
      measuringAware: bySize(({ measuringAware }) => measuringAware.deviation),
    },
    samples: testSamples,
    yield: {
      accuracy: enough,
      bySize: Object.fromEntries(
        scores.map(({ relative, accuracies }) => {
          const { fraction, interval } = proportionOf(
            // Rounding must not fail a network that is exactly good enough.
            accuracies.filter((accuracy) => accuracy >= enough - 1e-9).length,
            accuracies.length,
          );
          return [String(relative), { fraction, interval }];
        }),
      ),
    },
  };
}

function summary({
  dataset,
  settings,
  training,
  test,
  power,
  powerDetails,
  devices,
  notPrintable,
  seconds,
}: RunRecord) {
  const sizes = Object.keys(test.accuracy);
  // What is below that is rounding.
  const percent = (value: number) => `${shortNumber(value < 1e-9 ? 0 : 100 * value, 3)} %`;
  const row = (name: string, of: (size: string) => number) => [name, ...sizes.map((size) => percent(of(size)))];
  const shape = [dataset.features.length, ...settings.hidden, dataset.classes.length].join("-");
  return [
    `Printed network ${shape} for ${dataset.name}, activation ${settings.activation}, seed ${settings.seed}`,
    `hillock train · ${training.epochs} epochs (best: ${training.bestEpoch + 1}), ${shortNumber(seconds, 3)} s`,
    ...dataset.conversions.map((each) => `  data: ${each}`),
    textTable([
      ["components off by up to", ...sizes.map((size) => percent(Number(size)))],
      row("test accuracy", (size) => test.accuracy[size]),
      row("  deviation", (size) => test.deviation.accuracy[size]),
      row("readable by itself", (size) => test.measuringAware[size]),
      row(`yield (at least ${percent(test.yield.accuracy)} right)`, (size) => test.yield.bySize[size].fraction),
    ]),
    notPrintable === null
      ? `  ${devices} components, ${quantityText(power ?? 0, "W", 3)} at rest (as published: ${quantityText(powerDetails?.published.total ?? 0, "W", 3)})`
      : `  not a circuit: ${notPrintable}`,
  ];
}
