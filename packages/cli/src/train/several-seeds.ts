import { chooseSeed, publishedQuirks, type Spread, spread } from "hillock/training";
import { textTable } from "../output/describe.js";
import type { RunRecord } from "./run-record.js";
import { percentText } from "./run-summary.js";

type BySizeOverSeeds = Readonly<Record<string, Spread>>;

/** What `seeds.json` says of trainings that differ in their seed alone: see docs/result-format.md. */
export interface SeedsRecord {
  readonly schemaVersion: 1;
  readonly command: "train printed";
  /** Folder of the run that is kept. */
  readonly run: string;
  readonly chosen: { readonly seed: number; readonly by: "validation loss" | "test accuracy" };
  /** Mean and standard deviation over the seeds, of the means over printed networks. */
  readonly test: { readonly accuracy: BySizeOverSeeds; readonly measuringAware: BySizeOverSeeds };
  readonly seeds: readonly (Pick<RunRecord, "run" | "power" | "devices" | "seconds"> &
    Pick<RunRecord["test"], "accuracy" | "measuringAware"> & {
      readonly seed: number;
      readonly epochs: number;
      readonly validationLoss: number;
    })[];
  /** Of all trainings. */
  readonly seconds: number;
}

/**
 * Puts runs of several seeds together. Kept is the one with the least validation loss; in the published mode that with the best test
 * accuracy, which makes what is reported of it too good.
 */
export function seedsRecord(runs: readonly RunRecord[]): SeedsRecord {
  const sizes = Object.keys(runs[0].test.accuracy);
  const overSeeds = (of: "accuracy" | "measuringAware"): BySizeOverSeeds =>
    Object.fromEntries(sizes.map((size) => [size, spread(runs.map(({ test }) => test[of][size]))]));
  const { mode, variation } = runs[0].settings;
  const bestSeedByTestAccuracy = mode === "published" && publishedQuirks.bestSeedByTestAccuracy;
  // The published code looks at the accuracy at the size that was trained for.
  const judged = sizes.includes(String(variation)) ? String(variation) : sizes[0];
  const best = chooseSeed(
    runs.map(({ run, settings: { seed }, training: { validationLoss }, test }) => ({
      ...{ run, seed, validationLoss },
      testAccuracy: test.accuracy[judged],
    })),
    { bestSeedByTestAccuracy },
  );
  return {
    schemaVersion: 1,
    command: "train printed",
    run: best.run,
    chosen: { seed: best.seed, by: bestSeedByTestAccuracy ? "test accuracy" : "validation loss" },
    test: { accuracy: overSeeds("accuracy"), measuringAware: overSeeds("measuringAware") },
    seeds: runs.map(({ run, settings: { seed }, training, test, power, devices, seconds }) => ({
      ...{ seed, run, epochs: training.epochs, validationLoss: training.validationLoss },
      ...{ accuracy: test.accuracy, measuringAware: test.measuringAware, power, devices, seconds },
    })),
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** The same as a table: a line for each seed, then mean and standard deviation. */
export function seedsTable({ seeds, test, chosen, run }: SeedsRecord): string[] {
  const sizes = Object.keys(test.accuracy);
  const cells = (of: (kind: "accuracy" | "measuringAware", size: string) => number) =>
    (["accuracy", "measuringAware"] as const).flatMap((kind) => sizes.map((size) => percentText(of(kind, size))));
  const heads = (name: string) => sizes.map((size) => `${name} ${percentText(Number(size))}`);
  return [
    textTable([
      ["seed", "validation loss", ...heads("accuracy"), ...heads("readable")],
      ...seeds.map((each) => [
        String(each.seed),
        each.validationLoss.toPrecision(3),
        ...cells((kind, size) => each[kind][size]),
      ]),
      ["mean", "", ...cells((kind, size) => test[kind][size].mean)],
      ["standard deviation", "", ...cells((kind, size) => test[kind][size].deviation)],
    ]),
    `  kept: seed ${chosen.seed}, by ${chosen.by}: ${run}`,
  ];
}
