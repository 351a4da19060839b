import { basename, extname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { type ExitCode, exitCode } from "../failure.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import type { Progress } from "../progress.js";
import { loadDataSet, type NamedDataSet } from "../train/data-set.js";
import { type RunRecord, runFiles } from "../train/run-record.js";
import { runSummary } from "../train/run-summary.js";
import { seedsRecord, seedsTable } from "../train/several-seeds.js";
import type { TrainPrintedOptions } from "../train/train-options.js";
import { trainSeed, writtenFiles } from "../train/train-seed.js";

/** A data set with more rows is a large one. */
const manyRows = 3000;

interface Trained {
  readonly run: string;
  readonly object: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** `hillock train printed`: from a data set to component values of a printed network, of one seed or several. */
export async function trainPrinted(data: string, options: TrainPrintedOptions, progress: Progress): Promise<Trained> {
  const dataSet = await loadDataSet(data, options.label);
  // Garbage is collected before the heap grows: a third less memory. Of small data sets it would only cost time.
  if (dataSet.table.labels.length > manyRows) setFlagsFromString("--optimize-for-size");
  const folder = runFolder(`printed-${basename(data, extname(data))}`, options.out);
  if (options.seeds) return await trainSeeds(dataSet, folder, { ...options, seeds: options.seeds }, progress);
  const record = await trainSeed(dataSet, folder, options, progress);
  const { run, test, power, powerDetails, devices, seconds } = record;
  return {
    run,
    object: { run, test, power, powerDetails, devices, seconds },
    text: [...runSummary(record), ...writtenFiles.map((name) => join(folder, name))].join("\n"),
    exitCode: exitCode.pass,
  };
}

async function trainSeeds(
  dataSet: NamedDataSet,
  folder: string,
  options: TrainPrintedOptions & { readonly seeds: readonly number[] },
  progress: Progress,
): Promise<Trained> {
  const runs: RunRecord[] = [];
  for (const seed of options.seeds) {
    runs.push(await trainSeed(dataSet, runFolder("", join(folder, `seed-${seed}`)), { ...options, seed }, progress));
  }
  const record = seedsRecord(runs);
  const path = await writeJson(join(folder, runFiles.seeds), record);
  return {
    run: record.run,
    object: record,
    text: [`Printed networks for ${dataSet.name}, activation ${options.activation}`, ...seedsTable(record), path].join(
      "\n",
    ),
    exitCode: exitCode.pass,
  };
}
