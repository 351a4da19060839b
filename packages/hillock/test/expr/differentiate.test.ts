import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, binary, divide, multiply, select, unary } from "../../src/expr/build.js";
import { differentiate } from "../../src/expr/differentiate.js";
import { constant, constantValue, createGraph, type Expression, type Graph, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import type { BinaryOperation, UnaryOperation } from "../../src/expr/operation.js";
import { build, symbolCount, trees } from "./random-expression.js";

/**
 * f'(x) by central differences of eighth order, with an estimate of their error: what halving the step changes,
 * and the rounding of f.
 */
function numericalSlope(f: (x: number) => number, x: number, step: number): { slope: number; error: number } {
  let scale = 0;
  const difference = (h: number): number => {
    let sum = 0;
    [4 / 5, -1 / 5, 4 / 105, -1 / 280].forEach((weight, i) => {
      const above = f(x + (i + 1) * h);
      const below = f(x - (i + 1) * h);
      scale = Math.max(scale, Math.abs(above), Math.abs(below));
      sum += weight * (above - below);
    });
    return sum / h;
  };
  const coarse = difference(step);
  const slope = difference(step / 2);
  return { slope, error: Math.abs(coarse - slope) + (16 * scale * 2 ** -52) / step + smallestNormal };
}

const smallestNormal = 2 ** -1022;

const valueAt = (graph: Graph, node: Expression, values: readonly number[]): number =>
  interpret(graph, node, (_, index) => values[index]);

/** Checks the derivative of `node` by unknown `index` at a point. Returns whether the difference was a sharp test. */
function checkSlope(graph: Graph, node: Expression, index: number, values: readonly number[], step = 1e-2): boolean {
  const derivative = differentiate(graph, node, symbol(graph, "unknown", index));
  const exact = valueAt(graph, derivative, values);
  const { slope, error } = numericalSlope(
    (x) =>
      valueAt(
        graph,
        node,
        values.map((value, i) => (i === index ? x : value)),
      ),
    values[index],
    step,
  );
  expect(Math.abs(exact - slope), `${exact}, by differences ${slope}`).toBeLessThanOrEqual(4 * error);
  return error < 1e-8 * (1 + Math.abs(slope));
}

/** Operations whose derivative is 0 by definition: what they give keeps still within an iteration. */
type Held = "hold" | "fetlim" | "pnjlim";

describe("the derivative of every operation is that of finite differences", () => {
  /** Points inside the domain, away from kinks. */
  const points: Record<Exclude<UnaryOperation, Held>, readonly number[]> = {
    neg: [0.3, -2],
    not: [0.3, -2],
    abs: [0.3, -2],
    sqrt: [0.5, 9],
    exp: [0, -3, 2],
    log: [0.4, 7],
    sin: [0, 1, -4],
    cos: [0, 1, -4],
    tan: [0, 1, -4],
    asin: [0, 0.3, -0.8],
    acos: [0, 0.3, -0.8],
    atan: [0, 0.3, -5],
    sinh: [0, 1, -3],
    cosh: [0, 1, -3],
    tanh: [0, 1, -3],
    asinh: [0, 1, -30],
    acosh: [1.3, 40],
    atanh: [0, 0.3, -0.8],
    floor: [0.3, -1.5],
    ceil: [0.3, -1.5],
    limexp: [0, -3, 2],
    limexpSlope: [0, -3, 2],
  };
  test.each(Object.entries(points) as [keyof typeof points, readonly number[]][])("%s", (operation, at) => {
    const graph = createGraph();
    const x = symbol(graph, "unknown", 0);
    // With an inner derivative, so that the chain rule is part of it.
    const inner = add(graph, multiply(graph, constant(graph, 0.7), x), constant(graph, 0.1));
    const node = unary(graph, operation, inner);
    for (const argument of at) expect(checkSlope(graph, node, 0, [(argument - 0.1) / 0.7])).toBe(true);
  });

  const pairs: Record<Exclude<BinaryOperation, Held>, readonly (readonly [number, number])[]> = {
    add: [[1.3, -2]],
    sub: [[1.3, -2]],
    mul: [[1.3, -2]],
    div: [
      [1.3, -2],
      [0, 0.7],
    ],
    pow: [
      [1.3, -2],
      [0.4, 3.3],
    ],
    min: [
      [1.3, -2],
      [-2, 1.3],
    ],
    max: [
      [1.3, -2],
      [-2, 1.3],
    ],
    atan2: [
      [1.3, -2],
      [-1.3, -2],
      [0.2, 3],
      [-2, 0],
    ],
    lt: [[1.3, -2]],
    le: [[1.3, -2]],
    eq: [[1.3, -2]],
    and: [[1.3, -2]],
    or: [[1.3, -2]],
  };
  test.each(Object.entries(pairs) as [BinaryOperation, readonly (readonly [number, number])[]][])(
    "%s",
    (operation, at) => {
      const graph = createGraph();
      const x = symbol(graph, "unknown", 0);
      const y = symbol(graph, "unknown", 1);
      const node = binary(graph, operation, x, y);
      const ofSame = binary(
        graph,
        operation,
        add(graph, x, constant(graph, 3)),
        add(graph, constant(graph, 1), multiply(graph, x, x)),
      );
      for (const values of at) {
        expect(checkSlope(graph, node, 0, values)).toBe(true);
        expect(checkSlope(graph, node, 1, values)).toBe(true);
        // Both operands vary.
        expect(checkSlope(graph, ofSame, 0, values)).toBe(true);
      }
    },
  );

  test("select takes the slope of the branch taken, for both branches", () => {
    const graph = createGraph();
    const x = symbol(graph, "unknown", 0);
    const condition = binary(graph, "lt", x, constant(graph, 1));
    const node = select(graph, condition, unary(graph, "exp", x), unary(graph, "sin", x));
    expect(checkSlope(graph, node, 0, [0.5])).toBe(true);
    expect(checkSlope(graph, node, 0, [1.5])).toBe(true);
  });
});

describe("powers", () => {
  test("by the exponent, at base 0: the limit 0", () => {
    const graph = createGraph();
    const power = binary(graph, "pow", symbol(graph, "unknown", 0), symbol(graph, "unknown", 1));
    const slope = differentiate(graph, power, symbol(graph, "unknown", 1));
    expect(valueAt(graph, slope, [0, 2.6])).toBe(0);
    expect(valueAt(graph, slope, [2, 3])).toBeCloseTo(8 * Math.LN2, 12);
  });

  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);

  test("with a constant exponent may have a base of 0 or less", () => {
    const cube = binary(graph, "pow", x, constant(graph, 3));
    for (const base of [0, -1.2]) expect(checkSlope(graph, cube, 0, [base])).toBe(true);
  });

  test("with a constant base grow exponentially", () => {
    expect(checkSlope(graph, binary(graph, "pow", constant(graph, 2.5), x), 0, [-1.2])).toBe(true);
  });
});

