import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cmosRing, drivenNeuron, freeRunningThyristor, type Job, rc, rectifier } from "./job.js";
import type { OurRung } from "./ladders.js";
import { benchNetlist } from "./netlist-file.js";

/** Where the time of a warm run goes, and how far from the machine's limit its kernel is. */
export interface Limits {
  readonly name: string;
  readonly settings: string;
  readonly unknowns: number;
  readonly steps: number;
  readonly rejections: number;
  readonly iterations: number;
  /** Floating-point operations in the text of the generated Newton iteration. */
  readonly operations: OperationCount;
  /** CPU time of the run, s. */
  readonly cpu: number;
  /** Shares of the samples of V8's profiler, by what ran, largest first. */
  readonly shares: readonly { readonly part: string; readonly share: number }[];
  /** Operations per second of straight-line JavaScript that does nothing else. */
  readonly peak: number;
}

/** Operations of a text, as it stands: both sides of a condition count. */
export interface OperationCount {
  readonly multiplications: number;
  /** Subtractions too. */
  readonly additions: number;
  readonly divisions: number;
  /** exp and log written out. */
  readonly inlined: number;
  /** Calls of other functions. */
  readonly calls: number;
}

export interface LimitsRequest {
  readonly netlist: string;
  readonly rung: OurRung;
}

const jobs: readonly Job[] = [...drivenNeuron, rc, rectifier, cmosRing, freeRunningThyristor];
/** The default settings, so that the tables of two versions can be compared. */
const rung: OurRung = { method: "esdirk4", tolerance: 1e-4 };

/** Measures each job in a process of its own. */
export async function findLimits(): Promise<Limits[]> {
  const limits: Limits[] = [];
  for (const job of jobs) {
    const name = job.netlist.replace(/\.cir$/, "");
    limits.push({ name, settings: `${rung.method} tolerance=${rung.tolerance}`, ...(await measured(job)) });
  }
  return limits;
}

function measured({ netlist }: Job): Promise<Omit<Limits, "name" | "settings">> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("limits-process.js", import.meta.url)));
    child.once("message", (message) => {
      resolve(message as Omit<Limits, "name" | "settings">);
      child.kill();
    });
    child.once("exit", (code) => reject(new Error(`the process ended with ${code}`)));
    child.send({ netlist: benchNetlist(netlist), rung } satisfies LimitsRequest);
  });
}
