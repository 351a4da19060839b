import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, binary, divide, multiply, negate, select, subtract, unary } from "../../src/expr/build.js";
import { constant, constantValue, createGraph, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import { binaryOperations, type UnaryOperation, unaryOperations } from "../../src/expr/operation.js";
import { build, evaluate, symbolCount, type Tree, trees } from "./random-expression.js";

const constants = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, -2, 0.5, 4, 1024, 1024.0000000000002, 3, 0.1),
  fc.double({ min: -100, max: 100, noNaN: true }),
);
const symbolValues = fc.array(fc.oneof(fc.constantFrom(0, 1, -1, 2), fc.double({ min: -10, max: 10, noNaN: true })), {
  minLength: symbolCount,
  maxLength: symbolCount,
});
const anyTree = trees(constants, unaryOperations, binaryOperations, true);

/** Powers that are built as products, quotients and roots, which round differently. */
const rewrittenExponents = [2, 0.5, -1, -0.5];

/** Whether the tree is one whose value simplification keeps to the last bit: it only calculates with ordinary numbers. */
function isOrdinary(tree: Tree, values: readonly number[]): boolean {
  let ordinary = true;
  evaluate(tree, values, (part, value) => {
    // Beyond the finite, 0 * x is 0 all the same; below the normal, an exact reciprocal is not exact any more.
    if (!Number.isFinite(value) || (value !== 0 && Math.abs(value) < 1e-290) || Math.abs(value) > 1e290) {
      ordinary = false;
    }
    if (!("binary" in part)) return;
    // Signs of zeros are not kept: only the angle of a point on the x axis shows them.
    if (part.binary === "atan2" && evaluate(part.a, values, () => {}) === 0) ordinary = false;
    if (part.binary === "pow" && rewrittenExponents.includes(evaluate(part.b, values, () => {}))) ordinary = false;
  });
  return ordinary;
}

test("a simplified expression has the value of the expression as written, bit for bit", () => {
  let compared = 0;
  fc.assert(
    fc.property(anyTree, symbolValues, (tree, values) => {
      if (!isOrdinary(tree, values)) return;
      compared++;
      const graph = createGraph();
      const simplified = interpret(graph, build(graph, tree), (_, index) => values[index]);
      const written = evaluate(tree, values, () => {});
      // === rather than Object.is: the sign of a zero may change.
      expect(simplified === written, `${simplified} is not ${written}`).toBe(true);
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(compared).toBeGreaterThan(2000);
});

test("powers with their own form are within some units in the last place of pow", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-100, max: 1e100, noNaN: true }),
      fc.constantFrom(...rewrittenExponents),
      (base, y) => {
        const power = binary(graph, "pow", x, constant(graph, y));
        expect(graph.operations[power]).not.toBe("pow");
        const written = evaluate({ binary: "pow", a: { symbol: 0 }, b: { constant: y } }, [base], () => {});
        expect(Math.abs(interpret(graph, power, () => base) / written - 1)).toBeLessThan(5e-16);
      },
    ),
    { numRuns: 500, seed: 2 },
  );
});

