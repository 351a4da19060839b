import { type CompiledCircuit, compile, flatten, parseNetlist, type TransientResult, transient } from "hillock";
import type { OurRung } from "./ladders.js";

/** A netlist with a transient, compiled. */
export interface Prepared {
  readonly compiled: CompiledCircuit;
  readonly stop: number;
  readonly step: number;
  readonly useInitialConditions: boolean;
}

/** Reads and compiles a netlist. */
export function prepare(netlist: string): Prepared {
  const flat = flatten(parseNetlist(netlist, { file: "bench" }));
  const [analysis] = flat.analyses;
  if (analysis?.kind !== "transient") throw new Error("a bench netlist has one transient");
  const { stop, step, useInitialConditions } = analysis;
  return { compiled: compile(flat), stop, step, useInitialConditions: useInitialConditions ?? false };
}

/** Runs its transient. */
export function runRung({ compiled, stop, step, useInitialConditions }: Prepared, rung: OurRung): TransientResult {
  const run = transient(compiled, { stop, step, useInitialConditions, ...rung });
  run.advance();
  return run.result();
}
