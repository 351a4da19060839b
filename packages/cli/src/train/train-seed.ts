import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { evaluateVariation, type PreparedData, prepareData, testSizes } from "hillock/training";
import { writeJson } from "../output/run-folder.js";
import type { Progress } from "../progress.js";
import type { NamedDataSet } from "./data-set.js";
import { limitedSplit } from "./limited-split.js";
import { measuredIfPrintable } from "./measured-network.js";
import { presetObject, presetOf, scaledByIn } from "./plan.js";
import { reportPage } from "./report.js";
import { type RunRecord, runFiles } from "./run-record.js";
import { writeTestRows } from "./test-rows.js";
import { testObject, testSamples } from "./test-scores.js";
import type { TrainPrintedOptions } from "./train-options.js";
import { trainWithCheckpoints } from "./train-with-checkpoints.js";

/** Files of a run that are written when it has been trained. */
export const writtenFiles = [runFiles.record, runFiles.test, runFiles.report] as const;

/**
 * Trains a network with one seed, tests it, measures its circuit, and writes {@link writtenFiles}.
 *
 * @throws what data sets, trainings and circuits throw
 */
export async function trainSeed(
  dataSet: NamedDataSet,
  folder: string,
  options: TrainPrintedOptions,
  progress: Progress,
): Promise<RunRecord> {
  const { variation, seed, activation, hidden, mode } = options;
  const { split, notes } = dataSet.split
    ? { split: dataSet.split, notes: ["training, validation and test rows are those of the three files"] }
    : limitedSplit(dataSet.table, seed);
  const prepared = prepareData(dataSet.table, { seed, split, scaledBy: scaledByIn(mode) });
  const { features, classes } = dataSet.table;
  const trained = await trainAndTest(dataSet, prepared, folder, options, progress);

  progress.stage("solving the circuit for the test rows");
  const circuit = measuredIfPrintable(trained.network, prepared.test.inputs);
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
    settings: { mode, activation, hidden, variation, seed, training: trained.described },
    training: trained.training,
    network: trained.network,
    test: trained.test,
    power: printable?.power.total ?? null,
    powerDetails: printable?.power ?? null,
    devices: printable?.devices.total ?? null,
    deviceCount: printable?.devices ?? null,
    notPrintable: "notPrintable" in circuit ? circuit.notPrintable : null,
    seconds: trained.seconds,
  };
  progress.stage("writing the report");
  await writeFile(join(folder, runFiles.report), await reportPage(record));
  await writeJson(join(folder, runFiles.record), record);
  await writeTestRows(folder, prepared.test);
  return record;
}

/** What is known before there is a circuit. The arrays that training works on are not kept. */
type Trained = Pick<RunRecord, "training" | "network" | "test" | "seconds"> & { readonly described: object };

async function trainAndTest(
  dataSet: NamedDataSet,
  data: PreparedData,
  folder: string,
  options: TrainPrintedOptions,
  progress: Progress,
): Promise<Trained> {
  const { variation, seed, activation, hidden, mode } = options;
  const topology = [dataSet.table.features.length, ...hidden, dataSet.table.classes.length];
  progress.stage(`training ${topology.join("-")} on ${dataSet.name}, seed ${seed}`);
  const preset = presetOf(mode, {
    ...{ topology, activation, variation, seed },
    ...(options.epochs !== undefined && { mostEpochs: options.epochs }),
  });
  const described = presetObject(preset);
  const { run, seconds } = await trainWithCheckpoints(
    {
      preset,
      data,
      identity: { mode, activation, described },
      checkpoint: join(folder, runFiles.checkpoint),
      resume: options.resume ?? false,
    },
    progress,
  );
  const { state } = run.training;
  const { variation: trained } = preset.training;

  progress.stage(`testing ${testSamples} printed networks at each size of the variation`);
  // Whatever training does to save time: printed circuits deviate each on its own. The published code has all alike.
  const circuits = mode === "published" ? trained.circuits : "each";
  const request = { seed, sizes: testSizes, samples: testSamples, variation: { ...trained, circuits } };
  return {
    described,
    training: {
      epochs: state.epoch,
      bestEpoch: state.best.epoch,
      validationLoss: state.best.validationLoss,
      end: state.end ?? "epochs",
      history: state.history,
    },
    network: run.network(),
    test: testObject(evaluateVariation(run.model, state.best.parameters, data.test, request)),
    seconds,
  };
}
