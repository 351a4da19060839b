import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { HillockError } from "hillock";
import { notReadable } from "../read-circuit.js";

/** What the first line of a file says whose second line is sealed; docs/result-format.md describes the files. */
interface Head {
  readonly format: string;
  readonly version: 1;
  /** SHA-256 of the second line, hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes an object so that damage is noticed. The file is replaced at once: whenever the process ends, there is the one before or
 * this one.
 *
 * @param format what the file is, `hillock checkpoint`
 * @throws output/not-writable
 */
export function writeSealed(path: string, format: string, value: unknown): void {
  const body = JSON.stringify(value);
  const head: Head = { format, version: 1, sha256: digest(body) };
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
      help: "choose another file with --checkpoint, or another folder with --out",
    });
  }
}

/**
 * Reads what {@link writeSealed} wrote.
 *
 * @throws input/not-readable, input/not-a-checkpoint, input/damaged-checkpoint
 */
export function readSealed(path: string, format: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw notReadable(path, error);
  }
  const [first, body = ""] = text.split("\n");
  const head = parsed(first) as Partial<Head> | undefined;
  if (head?.format !== format) throw unusableFile(path, "not-a-checkpoint", `is no ${format}`);
  if (head.version !== 1) {
    throw unusableFile(path, "not-a-checkpoint", `is a ${format} of version ${head.version}; this is for version 1`);
  }
  if (head.sha256 !== digest(body)) {
    throw unusableFile(path, "damaged-checkpoint", "is damaged: it is cut off, or bytes of it have changed");
  }
  return parsed(body);
}

function unusableFile(path: string, what: string, problem: string): HillockError {
  const code = `input/${what}`;
  return new HillockError({
    code,
    problem: `"${path}" ${problem}`,
    help: "resume from a file that an interrupted run has written, or start the run anew",
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
