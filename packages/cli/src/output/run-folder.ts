import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { HillockError } from "hillock";

/** The folder that a command writes to, made if need be: `out`, else `runs/<name of the netlist>`. */
export function runFolder(file: string, out: string | undefined): string {
  const folder = out ?? join("runs", basename(file, extname(file)));
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new HillockError({
      code: "output/not-writable",
      problem: `the folder "${folder}" cannot be made`,
      details: [error instanceof Error ? error.message : String(error)],
      help: "choose another with --out",
    });
  }
  return folder;
}

/** Writes an object as readable JSON; numbers in full precision. */
export async function writeJson(path: string, value: unknown): Promise<string> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
  return path;
}

/** Names for a run's analyses, each its own: `tran`, `dc`, `ac`, `op`, then `tran-2`. */
export function analysisNames(kinds: readonly string[]): string[] {
  const short: Readonly<Record<string, string>> = { operatingPoint: "op", dc: "dc", transient: "tran", ac: "ac" };
  const seen = new Map<string, number>();
  return kinds.map((kind) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count === 1 ? short[kind] : `${short[kind]}-${count}`;
  });
}
