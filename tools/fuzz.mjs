// Mutated netlists or Verilog-A sources, as many as wanted: npm run fuzz -- [--verilog-a] --count 10000 --seed 1 [--first 0]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const wholeNumber = { type: "string" };
const { values } = parseArgs({
  options: { count: wholeNumber, seed: wholeNumber, first: wholeNumber, "verilog-a": { type: "boolean" } },
});
const { count = "10000", seed = "1", first = "0", "verilog-a": isVerilogA = false } = values;
for (const [name, value] of Object.entries({ count, seed, first })) {
  if (!/^\d+$/.test(value)) {
    console.error(`--${name} takes a whole number, not "${value}"`);
    process.exit(2);
  }
}
const { status } = spawnSync(
  "node_modules/.bin/vitest",
  [
    "run",
    "--project",
    "unit",
    "--reporter",
    "dot",
    `packages/hillock/test/fuzz/${isVerilogA ? "verilog-a" : "fuzz"}.test.ts`,
  ],
  {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, HILLOCK_FUZZ_COUNT: count, HILLOCK_FUZZ_SEED: seed, HILLOCK_FUZZ_FIRST: first },
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
