import { HillockError } from "../../base/error.js";
import type { CompiledCircuit } from "../compile.js";
import type { TransientCheckpoint } from "./checkpoint-data.js";

/** Which numbers, flags and lists make the state of a run. */
const numbers = [
  "time",
  "step",
  "earlierStep",
  "predictorCount",
  "contraction",
  "accepted",
  "rejected",
  "iterations",
  "worstPowerBalance",
  "jumpsInPlace",
] as const;
const flags = ["fresh", "done"] as const;
const lists = ["events", "latchUps"] as const;

/** The error of a checkpoint that cannot be resumed. */
function unusable(problem: string, help: string): HillockError {
  return new HillockError({ code: "engine/checkpoint", problem, place: "transient", help });
}

const damaged = (problem: string): HillockError =>
  unusable(`the checkpoint is damaged: ${problem}`, "use a checkpoint as it was saved, or start the run anew");

/**
 * A number that tells circuits apart by their elements, values and options (FNV-1a over their text, 32 bits): a state
 * of one means nothing in the other.
 */
export function fingerprint({ system }: CompiledCircuit): number {
  const { elements, options, nodes, saves } = system.circuit;
  const text = JSON.stringify([elements, options, nodes, saves]);
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  return hash >>> 0;
}

/**
 * Refuses what is no checkpoint of a run of this circuit, before anything is made of it. It may come from a file.
 * @throws engine/checkpoint
 */
export function checkCheckpoint(compiled: CompiledCircuit, checkpoint: TransientCheckpoint): void {
  const { system } = compiled;
  if (checkpoint === null || typeof checkpoint !== "object") throw damaged("it is not an object");
  const { version, title, circuit, settings, state, arrays, order } = checkpoint;
  if (version !== 1) {
    throw unusable(`the checkpoint has version ${version}, this is for version 1`, "start the run anew");
  }
  for (const [part, label] of [
    [settings, "settings"],
    [state, "state"],
    [arrays, "arrays"],
  ] as const) {
    if (part === null || typeof part !== "object") throw damaged(`its ${label} are missing`);
  }
  if (title !== system.circuit.title) {
    throw unusable(
      `the checkpoint is of "${title}", not of "${system.circuit.title}"`,
      "resume with the netlist that the run was started with",
    );
  }
  if (circuit !== fingerprint(compiled)) {
    throw unusable(
      `the checkpoint is of another version of "${title}", with other elements or values`,
      "resume with the netlist that the run was started with, unchanged",
    );
  }
  for (const label of numbers) {
    if (typeof state[label] !== "number" || !Number.isFinite(state[label]))
      throw damaged(`state.${label} is no number`);
  }
  for (const label of flags)
    if (typeof state[label] !== "boolean") throw damaged(`state.${label} is neither true nor false`);
  for (const label of lists) if (!Array.isArray(state[label])) throw damaged(`state.${label} is no list`);
  checkOrder(order, system.unknowns.length);
}

/** An order of elimination takes every row and every column once; none is known before the first step. */
function checkOrder(order: TransientCheckpoint["order"], size: number): void {
  if (!Array.isArray(order)) throw damaged("its order of elimination is missing");
  if (order.length === 0) return;
  const inRange = (k: unknown): boolean => Number.isInteger(k) && (k as number) >= 0 && (k as number) < size;
  const complete = (part: "row" | "column"): boolean =>
    order.every((pivot) => inRange(pivot?.[part])) && new Set(order.map((pivot) => pivot[part])).size === size;
  if (order.length !== size || !complete("row") || !complete("column")) {
    throw damaged("its order of elimination does not fit the circuit");
  }
}

/**
 * An array of a checkpoint, checked.
 * @param length numbers that it must have; any number if undefined
 * @throws engine/checkpoint
 */
export function checkedArray(
  arrays: TransientCheckpoint["arrays"],
  label: string,
  length: number | undefined,
): readonly number[] {
  const values: unknown = arrays[label];
  if (!Array.isArray(values)) throw damaged(`arrays.${label} is missing`);
  if (length !== undefined && values.length !== length) {
    throw damaged(`arrays.${label} has ${values.length} numbers instead of ${length}`);
  }
  // JSON writes what is not finite as null.
  if (!values.every(Number.isFinite)) throw damaged(`arrays.${label} holds what is not a number`);
  return values;
}
