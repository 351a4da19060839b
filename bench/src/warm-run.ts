import { type KeptProcess, startKeptProcess } from "./kept-process.js";
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

export type WarmProcess = KeptProcess<WarmRequest, OurRun>;

/** Starts a process of its own; `end` it. Rejects where the simulation fails. */
export const startWarmProcess = (): WarmProcess => startKeptProcess("warm-process.js");
