import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
