import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Circuit } from "../src/netlist/circuit.js";
import { parseNetlist } from "../src/netlist/parse.js";

const folder = fileURLToPath(new URL("../../../examples/", import.meta.url));

/** Names of the committed example netlists, without their ending. */
export const exampleNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(".cir"))
  .map((file) => file.slice(0, -".cir".length))
  .sort();

/** An example netlist, read. */
export function example(title: string): Circuit {
  const file = `${title}.cir`;
  const include = (path: string): string => readFileSync(`${folder}${path}`, "utf8");
  return parseNetlist(include(file), { file, include });
}
