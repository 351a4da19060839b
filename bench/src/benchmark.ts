import { browserStart } from "./browser-start.js";
import { characteriseInv } from "./characterise-inv.js";
import { dcDataset } from "./dc-dataset.js";
import { cmosRing, drivenNeuron, freeRunningThyristor, type Job, rc, rectifier, smoke } from "./job.js";
import { type MatchedJob, matchJob } from "./matching.js";
import { pnnEpoch } from "./pnn-epoch.js";
import type { PnnDataset } from "./pnn-problem.js";
import { pnnStep } from "./pnn-step.js";
import type { Row } from "./row.js";
import { stcEpoch } from "./stc-epoch.js";
import type { Integrator } from "./stc-problem.js";
import { stcTraining } from "./stc-training.js";
import { timeJobs } from "./time-jobs.js";

export interface BenchmarkOptions {
  /** Timed runs of each engine. */
  readonly repetitions: number;
  /** Whether the truth is found anew. */
  readonly truth: boolean;
  /** Receives a line about what goes on. */
  readonly say: (line: string) => void;
}

/** What a row measures. */
type Task =
  | {
      readonly name: string;
      readonly start: "warm" | "cold";
      readonly jobs: readonly Job[];
      /** Runs only when it is named. */
      readonly onRequest?: true;
    }
  | { readonly name: string; readonly start: "browser" }
  | { readonly name: string; readonly start: "dataset" }
  | { readonly name: string; readonly start: "characterise" }
  | { readonly name: string; readonly start: "pnn"; readonly dataset: PnnDataset }
  | { readonly name: string; readonly start: "pnn-epoch" }
  | { readonly name: string; readonly start: "stc"; readonly integrator: Integrator }
  | { readonly name: string; readonly start: "stc-epoch" };

/** All rows, in the order of the table. */
export const tasks: readonly Task[] = [
  { name: "transient-uc/warm", start: "warm", jobs: drivenNeuron },
  { name: "transient-uc/cold", start: "cold", jobs: drivenNeuron },
  { name: "rc", start: "warm", jobs: [rc] },
  { name: "rectifier", start: "warm", jobs: [rectifier] },
  { name: "cmos-ring", start: "warm", jobs: [cmosRing] },
  { name: "thyristor-free-running", start: "warm", jobs: [freeRunningThyristor] },
  { name: "browser-start", start: "browser" },
  { name: "dc-dataset", start: "dataset" },
  { name: "characterise/inv", start: "characterise" },
  { name: "pnn-step/iris", start: "pnn", dataset: "iris" },
  { name: "pnn-step/pendigits", start: "pnn", dataset: "pendigits" },
  { name: "pnn-epoch/circuit", start: "pnn-epoch" },
  { name: "stc/exact", start: "stc", integrator: "exact" },
  { name: "stc/euler", start: "stc", integrator: "euler" },
  { name: "stc/epoch", start: "stc-epoch" },
  { name: "smoke/warm", start: "warm", jobs: [smoke], onRequest: true },
  { name: "smoke/cold", start: "cold", jobs: [smoke], onRequest: true },
];

/**
 * The tasks that names select: each the one of that name and those that begin with it and a slash; all without names.
 *
 * @throws if a name selects nothing
 */
export function selectTasks(all: readonly Task[], names: readonly string[]): Task[] {
  const selects = (name: string) => (task: Task) => task.name === name || task.name.startsWith(`${name}/`);
  for (const name of names) {
    if (!all.some(selects(name))) {
      throw new Error(`there is no row "${name}"; there are ${all.map((task) => task.name).join(", ")}`);
    }
  }
  const always = (task: Task): boolean => names.length === 0 && !("onRequest" in task);
  return all.filter((task) => always(task) || names.some((name) => selects(name)(task)));
}

/** Runs tasks; settings that several of them need are sought once. */
export async function runTasks(selected: readonly Task[], options: BenchmarkOptions): Promise<Row[]> {
  const { repetitions, truth, say } = options;
  const known = new Map<Job, MatchedJob>();
  const match = async (job: Job): Promise<MatchedJob> => {
    const matched = known.get(job) ?? (await matchJob(job, truth, say));
    known.set(job, matched);
    return matched;
  };
  const rows: Row[] = [];
  for (const task of selected) {
    say(`${task.name} ...`);
    if (task.start === "browser") {
      rows.push(await browserStart(task.name, match, repetitions));
    } else if (task.start === "dataset") {
      rows.push(...(await dcDataset(task.name, repetitions, say)));
    } else if (task.start === "characterise") {
      rows.push(await characteriseInv(task.name, repetitions));
    } else if (task.start === "pnn") {
      rows.push(await pnnStep(task.name, task.dataset, repetitions, say));
    } else if (task.start === "pnn-epoch") {
      rows.push(await pnnEpoch(task.name, repetitions));
    } else if (task.start === "stc") {
      rows.push(await stcTraining(task.name, task.integrator, repetitions, say));
    } else if (task.start === "stc-epoch") {
      rows.push(await stcEpoch(task.name));
    } else {
      const matched: MatchedJob[] = [];
      for (const job of task.jobs) matched.push(await match(job));
      rows.push(...(await timeJobs(task.name, task.start, matched, repetitions)));
    }
    const { ours, peer, unit, ratio } = rows[rows.findIndex(({ name }) => name === task.name)];
    say(`${task.name}: hillock ${ours} ${unit}, peer ${peer} ${unit}, ratio ${ratio?.toFixed(2)}`);
  }
  return rows;
}
