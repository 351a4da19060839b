// How far forward Euler is from the exact trajectory, for docs/two-phase-plasticity.md: node tools/stc-convergence.mjs [--trains 20] [--write]
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { importSource } from "./import-source.mjs";

const { values } = parseArgs({ options: { trains: { type: "string", default: "20" }, write: { type: "boolean" } } });
const trains = Number(values.trains);
if (!(Number.isInteger(trains) && trains >= 1)) {
  console.error("usage: node tools/stc-convergence.mjs [--trains N] [--write]");
  process.exit(2);
}
const { convergenceTable, tablePlace } = await importSource("../../../tools/stc-convergence-table.ts");
const table = convergenceTable(trains);
if (values.write) {
  const page = new URL("../docs/two-phase-plasticity.md", import.meta.url);
  const text = readFileSync(page, "utf8");
  const { from, to } = tablePlace(text);
  writeFileSync(page, `${text.slice(0, from)}\n\n${table}\n\n${text.slice(to)}`);
} else console.log(table);
