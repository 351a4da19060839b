import { expect, test } from "vitest";
import { transient } from "../../src/engine/transient/transient.js";
import { compiled } from "./run-netlist.js";

/** Sum of the charges of nodes after each of many pieces of a run, and the largest single one, C. */
function charges(lines: string, stop: number, nodes: readonly string[]) {
  const circuit = compiled(lines);
  const rows = nodes.map((node) => circuit.system.unknowns.findIndex(({ name }) => name === node));
  const run = transient(circuit, { stop, useInitialConditions: true, tolerance: 1e-3 });
  const sums: number[] = [];
  let largest = 0;
  for (;;) {
    const { charge } = run.checkpoint().arrays;
    sums.push(rows.reduce((sum, row) => sum + charge[row], 0));
    largest = Math.max(largest, ...rows.map((row) => Math.abs(charge[row])));
    if (run.advance(20).done) return { sums, largest, steps: run.result().record.steps };
  }
}

// Nothing leads charge off these nodes: what one gives, another takes, however coarse the steps are.
test.each([
  [
    "linear capacitors and resistors",
    "C1 a 0 1n ic=3\nC2 b 0 2n\nC3 c 0 5n\nC4 a c 1n\nR1 a b 1k\nR2 b c 3k\nB1 a c I=1m*sin(6.283e5*time)",
    ["a", "b", "c"],
  ],
  [
    "junctions and nonlinear charge, stirred by a source inside",
    "C1 a 0 1n ic=1\nC2 b 0 2n\nR1 b c 1k\nD1 a b DM\nD2 c a DM\nC3 c 0 1n\nI1 a c SIN(0 5m 200k)\n.model DM D(IS=1e-14 CJO=1n VJ=0.7 TT=20n)",
    ["a", "b", "c"],
  ],
])("the charge of an island is conserved to rounding: %s", (_, lines, nodes) => {
  const { sums, largest, steps } = charges(`${lines}\n.options gmin=0\n.tran 1u 200u`, 200e-6, nodes);
  expect(steps).toBeGreaterThan(100);
  const drift = Math.max(...sums.map((sum) => Math.abs(sum - sums[0])));
  expect(Math.abs(sums[0])).toBeGreaterThan(5e-10);
  expect(drift / largest).toBeLessThan(steps * 4e-16);
});
