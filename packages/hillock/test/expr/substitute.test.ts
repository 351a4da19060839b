import fc from "fast-check";
import { expect, test } from "vitest";
import { add, multiply, unary } from "../../src/expr/build.js";
import { constant, constantValue, createGraph, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import { reachable, substitute } from "../../src/expr/substitute.js";
import { build, symbolCount, trees } from "./random-expression.js";

// Operations that round the same whatever is simplified around them, and stay finite.
const tame = trees(
  fc.double({ min: -4, max: 4, noNaN: true }),
  ["neg", "sin", "tanh", "abs", "atan", "floor"],
  ["add", "sub", "mul", "min", "max", "lt", "le"],
  true,
);

test("substituting expressions for symbols gives the value with their values", () => {
  fc.assert(
    fc.property(
      tame,
      fc.array(tame, { minLength: symbolCount, maxLength: symbolCount }),
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: symbolCount, maxLength: symbolCount }),
      (outer, inner, values) => {
        const source = createGraph();
        const target = createGraph();
        const root = build(source, outer);
        const bound = inner.map((tree) => build(target, tree));
        const [copy] = substitute(target, source, [root], (_, index) => bound[index]);
        const boundValues = bound.map((node) => interpret(target, node, (_, index) => values[index]));
        const direct = interpret(source, root, (_, index) => boundValues[index]);
        expect(interpret(target, copy, (_, index) => values[index]) === direct).toBe(true);
      },
    ),
    { numRuns: 1000, seed: 5 },
  );
});

test("numbers for all symbols fold the expression to a number", () => {
  const source = createGraph();
  const target = createGraph();
  const root = unary(source, "exp", multiply(source, symbol(source, "parameter", 0), symbol(source, "parameter", 1)));
  const [copy] = substitute(target, source, [root], (_, index) => constant(target, index + 1));
  expect(constantValue(target, copy)).toBe(interpret(source, root, (_, index) => index + 1));
  expect(target.operations.every((operation) => operation === "constant")).toBe(true);
});

test("several roots keep their order and share what they have in common", () => {
  const source = createGraph();
  const x = symbol(source, "unknown", 0);
  const sine = unary(source, "sin", x);
  const roots = [add(source, sine, constant(source, 1)), sine, x, sine];
  const target = createGraph();
  const y = symbol(target, "parameter", 4);
  const copies = substitute(target, source, roots, (kind, index) => {
    expect([kind, index]).toEqual(["unknown", 0]);
    return y;
  });
  const copyOfSine = unary(target, "sin", y);
  expect(copies).toEqual([add(target, copyOfSine, constant(target, 1)), copyOfSine, y, copyOfSine]);
});

test("within one graph, symbols can stand for each other", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  const y = symbol(graph, "unknown", 1);
  const root = add(graph, x, multiply(graph, constant(graph, 3), y));
  const [swapped] = substitute(graph, graph, [root], (_, index) => (index === 0 ? y : x));
  expect(swapped).toBe(add(graph, y, multiply(graph, constant(graph, 3), x)));
});

test("reachable lists what the roots depend on, each once, arguments first, and nothing else", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  const unused = unary(graph, "cos", x);
  const sine = unary(graph, "sin", x);
  const root = multiply(graph, sine, sine);
  expect(reachable(graph, [root, sine])).toEqual([x, sine, root]);
  expect(reachable(graph, [root])).not.toContain(unused);
});
