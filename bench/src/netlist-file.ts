import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of the committed netlists. The bundle stands in dist/, one below the workspace, as the sources do. */
const folder = fileURLToPath(new URL("../netlists/", import.meta.url));

/** A netlist as one text: what it includes is put in place, so that it can be run from anywhere. */
export function benchNetlist(name: string): string {
  return inlined(readFileSync(`${folder}${name}`, "utf8"));
}

function inlined(text: string): string {
  return text.replace(/^\.include (\S+)$/gm, (_, name: string) => benchNetlist(name).trimEnd());
}
