import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { HillockError } from "hillock";
import type { PrintedDeviceCount, StaticPower } from "hillock/fabrication";
import type { PrintedNetwork } from "hillock/networks";
import { notReadable } from "../read-circuit.js";

/** Numbers by the size of the variation, "0", "0.05", "0.1". */
export type BySize = Readonly<Record<string, number>>;

/** What `run.json` says of a trained network: see docs/result-format.md. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly command: "train printed";
  readonly run: string;
  readonly dataset: {
    readonly name: string;
    readonly source: string;
    readonly features: readonly string[];
    readonly classes: readonly string[];
    readonly rows: { readonly training: number; readonly validation: number; readonly test: number };
    /** Of each feature, what is 0 V and 1 V. */
    readonly scaling: { readonly least: readonly number[]; readonly largest: readonly number[] };
    /** What was changed on the way, a sentence each. */
    readonly conversions: readonly string[];
  };
  readonly settings: {
    readonly mode: "default" | "published";
    readonly activation: "circuit" | "surrogate" | "fixed";
    readonly hidden: readonly number[];
    readonly variation: number;
    readonly seed: number;
    /** All others, as the training had them. */
    readonly training: object;
  };
  readonly training: {
    readonly epochs: number;
    /** From 0: the parameters after it are kept. */
    readonly bestEpoch: number;
    readonly validationLoss: number;
    readonly end: string;
    readonly history: { readonly training: readonly number[]; readonly validation: readonly number[] };
  };
  readonly network: PrintedNetwork;
  readonly test: {
    readonly accuracy: BySize;
    readonly measuringAware: BySize;
    readonly deviation: { readonly accuracy: BySize; readonly measuringAware: BySize };
    /** Networks that were drawn at each size but 0. */
    readonly samples: number;
    /** Share of networks that reach this accuracy, with the interval of 95 %. */
    readonly yield: {
      readonly accuracy: number;
      readonly bySize: Readonly<Record<string, { readonly fraction: number; readonly interval: readonly number[] }>>;
    };
  };
  /** W, all supplies and inputs; null where the network is none that can be printed. */
  readonly power: number | null;
  readonly powerDetails: StaticPower | null;
  readonly devices: number | null;
  readonly deviceCount: PrintedDeviceCount | null;
  /** Why there is no circuit, if there is none. */
  readonly notPrintable: string | null;
  readonly seconds: number;
}

/** Names of the files in a run's folder. */
export const runFiles = {
  record: "run.json",
  /** In the folder above the runs of several seeds. */
  seeds: "seeds.json",
  test: "test.csv",
  checkpoint: "training.checkpoint",
  report: "report.html",
  verification: "verification.json",
  netlist: "network.cir",
  components: "components.csv",
  network: "network.json",
  crossbar: "crossbar.svg",
} as const;

/**
 * Reads the record of a run.
 *
 * @param run its folder, or its `run.json`
 * @throws input/not-readable, input/not-a-run
 */
export function readRun(run: string): { readonly folder: string; readonly record: RunRecord } {
  let folder = run;
  let text: string;
  try {
    if (!statSync(run).isDirectory()) folder = join(run, "..");
    text = readFileSync(join(folder, runFiles.record), "utf8");
  } catch (error) {
    throw notReadable(join(folder, runFiles.record), error);
  }
  let record: Partial<RunRecord> | undefined;
  try {
    record = JSON.parse(text);
  } catch {
    record = undefined;
  }
  if (record?.command === "train printed" && record.schemaVersion === 1) return { folder, record: record as RunRecord };
  throw new HillockError({
    code: "input/not-a-run",
    place: join(folder, runFiles.record),
    problem: "this is no record of a trained network",
    help: "name the folder that  hillock train printed  has written",
  });
}
