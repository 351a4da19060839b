import fc from "fast-check";
import { expect, test } from "vitest";
import { compileKernel } from "../../src/engine/kernel/kernel.js";
import { arrangeStatements, type Statement } from "../../src/expr/arrange-statements.js";
import { add, binary, multiply, select, unary } from "../../src/expr/build.js";
import { inlineBindings } from "../../src/expr/elementary/inline.js";
import { elementary } from "../../src/expr/elementary.js";
import { emitJavaScript } from "../../src/expr/emit-javascript.js";
import { constant, createGraph, type Expression, type Graph, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import { arbitraryTree, grow } from "./arbitrary-expression.js";

type Evaluate = (x: Float64Array, out: Float64Array) => void;

const compileOne = (graph: Graph, values: readonly Expression[]): Evaluate =>
  compileKernel<Evaluate>({
    parameters: ["x", "out"],
    graph,
    assignments: values.map((value, index) => ({ target: `out[${index}]`, value })),
    limiting: false,
  }).run;

const tree = arbitraryTree(["neg", "abs", "exp", "log", "sqrt", "sin", "tanh", "atan", "floor", "not"]);

test("generated code has the values of the interpreter", () => {
  fc.assert(
    fc.property(
      fc.array(tree, { minLength: 1, maxLength: 5 }),
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (trees, at) => {
        const graph = createGraph();
        const roots = trees.map((one) => grow(graph, one));
        const out = new Float64Array(roots.length);
        compileOne(graph, roots)(Float64Array.from(at), out);
        roots.forEach((root, index) => {
          const expected = interpret(graph, root, (_, k) => at[k]);
          if (Number.isNaN(expected)) expect(out[index]).toBeNaN();
          else if (divides(graph)) expect(Number.isFinite(out[index])).toBe(Number.isFinite(expected));
          else expect(out[index]).toBe(expected);
        });
      },
    ),
    { seed: 7, numRuns: 400 },
  );
});

/** Whether something is divided by a constant: the last bits may then differ. */
function divides(graph: Graph): boolean {
  return graph.operations.some(
    (operation, node) => operation === "div" && graph.operations[graph.second[node]] === "constant",
  );
}

test("division by a constant is off by no more than half a bit each", () => {
  const graph = createGraph();
  const value = binary(graph, "div", symbol(graph, "unknown", 0), constant(graph, 3));
  const out = new Float64Array(1);
  const run = compileOne(graph, [value]);
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
      run(Float64Array.of(x), out);
      expect(Math.abs(out[0] - x / 3)).toBeLessThanOrEqual(2.3e-16 * Math.abs(x / 3));
    }),
  );
});

test("limexp is bounded to 3 per call above 30, goes on as its tangent, and is exp once it has caught up", () => {
  const graph = createGraph();
  const u = symbol(graph, "unknown", 0);
  const kernel = compileKernel<(x: Float64Array, limits: Float64Array, out: Float64Array) => number>({
    parameters: ["x", "limits", "out"],
    graph,
    assignments: [
      { target: "out[0]", value: unary(graph, "limexp", u) },
      { target: "out[1]", value: unary(graph, "limexpSlope", u) },
    ],
    limiting: true,
    result: () => "u0 - l0",
  });
  const limits = new Float64Array(kernel.limitedCount);
  const out = new Float64Array(2);
  expect(kernel.run(Float64Array.of(40), limits, out)).toBe(7);
  expect(out[0]).toBeCloseTo(Math.exp(33) * 8, -3);
  expect(out[1]).toBeCloseTo(Math.exp(33), -3);
  expect(kernel.run(Float64Array.of(35), limits, out)).toBe(0);
  expect(Math.abs(out[0] / Math.exp(35) - 1)).toBeLessThan(1e-15);
  expect(kernel.run(Float64Array.of(-5), limits, out)).toBe(0);
  expect(Math.abs(out[0] / Math.exp(-5) - 1)).toBeLessThan(1e-15);
});

