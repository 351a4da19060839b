import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type Circuit, HillockError, parseNetlist } from "hillock";

/**
 * Reads a netlist file. `.include`, `.lib`, `.hdl` and the `` `include `` of Verilog-A name files relative to the file they
 * stand in, and none outside of `root`.
 *
 * @param file as the user gave it
 * @param root folder that included files may come from; the netlist's own by default
 * @throws netlist/..., input/not-readable, input/outside-root
 */
export function readCircuit(file: string, root = dirname(file)): Circuit {
  const text = readText(file);
  const realRoot = realPath(root);
  return parseNetlist(text, {
    file,
    include: (name, from) => {
      const path = resolve(dirname(from), name);
      // Before the file is touched: an error must not tell whether a file outside exists. After that, links count.
      if (!isBelow(resolve(root), path) && !isBelow(realRoot, path)) throw outside(name, from, root);
      const target = realpathSync(path);
      if (!isBelow(realRoot, target)) throw outside(name, from, root);
      if (!statSync(target).isFile()) throw new Error("it is not a file");
      return readFileSync(target, "utf8");
    },
  });
}

function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw notReadable(file, error);
  }
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw notReadable(folder, error);
  }
}

/** The error of a file or folder that cannot be read. */
export function notReadable(file: string, error: unknown): HillockError {
  return new HillockError({
    code: "input/not-readable",
    problem: `"${file}" cannot be read`,
    details: [error instanceof Error ? error.message : String(error)],
  });
}

function outside(name: string, from: string, root: string): HillockError {
  return new HillockError({
    code: "input/outside-root",
    place: from,
    problem: `"${name}" is not in the folder "${root}" or below it`,
    details: ["A netlist reads only files of its own folder, so that netlists from elsewhere can be run safely."],
    help: "name a folder that holds all files with --root",
  });
}
