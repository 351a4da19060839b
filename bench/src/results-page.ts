import type { Limits } from "./limits.js";
import type { Row } from "./row.js";

/** A number with three digits. */
const short = (value: number | null): string => (value === null ? "-" : `${Number(value.toPrecision(3))}`);

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map(line).join("\n");
}

/** The rows as a table. */
export function rowsTable(rows: readonly Row[]): string {
  return table(
    ["row", "peer", "hillock", "ratio", "error", "allowed", "peer's settings", "hillock's settings"],
    rows.map(({ name, unit, ours, peer, ratio, error, settings }) => [
      name,
      `${short(peer)} ${unit}`,
      `${short(ours)} ${unit}`,
      short(ratio),
      error === null ? "-" : error.toExponential(1),
      settings.target,
      settings.peer,
      settings.ours,
    ]),
  );
}

/** How far each circuit's run is from what the machine can do. */
export function limitsTable(limits: readonly Limits[]): string {
  const sums = limits.map((each) => {
    const { multiplications, additions, divisions } = each.operations;
    const operations = multiplications + additions + divisions;
    return { ...each, total: operations, rate: (operations * each.iterations) / each.cpu };
  });
  const counts = table(
    [
      "circuit",
      "unknowns",
      "steps (rejected)",
      "iterations per step",
      "time per iteration",
      "operations per iteration",
      "achieved",
      "peak",
      "share",
    ],
    sums.map(({ name, unknowns, steps, rejections, iterations, operations, cpu, total, rate, peak }) => [
      name,
      `${unknowns}`,
      `${steps} (${rejections})`,
      short(iterations / (steps + rejections)),
      `${short((1e9 * cpu) / iterations)} ns`,
      `${total}: ${operations.multiplications} *, ${operations.additions} +-, ${operations.divisions} /; of them ${operations.inlined} exp and log; ${operations.calls} calls`,
      `${short(rate / 1e9)} Gflop/s`,
      `${short(peak / 1e9)} Gflop/s`,
      `${short((100 * rate) / peak)} %`,
    ]),
  );
  const shares = table(
    ["circuit", "where the time goes"],
    limits.map(({ name, shares: parts }) => [
      name,
      parts
        .filter(({ share }) => share >= 0.01)
        .map(({ part, share }) => `${part} ${Math.round(100 * share)} %`)
        .join(", "),
    ]),
  );
  return `${counts}\n\n${shares}`;
}

/** The committed page. */
export function resultsPage(machine: string, rows: readonly Row[], limits: readonly Limits[]): string {
  const { repetitions } = rows[0].settings;
  return `# Benchmark

\`npm run bench\` writes this page; bench/README.md says what is measured.

${machine}; medians of ${repetitions} interleaved runs. ngspice is a new process each time; CPU time is user and system
time. Ratios above 1: hillock is faster.

${rowsTable(rows)}

## Distance to the limit

A warm run of each circuit with ${limits[0].settings}. Operations are counted in the text of the generated Newton iteration,
both sides of conditions included; the peak is what straight-line JavaScript reaches here with multiplications and additions
in registers. The achieved rate is over the whole run, whatever it spends its time on.

${limitsTable(limits)}
`;
}
