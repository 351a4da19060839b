import type { Circuit } from "../netlist/circuit.js";
import type { FlatCircuit } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";
import { assemble } from "./equations/assemble.js";
import type { FreeParameter, System } from "./equations/system.js";
import { checkTopology } from "./equations/topology.js";
import { createEvaluation, type Evaluation } from "./kernel/evaluation.js";
import { environmentOf } from "./settings.js";

/** A circuit ready to be simulated: its equations and the code that evaluates them. */
export interface CompiledCircuit {
  readonly system: System;
  readonly evaluation: Evaluation;
}

/** What to keep adjustable without compiling again. */
export interface CompileOptions {
  readonly free?: readonly FreeParameter[];
}

/**
 * Compiles a circuit: flattens it, reads its devices, sets up the equations and generates the code.
 *
 * @throws what flattening and the devices throw; engine/voltage-loop, engine/coupling, engine/controlling-source for
 *   circuits that have no equations
 */
export function compile(circuit: Circuit | FlatCircuit, { free = [] }: CompileOptions = {}): CompiledCircuit {
  const flat = "nodes" in circuit ? circuit : flatten(circuit);
  checkTopology(flat);
  const system = assemble(flat, environmentOf(flat), free);
  return { system, evaluation: createEvaluation(system) };
}
