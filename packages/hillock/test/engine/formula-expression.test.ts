import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formulaExpression } from "../../src/engine/equations/formula-expression.js";
import { createGraph, type Expression, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import { builtInFunctions } from "../../src/netlist/formula/built-in-functions.js";
import type { Formula } from "../../src/netlist/value.js";

const graph = createGraph();
const scope = {
  voltage: (positive: string): Expression => symbol(graph, "unknown", positive === "a" ? 0 : 1),
  current: (): Expression => symbol(graph, "unknown", 2),
};
const a: Formula = { kind: "voltage", positive: "a", negative: "0" };
const b: Formula = { kind: "voltage", positive: "b", negative: "0" };
const valueAt = (formula: Formula, x: number, y: number): number =>
  interpret(graph, formulaExpression(graph, formula, scope), (_, index) => [x, y, 0][index]);

// One rounding each of log and of the factor on either side: log10 is log times a number here, log over a number there.
const rounding = 8e-16;

describe("functions of flat formulas have the values that the netlist gives them", () => {
  test.each(Object.entries(builtInFunctions))("%s", (name, { operands, value }) => {
    const formula: Formula = { kind: "call", name, operands: operands === 1 ? [a] : [a, b] };
    const number = fc.oneof(
      fc.integer({ min: -8, max: 8 }).map((k) => k / 2),
      fc.double({ min: -20, max: 20, noNaN: true }),
    );
    fc.assert(
      fc.property(number, number, (x, y) => {
        const expected = operands === 1 ? value(x) : value(x, y);
        const actual = valueAt(formula, x, y);
        if (!Number.isFinite(expected)) expect(Number.isFinite(actual)).toBe(false);
        else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(rounding * Math.abs(expected));
      }),
    );
  });
});

test.each([
  ["**", -2, 3, 8],
  ["<", 1, 2, 1],
  ["<=", 2, 2, 1],
  [">", 1, 2, 0],
  [">=", 2, 2, 1],
  ["==", 2, 2, 1],
  ["!=", 2, 2, 0],
  ["&&", 1, 0, 0],
  ["||", 1, 0, 1],
] as const)("operator %s", (operator, x, y, expected) => {
  expect(valueAt({ kind: "binary", operator, left: a, right: b }, x, y)).toBe(expected);
});
