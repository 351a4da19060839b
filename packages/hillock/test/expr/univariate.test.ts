import { expect, test } from "vitest";
import { add, binary, multiply, subtract, unary } from "../../src/expr/build.js";
import { differentiate } from "../../src/expr/differentiate.js";
import { constant, createGraph, type Expression, symbol } from "../../src/expr/graph.js";
import { fitPieces, pieceSize } from "../../src/expr/piecewise-polynomial.js";
import { reachable } from "../../src/expr/substitute.js";
import { asFunction, univariateExpressions, withTables } from "../../src/expr/univariate.js";

test("a transistor's drive is a function of one voltage above threshold, and the same for all of its terminals", () => {
  const graph = createGraph();
  const [g, d, width] = [symbol(graph, "unknown", 0), symbol(graph, "unknown", 1), symbol(graph, "parameter", 0)];
  const drive = (v: Expression): Expression => {
    const above = subtract(graph, v, constant(graph, 0.2));
    return multiply(
      graph,
      constant(graph, 1e-3),
      unary(graph, "log", add(graph, constant(graph, 1), unary(graph, "exp", above))),
    );
  };
  const [one, other] = [drive(g), drive(subtract(graph, g, d))];
  const current = multiply(graph, width, subtract(graph, one, other));
  const found = univariateExpressions(graph, [current]);
  expect(found).toHaveLength(2);
  // The factor around it, and the subtraction of the threshold inside, are left out.
  for (const { node, argument } of found) {
    expect(graph.operations[node]).toBe("log");
    expect(graph.operations[argument]).toBe("sub");
  }
  const canonical = createGraph();
  const [first, second] = found.map((each) => asFunction(canonical, graph, each));
  expect(first).toBe(second);

  const target = createGraph();
  const tables = new Map(found.map(({ node, argument }) => [node, { argument, table: 4 }]));
  const [copy] = withTables(target, graph, [current], tables);
  const left = reachable(target, [copy]).map((node) => target.operations[node]);
  expect(left.filter((operation) => operation === "lookUp")).toHaveLength(2);
  expect(left.filter((operation) => operation === "log" || operation === "exp")).toEqual([]);
  // The slope of a look-up is a look-up of the slope: here of one of the two, that depends on d.
  const slope = differentiate(target, copy, symbol(target, "unknown", 1));
  const numbers = reachable(target, [slope])
    .filter((node) => target.operations[node] === "lookUp")
    .map((node) => target.payload[node]);
  expect(numbers).toEqual([5]);
});

test("functions of two variables, cheap ones, and those with a memory are none", () => {
  const graph = createGraph();
  const [x, y] = [symbol(graph, "unknown", 0), symbol(graph, "unknown", 1)];
  const product = multiply(graph, x, y);
  expect(univariateExpressions(graph, [binary(graph, "pow", x, y)])).toEqual([]);
  expect(univariateExpressions(graph, [unary(graph, "abs", multiply(graph, x, x))])).toEqual([]);
  expect(univariateExpressions(graph, [unary(graph, "limexp", x)])).toEqual([]);
  expect(univariateExpressions(graph, [unary(graph, "exp", product)])).toEqual([]);
  expect(univariateExpressions(graph, [unary(graph, "tanh", product)])).toEqual([
    { node: unary(graph, "tanh", product), argument: product },
  ]);
});

test("fits are as close as they say, relative to the function, over 40 decades", () => {
  const fit = fitPieces(
    (x, out) => {
      out[0] = Math.exp(30 * x);
      out[1] = Math.log1p(Math.exp(40 * x)) / 40;
    },
    2,
    -2,
    1,
    4096,
  );
  if (!fit) throw new Error("no fit");
  const { low, scale, pieces, functions, coefficients } = fit;
  let worst = 0;
  for (let x = -2; x <= 1; x += 0.000977) {
    const s = (x - low) * scale;
    const piece = Math.round(s);
    expect(piece).toBeLessThan(pieces);
    [Math.exp(30 * x), Math.log1p(Math.exp(40 * x)) / 40].forEach((exact, f) => {
      let value = 0;
      for (let k = pieceSize - 1; k >= 0; k--) {
        value = value * (s - piece) + coefficients[(piece * functions + f) * pieceSize + k];
      }
      worst = Math.max(worst, Math.abs(value / exact - 1));
    });
  }
  expect(worst).toBeLessThan(2e-11);
});

test("what has a corner, a pole or no value is not fitted", () => {
  const fit = (f: (x: number) => number) =>
    fitPieces(
      (x, out) => {
        out[0] = f(x);
      },
      1,
      -1,
      1,
      1024,
    );
  expect(fit((x) => Math.abs(x - 0.1))).toBeUndefined();
  expect(fit((x) => 1 / (x - 0.1))).toBeUndefined();
  expect(fit(Math.sqrt)).toBeUndefined();
  expect(fit((x) => x * x)).toBeDefined();
});
