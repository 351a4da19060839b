import { expect, test } from "vitest";
import { compileKernel } from "../../src/engine/kernel/kernel.js";
import { limitingExcess } from "../../src/engine/kernel/limiting.js";
import { differentiate } from "../../src/expr/differentiate.js";
import { createEvaluator } from "../../src/expr/evaluator.js";
import { symbol } from "../../src/expr/graph.js";
import { currentsAt, device, twoTerminal } from "./device.js";

const limited = (by: string): string =>
  twoTerminal(`v = $limit(V(a,b), ${by}); I(a,b) <+ exp(v) + v*V(a); I(a,b) <+ ddt(v*v*v);`, "real v;");
const plain = twoTerminal("v = V(a,b); I(a,b) <+ exp(v) + v*V(a); I(a,b) <+ ddt(v*v*v);", "real v;");

test.each(['"pnjlim", 0.5, 1', '"fetlim", 1'])("$limit(%s) leaves values and slopes as they are", (by) => {
  const [one, other] = [limited(by), plain].map((source) => device(source));
  for (const a of [-3, 0.2, 1, 4, 20]) {
    expect(currentsAt(one, { a })).toEqual(currentsAt(other, { a }));
    const [slope, same] = [one, other].map(({ graph, currents, charges }) => {
      const wanted = [currents[0], charges[0]].map((row) => differentiate(graph, row, symbol(graph, "unknown", 0)));
      return [...createEvaluator(graph, wanted)((kind, index) => (kind === "unknown" && index === 0 ? a : 0))];
    });
    expect(slope[0]).toBeCloseTo(same[0], 10);
    expect(slope[1]).toBeCloseTo(same[1], 10);
  }
});

type Kernel = (x: Float64Array, limits: Float64Array, out: Float64Array) => number;

test.each([
  // Free up to 1 V in units of 0.5 V, and 3 units more.
  ['"pnjlim", 0.5, 1', 0, 4, 2.5],
  // 1 V above threshold: up to 4 V above it, and down to 0.5 V below.
  ['"fetlim", 1', 1, 9, 5],
  ['"fetlim", 1', 1, -7, 0.5],
  // Off: on by 0.5 V at most. Far on: not below 2 V above threshold.
  ['"fetlim", 1', -2, 3, 1.5],
  ['"fetlim", 1', 5, 0, 3],
])("$limit(%s) after %f: while it acts, rows go on as tangents", (by, before, v, at) => {
  const { graph, currents, charges } = device(limited(by));
  const { run, limitedCount } = compileKernel<Kernel>({
    parameters: ["x", "limits", "out"],
    graph,
    assignments: [currents[0], charges[0]].map((value, k) => ({ target: `out[${k}]`, value })),
    result: limitingExcess,
    limiting: true,
  });
  expect(limitedCount).toBe(1);
  const out = new Float64Array(2);
  const limits = Float64Array.of(before);
  expect(run(Float64Array.of(v, 0), limits, out)).toBeCloseTo(
    by.startsWith('"pnj') ? (v - at) / 0.5 : Math.abs(v - at),
    12,
  );
  expect(out[0]).toBeCloseTo(Math.exp(at) + at * v + (Math.exp(at) + v) * (v - at), 8);
  expect(out[1]).toBeCloseTo(at * at * at + 3 * at * at * (v - at), 8);
  // Evaluated again and again at the same voltage, it lets go.
  for (let round = 0; round < 9; round++) run(Float64Array.of(v, 0), limits, out);
  expect(run(Float64Array.of(v, 0), limits, out)).toBe(0);
  expect(out[0]).toBeCloseTo(Math.exp(v) + v * v, 8);
});

test("$limit() without a name is noted", () => {
  expect(device(twoTerminal("I(a,b) <+ $limit(V(a,b));")).notes).toEqual([
    "$limit() on line 7 names no limiting and does not act",
  ]);
});