test("divided statements compute the same, whatever the size of a part", () => {
  const graph = createGraph();
  let sum = constant(graph, 0);
  for (let k = 0; k < 40; k++) {
    const term = unary(graph, "sin", multiply(graph, constant(graph, k + 1), symbol(graph, "unknown", k % 4)));
    sum = add(graph, sum, multiply(graph, term, sum));
    sum = add(graph, sum, term);
  }
  const statement = (declares: string, value: string): Statement => ({
    declares,
    text: `${declares} = ${value};`,
    guards: [],
  });
  const statements: Statement[] = [
    { text: "out[0] = v3 + v1;", guards: [] },
    statement("v3", "v1 + v2"),
    statement("v2", "v1 * 3"),
    statement("v1", "2"),
  ];
  for (const limit of [1, 2, 3, 10]) {
    const { parts, sharedCount } = arrangeStatements(statements, limit);
    const out = [0];
    const shared = new Float64Array(sharedCount);
    for (const part of parts) new Function("shared", "out", part)(shared, out);
    expect(out[0]).toBe(10);
    expect(parts).toHaveLength(Math.ceil(4 / Math.ceil(4 / Math.ceil(4 / limit))));
  }
  const at = [0.3, -0.7, 0.2, 0.9];
  const out = new Float64Array(1);
  compileOne(graph, [sum])(Float64Array.from(at), out);
  expect(out[0]).toBe(interpret(graph, sum, (_, k) => at[k]));
});

test("what matters in one branch only is evaluated in that branch only, whatever the size of a part", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  const y = symbol(graph, "unknown", 1);
  const positive = binary(graph, "lt", constant(graph, 0), x);
  const outer = binary(graph, "lt", constant(graph, 1), y);
  const logarithm = unary(graph, "log", x);
  const product = multiply(graph, logarithm, unary(graph, "exp", multiply(graph, logarithm, y)));
  const inner = select(graph, outer, product, multiply(graph, logarithm, logarithm));
  const roots = [
    select(graph, positive, add(graph, inner, logarithm), x),
    select(graph, positive, inner, constant(graph, 0)),
  ];
  const kernel = compileKernel<Evaluate>({
    parameters: ["x", "out"],
    graph,
    assignments: roots.map((value, index) => ({ target: `out[${index}]`, value })),
    limiting: false,
  });
  expect(kernel.source).toMatch(/if \(v\d+ !== 0\) \{[\s\S]*\$logarithms/);
  for (const at of [
    [0.5, 2],
    [0.5, 0],
    [-1, 2],
    [-1, 0],
  ]) {
    const out = new Float64Array(2);
    kernel.run(Float64Array.from(at), out);
    roots.forEach((root, index) => {
      expect(out[index]).toBe(interpret(graph, root, (_, k) => at[k]));
    });
  }
});

test("blocks and parts together keep the values", () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 3, maxLength: 6 }), fc.integer({ min: 1, max: 6 }), (trees, limit) => {
      const graph = createGraph();
      const roots = trees.map((one) => grow(graph, one));
      const at = [0.3, -0.7, 1.2, 2.9];
      const { statements } = emitJavaScript(
        graph,
        roots.map((value, index) => ({ target: `out[${index}]`, value })),
        { symbol: (_, index) => `x[${index}]` },
      );
      const { parts, sharedCount } = arrangeStatements(statements, limit);
      const bindings = { ...elementary, ...inlineBindings, x: at, out: [], shared: new Float64Array(sharedCount) };
      for (const part of parts) new Function(...Object.keys(bindings), part)(...Object.values(bindings));
      roots.forEach((root, index) => {
        const expected = interpret(graph, root, (_, k) => at[k]);
        if (divides(graph) && Number.isFinite(expected)) return;
        expect((bindings.out as number[])[index]).toBe(expected);
      });
    }),
    { seed: 11, numRuns: 200 },
  );
});
