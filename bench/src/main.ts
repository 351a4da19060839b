// The benchmark: node dist/main.js [NAME...] [--json] [--repetitions N] [--truth]. See bench/README.md.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runTasks, selectTasks, tasks } from "./benchmark.js";
import { findLimits } from "./limits.js";
import { machineText } from "./machine.js";
import { limitsTable, resultsPage, rowsTable } from "./results-page.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    repetitions: { type: "string", default: "7" },
    truth: { type: "boolean", default: false },
  },
});

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const selected = selectTasks(tasks, positionals);
const rows = await runTasks(selected, { repetitions: Number(values.repetitions), truth: values.truth, say });
if (positionals.length === 0) {
  say("distance to the limit ...");
  const limits = await findLimits();
  const page = resultsPage(await machineText(), rows, limits);
  writeFileSync(fileURLToPath(new URL("../RESULTS.md", import.meta.url)), page);
  if (!values.json) console.log(limitsTable(limits));
}
console.log(values.json ? JSON.stringify({ rows }, null, 2) : rowsTable(rows));
