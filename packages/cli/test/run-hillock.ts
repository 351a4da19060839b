import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const launcher = fileURLToPath(new URL("../bin/hillock.js", import.meta.url));

/** Folder of netlists that only these tests use. */
export const netlists = fileURLToPath(new URL("netlists/", import.meta.url));
export const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command in `folder`, with further environment variables. */
export function runHillock(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Finished {
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, ...environment } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], options);
  return { status, stdout, stderr };
}

/** An empty folder that goes when the test is over. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hillock-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * Runs a training whose folder is `run` until its state has been saved anew, and `delay` ms more; then sends the signal.
 *
 * @returns the exit code; null if the signal ended it
 */
export async function interruptTraining(
  where: string,
  args: readonly string[],
  signal: NodeJS.Signals,
  delay = 0,
): Promise<number | null> {
  const state = join(where, "run/training.checkpoint");
  const savedAt = () => (existsSync(state) ? statSync(state).mtimeMs : 0);
  const before = savedAt();
  const child = spawn(process.execPath, [launcher, ...args], { cwd: where, stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  while (child.exitCode === null && savedAt() === before) await setTimeout(20);
  await setTimeout(delay);
  child.kill(signal);
  return await ended;
}
