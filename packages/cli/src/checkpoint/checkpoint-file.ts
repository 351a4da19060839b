import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { HillockError, type SimulationCheckpoint, type TransientCheckpoint } from "hillock";
import { notReadable } from "../read-circuit.js";

/** What the first line of a checkpoint file says; docs/result-format.md describes the file. */
interface Head {
  readonly format: "hillock checkpoint";
  readonly version: 1;
  /** SHA-256 of the second line, hexadecimal. */
  readonly sha256: string;
}

type Arrays = TransientCheckpoint["arrays"];

/**
 * Writes a checkpoint. The file is replaced at once: whenever the process ends, there is the one before or this one.
 *
 * @throws output/not-writable
 */
export function writeCheckpoint(path: string, { analysis, transient }: SimulationCheckpoint): void {
  const arrays = Object.fromEntries(Object.entries(transient.arrays).map(([name, values]) => [name, encoded(values)]));
  const body = JSON.stringify({ analysis, transient: { ...transient, arrays } });
  const head: Head = { format: "hillock checkpoint", version: 1, sha256: digest(body) };
  const unfinished = `${path}.unfinished`;
  try {
    const file = openSync(unfinished, "w");
    try {
      writeSync(file, `${JSON.stringify(head)}\n${body}\n`);
      // Before the name is given to it, so that a loss of power leaves no empty file under that name.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    throw new HillockError({
      code: "output/not-writable",
      problem: `the checkpoint "${path}" cannot be written`,
      details: [error instanceof Error ? error.message : String(error)],
      help: "choose another file with --checkpoint",
    });
  }
}

/**
 * Reads a checkpoint; whether it fits the circuit is for the simulation to say.
 *
 * @throws input/not-readable, input/not-a-checkpoint, input/damaged-checkpoint
 */
export function readCheckpoint(path: string): SimulationCheckpoint {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw notReadable(path, error);
  }
  const [first, body = ""] = text.split("\n");
  const head = parsed(first) as Partial<Head> | undefined;
  if (head?.format !== "hillock checkpoint") throw unusableFile(path, "not-a-checkpoint", "is no checkpoint");
  if (head.version !== 1) {
    throw unusableFile(path, "not-a-checkpoint", `is a checkpoint of version ${head.version}; this is for version 1`);
  }
  if (head.sha256 !== digest(body)) {
    throw unusableFile(path, "damaged-checkpoint", "is damaged: it is cut off, or bytes of it have changed");
  }
  const { analysis, transient } = parsed(body) as { analysis: number; transient: TransientCheckpoint };
  const arrays = Object.entries(transient.arrays as unknown as Record<string, string>);
  return {
    analysis,
    transient: { ...transient, arrays: Object.fromEntries(arrays.map(([name, code]) => [name, decoded(code)])) },
  };
}

function unusableFile(path: string, what: string, problem: string): HillockError {
  const code = `input/${what}`;
  return new HillockError({
    code,
    problem: `"${path}" ${problem}`,
    help: "resume from a file that --checkpoint has written, or start the run anew",
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Numbers as base64 of their 8 bytes each, little-endian: shorter than decimals, and exact. */
function encoded(values: Arrays[string]): string {
  const bytes = Buffer.allocUnsafe(8 * values.length);
  values.forEach((value, index) => {
    bytes.writeDoubleLE(value, 8 * index);
  });
  return bytes.toString("base64");
}

function decoded(code: string): number[] {
  const bytes = Buffer.from(code, "base64");
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(8 * index));
}