describe("structurally equal expressions are one node", () => {
  test("any expression built twice adds nothing to the graph", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const graph = createGraph();
        const first = build(graph, tree);
        const size = graph.operations.length;
        expect(build(graph, tree)).toBe(first);
        expect(graph.operations.length).toBe(size);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  test("arguments come before the node that uses them, whatever is built", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const graph = createGraph();
        build(graph, tree);
        for (let node = 0; node < graph.operations.length; node++) {
          for (const argument of [graph.first[node], graph.second[node], graph.third[node]]) {
            expect(argument).toBeLessThan(node);
          }
        }
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test("the order of commutative operands does not matter, that of others does", () => {
    const graph = createGraph();
    const a = symbol(graph, "unknown", 0);
    const b = symbol(graph, "unknown", 1);
    for (const operation of ["add", "mul", "min", "max", "eq", "and", "or"] as const) {
      expect(binary(graph, operation, a, b)).toBe(binary(graph, operation, b, a));
    }
    for (const operation of ["sub", "div", "pow", "atan2", "lt", "le"] as const) {
      expect(binary(graph, operation, a, b)).not.toBe(binary(graph, operation, b, a));
    }
  });

  test("symbols differ by kind and by index, constants by value", () => {
    const graph = createGraph();
    const nodes = [
      symbol(graph, "unknown", 1),
      symbol(graph, "unknown", 11),
      symbol(graph, "parameter", 1),
      symbol(graph, "time", 0),
      constant(graph, 1),
      constant(graph, 1 + 2 ** -52),
    ];
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(constant(graph, -0)).toBe(constant(graph, 0));
  });
});

describe("identities are recognised", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  const y = symbol(graph, "unknown", 1);
  const number = (value: number) => constant(graph, value);
  const zero = number(0);
  const one = number(1);
  const cases = {
    "x + 0": [add(graph, x, zero), x],
    "0 + x": [add(graph, zero, x), x],
    "x + (-y)": [add(graph, x, negate(graph, y)), subtract(graph, x, y)],
    "x - x": [subtract(graph, x, x), zero],
    "0 - x": [subtract(graph, zero, x), negate(graph, x)],
    "-(-x)": [negate(graph, negate(graph, x)), x],
    "-(x - y)": [negate(graph, subtract(graph, x, y)), subtract(graph, y, x)],
    "x * 0": [multiply(graph, x, zero), zero],
    "x * 1": [multiply(graph, x, one), x],
    "x * -1": [multiply(graph, x, number(-1)), negate(graph, x)],
    "3 * (-x)": [multiply(graph, number(3), negate(graph, x)), multiply(graph, number(-3), x)],
    "0 / x": [divide(graph, zero, x), zero],
    "x / x": [divide(graph, x, x), one],
    "x / 8": [divide(graph, x, number(8)), multiply(graph, x, number(0.125))],
    "x ^ 0": [binary(graph, "pow", x, zero), one],
    "x ^ 1": [binary(graph, "pow", x, one), x],
    "x ^ 2": [binary(graph, "pow", x, number(2)), multiply(graph, x, x)],
    "1 ^ x": [binary(graph, "pow", one, x), one],
    "| |x| |": [unary(graph, "abs", unary(graph, "abs", x)), unary(graph, "abs", x)],
    "|-x|": [unary(graph, "abs", negate(graph, x)), unary(graph, "abs", x)],
    "cos(-x)": [unary(graph, "cos", negate(graph, x)), unary(graph, "cos", x)],
    "min(x, x)": [binary(graph, "min", x, x), x],
    "x < x": [binary(graph, "lt", x, x), zero],
    "x <= x": [binary(graph, "le", x, x), one],
    "x && 0": [binary(graph, "and", x, zero), zero],
    "x || 2": [binary(graph, "or", x, number(2)), one],
    "1 ? x : y": [select(graph, one, x, y), x],
    "0 ? x : y": [select(graph, zero, x, y), y],
    "x ? y : y": [select(graph, x, y, y), y],
  };
  test.each(Object.entries(cases))("%s", (_, [node, simple]) => expect(node).toBe(simple));

  test("a divisor is made a factor only if its reciprocal is exact", () => {
    const madeFactor = (divisor: number) => graph.operations[divide(graph, x, number(divisor))] === "mul";
    for (const divisor of [2, -0.25, 2 ** 1022, 2 ** -1022]) expect(madeFactor(divisor), `${divisor}`).toBe(true);
    for (const divisor of [3, 1024.0000000000002, 2 ** 1023, 2 ** -1023, Infinity, Number.NaN]) {
      expect(madeFactor(divisor), `${divisor}`).toBe(false);
    }
  });
});

test("operations on constants are carried out", () => {
  const graph = createGraph();
  for (const operation of unaryOperations as readonly UnaryOperation[]) {
    const argument = operation === "acosh" ? 1.5 : 0.25;
    const written = evaluate({ unary: operation, a: { constant: argument } }, [], () => {});
    expect(constantValue(graph, unary(graph, operation, constant(graph, argument))), operation).toBe(written);
  }
  for (const operation of binaryOperations) {
    const written = evaluate({ binary: operation, a: { constant: 0.3 }, b: { constant: 1.7 } }, [], () => {});
    expect(constantValue(graph, binary(graph, operation, constant(graph, 0.3), constant(graph, 1.7)))).toBe(written);
  }
});
