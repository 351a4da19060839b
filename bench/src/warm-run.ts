import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { OurRung } from "./ladders.js";
import type { Observation } from "./observation.js";

export interface WarmRequest {
  readonly netlist: string;
  readonly rung: OurRung;
  readonly observation?: Observation;
}

export interface OurRun {
  /** CPU time of the run in its process, compiler and garbage collector included, s. */
  readonly cpu: number;
  readonly observed: Float64Array;
  readonly record: { readonly steps: number; readonly rejections: number; readonly newtonIterations: number };
}

export type WarmReply = OurRun | { readonly error: string };

/** A process that keeps its compiled code from run to run. */
export interface WarmProcess {
  /** Rejects where the simulation fails. */
  readonly run: (request: WarmRequest) => Promise<OurRun>;
  readonly end: () => void;
}

/** Starts a process of its own; `end` it. */
export function startWarmProcess(): WarmProcess {
  const child: ChildProcess = fork(fileURLToPath(new URL("warm-process.js", import.meta.url)), {
    serialization: "advanced",
  });
  return {
    run: (request) =>
      new Promise((resolve, reject) => {
        const lost = (code: number | null) => reject(new Error(`the process ended with ${code}`));
        child.once("exit", lost);
        child.once("message", (reply: WarmReply) => {
          child.off("exit", lost);
          if ("error" in reply) reject(new Error(reply.error));
          else resolve(reply);
        });
        child.send(request);
      }),
    end: () => child.kill(),
  };
}
