import { HillockError } from "../base/error.js";
import { checkModelTypes } from "../devices/module-entry.js";
import type { Circuit } from "../netlist/circuit.js";
import type { FlatCircuit } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";
import { type Adjustable, assemble } from "./equations/assemble.js";
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
 * @throws what flattening and the devices throw; engine/empty-circuit; engine/voltage-loop, engine/coupling, engine/controlling-source for
 *   circuits that have no equations
 */
export function compile(circuit: Circuit | FlatCircuit, { free = [] }: CompileOptions = {}): CompiledCircuit {
  return compileFlat("nodes" in circuit ? circuit : flatten(circuit), { free });
}

/** {@link compile} for a flat circuit of which some numbers stay symbols. */
export function compileFlat(flat: FlatCircuit, adjustable: Adjustable): CompiledCircuit {
  if (flat.elements.length === 0) throw emptyCircuit(flat);
  checkModelTypes(flat);
  checkTopology(flat);
  const system = assemble(flat, environmentOf(flat), adjustable);
  return { system, evaluation: createEvaluation(system) };
}

function emptyCircuit({ title }: FlatCircuit): HillockError {
  return new HillockError({
    code: "engine/empty-circuit",
    problem: "the circuit has no elements",
    place: `circuit "${title.slice(0, 80)}"`,
    help: "the first line of a netlist is its title; elements begin on the second",
  });
}