test("random smooth expressions have the slope of their finite differences", () => {
  const smooth = trees(
    fc.double({ min: -2, max: 2, noNaN: true }),
    ["neg", "sin", "cos", "tanh", "atan", "asinh"],
    ["add", "sub", "mul"],
    false,
  );
  const unknowns = fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), {
    minLength: symbolCount,
    maxLength: symbolCount,
  });
  let sharp = 0;
  fc.assert(
    fc.property(smooth, unknowns, fc.nat(symbolCount - 1), (tree, values, index) => {
      const graph = createGraph();
      if (checkSlope(graph, build(graph, tree), index, values, 2e-3)) sharp++;
    }),
    { numRuns: 2000, seed: 6 },
  );
  expect(sharp).toBeGreaterThan(1500);
});

test("quotients, powers and roots of what is positive have the slope of their finite differences", () => {
  const smooth = trees(fc.double({ min: -2, max: 2, noNaN: true }), ["sin", "atan"], ["add", "mul"], false);
  let sharp = 0;
  fc.assert(
    fc.property(
      smooth,
      smooth,
      fc.constantFrom("div", "pow", "atan2") as fc.Arbitrary<BinaryOperation>,
      fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      (first, second, operation, value) => {
        const graph = createGraph();
        // 2 + atan(...) is between 0.4 and 3.6.
        const positive = (tree: typeof first) =>
          add(graph, constant(graph, 2), unary(graph, "atan", build(graph, tree)));
        const node = unary(
          graph,
          "log",
          add(graph, constant(graph, 1), binary(graph, operation, positive(first), positive(second))),
        );
        if (
          checkSlope(
            graph,
            unary(graph, "sqrt", add(graph, constant(graph, 1), multiply(graph, node, node))),
            0,
            [value, 0.3, -0.4],
            2e-3,
          )
        )
          sharp++;
      },
    ),
    { numRuns: 1000, seed: 7 },
  );
  expect(sharp).toBeGreaterThan(600);
});

describe("the form of derivatives", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  const y = symbol(graph, "unknown", 1);

  test("what does not depend on the symbol has derivative 0, and the symbol itself 1", () => {
    expect(constantValue(graph, differentiate(graph, unary(graph, "exp", y), x))).toBe(0);
    expect(constantValue(graph, differentiate(graph, symbol(graph, "parameter", 0), x))).toBe(0);
    expect(constantValue(graph, differentiate(graph, x, x))).toBe(1);
  });

  test("an exponential, a root and a quotient are used again in their derivatives", () => {
    const exponential = unary(graph, "exp", x);
    expect(differentiate(graph, exponential, x)).toBe(exponential);
    const root = unary(graph, "sqrt", x);
    expect(differentiate(graph, root, x)).toBe(
      divide(graph, constant(graph, 1), multiply(graph, constant(graph, 2), root)),
    );
  });

  test("memory is shared by the expressions differentiated by one symbol", () => {
    const memory = new Map<Expression, Expression>();
    const shared = unary(graph, "sin", multiply(graph, x, y));
    differentiate(graph, shared, x, memory);
    const known = memory.get(shared);
    const size = memory.size;
    differentiate(graph, add(graph, shared, y), x, memory);
    expect(memory.get(shared)).toBe(known);
    expect(memory.size).toBe(size + 1);
  });

  test("chains may be longer than the call stack", () => {
    let node: Expression = x;
    for (let i = 0; i < 50_000; i++) node = add(graph, multiply(graph, constant(graph, 0.5), node), y);
    expect(valueAt(graph, differentiate(graph, node, y), [0, 0])).toBe(2);
  });
});
