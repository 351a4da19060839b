import type { SimulationCheckpoint, TransientCheckpoint } from "hillock";
import { readSealed, writeSealed } from "./sealed-file.js";

const format = "hillock checkpoint";

type Arrays = TransientCheckpoint["arrays"];

/**
 * Writes a checkpoint of a simulation: see {@link writeSealed}.
 *
 * @throws output/not-writable
 */
export function writeCheckpoint(path: string, { analysis, transient }: SimulationCheckpoint): void {
  const arrays = Object.fromEntries(Object.entries(transient.arrays).map(([name, values]) => [name, encoded(values)]));
  writeSealed(path, format, { analysis, transient: { ...transient, arrays } });
}

/**
 * Reads a checkpoint; whether it fits the circuit is for the simulation to say.
 *
 * @throws input/not-readable, input/not-a-checkpoint, input/damaged-checkpoint
 */
export function readCheckpoint(path: string): SimulationCheckpoint {
  const { analysis, transient } = readSealed(path, format) as { analysis: number; transient: TransientCheckpoint };
  const arrays = Object.entries(transient.arrays as unknown as Record<string, string>);
  return {
    analysis,
    transient: { ...transient, arrays: Object.fromEntries(arrays.map(([name, code]) => [name, decoded(code)])) },
  };
}

/** Numbers as base64 of their 8 bytes each, little-endian: shorter than decimals, and exact. */
export function encoded(values: Arrays[string]): string {
  const bytes = Buffer.allocUnsafe(8 * values.length);
  values.forEach((value, index) => {
    bytes.writeDoubleLE(value, 8 * index);
  });
  return bytes.toString("base64");
}

/** The numbers again. */
export function decoded(code: string): number[] {
  const bytes = Buffer.from(code, "base64");
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(8 * index));
}
