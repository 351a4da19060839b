import fc from "fast-check";
import { expect, test } from "vitest";
import { webAssemblyPlatform } from "../../src/base/webassembly-platform.js";
import { compileKernel } from "../../src/engine/kernel/kernel.js";
import { binary, select, unary } from "../../src/expr/build.js";
import { emitWebAssembly, withoutVectorCode } from "../../src/expr/emit-webassembly.js";
import { moduleBytes, signed, unsigned } from "../../src/expr/emit-webassembly-binary.js";
import { createVectorCode } from "../../src/expr/emit-webassembly-code.js";
import { tableBytes, writeTables } from "../../src/expr/emit-webassembly-elementary.js";
import { constant, createGraph, type Expression, type Graph, symbol } from "../../src/expr/graph.js";
import { arbitraryTree, grow } from "./arbitrary-expression.js";

interface Lanes {
  readonly values: number[][];
  readonly ordinary: boolean[];
}

/** Compiles roots to a module with one vector, and gives a function from unknowns in two lanes to the roots in both. */
function compileVector(graph: Graph, roots: readonly Expression[]): (lanes: readonly (readonly number[])[]) => Lanes {
  const symbols = 8;
  const base = 16 * Math.ceil(tableBytes / 16);
  const code = createVectorCode(1);
  const [result] = emitWebAssembly(code, graph, roots, [
    {
      symbol: (_, index) => code.load(base + 16 * index),
      limited: () => {
        throw new Error("nothing is limited here");
      },
      keep: (slot) => base + 16 * (symbols + roots.length + 1 + slot),
    },
  ]);
  roots.forEach((root, k) => {
    code.store(base + 16 * (symbols + k), result.value(root));
  });
  code.store(base + 16 * (symbols + roots.length), result.ordinary ?? code.bits(-1n));
  const body = [...code.prologue, ...code.bytes, 0x41, 0];
  const vectors = code.count();
  const only = { name: "run", parameters: ["i32"], results: ["i32"], vectors, body } as const;
  const bytes = moduleBytes({ pages: 1, imports: ["unused"], functions: [only] });
  const platform = webAssemblyPlatform();
  if (!platform) throw new Error("no WebAssembly here");
  const memory = new platform.Memory({ initial: 1 });
  writeTables(memory.buffer);
  const { exports } = new platform.Instance(new platform.Module(bytes), { host: { memory, unused: () => 0 } });
  const run = exports.run as (argument: number) => number;
  const at = new Float64Array(memory.buffer, base);
  const bits = new BigInt64Array(memory.buffer, base);
  return (lanes) => {
    lanes.forEach((unknowns, lane) => {
      unknowns.forEach((value, index) => {
        at[2 * index + lane] = value;
      });
    });
    run(0);
    return {
      values: [0, 1].map((lane) => roots.map((_, k) => at[2 * (symbols + k) + lane])),
      ordinary: [0, 1].map((lane) => bits[2 * (symbols + roots.length) + lane] === -1n),
    };
  };
}

function compileScalar(graph: Graph, roots: readonly Expression[]): (unknowns: readonly number[]) => number[] {
  const { run } = compileKernel<(x: Float64Array, out: Float64Array) => void>({
    parameters: ["x", "out"],
    graph,
    assignments: roots.map((value, k) => ({ target: `out[${k}]`, value })),
    limiting: false,
  });
  return (unknowns) => {
    const out = new Float64Array(roots.length);
    run(Float64Array.from(unknowns), out);
    return [...out];
  };
}

const tree = arbitraryTree(["neg", "abs", "exp", "log", "sqrt", "tanh", "atanh", "floor", "ceil", "not", "hold"]);

const point = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });

test("ordinary lanes have the bits of the JavaScript kernels, whatever the other lane holds", () => {
  let ordinary = 0;
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), point, point, (trees, one, other) => {
      const graph = createGraph();
      const roots = trees.map((each) => grow(graph, each));
      const lanes = compileVector(graph, roots)([one, other]);
      const scalar = compileScalar(graph, roots);
      [one, other].forEach((unknowns, lane) => {
        if (!lanes.ordinary[lane]) return;
        ordinary++;
        expect(lanes.values[lane]).toEqual(scalar(unknowns));
      });
    }),
    { numRuns: 300 },
  );
  expect(ordinary).toBeGreaterThan(300);
});

test("choices have the bits of JavaScript's, of zeros, infinities and what is no number, too", () => {
  const graph = createGraph();
  const [a, b] = [0, 1].map((k) => symbol(graph, "unknown", k));
  const less = binary(graph, "lt", a, b);
  const number = (value: number) => constant(graph, value);
  const roots = [
    select(graph, less, a, b),
    select(graph, less, b, a),
    select(graph, less, number(-0.1), number(1e300)),
    select(graph, less, number(Number.NEGATIVE_INFINITY), number(0)),
    select(graph, binary(graph, "le", a, b), a, b),
  ];
  const vector = compileVector(graph, roots);
  const scalar = compileScalar(graph, roots);
  const numbers = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  for (const one of numbers)
    for (const other of numbers) {
      const { values } = vector([
        [one, other],
        [other, one],
      ]);
      expect(values).toEqual([scalar([one, other]), scalar([other, one])]);
    }
});

/** Arguments over many sizes and both signs, and those between which the functions choose their paths. */
function* argumentsOf(least: number, most: number): Generator<number> {
  for (const at of [0, -0, 0.125, -0.125, 2, -2, 708, -708, -746, 1e-300, 0.5, 1, -1]) {
    for (const value of [at, at * (1 + 2e-16), at * (1 - 2e-16)]) if (value >= least && value <= most) yield value;
  }
  let fraction = 0.5;
  for (let k = 0; k < 4000; k++) {
    fraction = (fraction + 0.6180339887498949) % 1;
    const size = 10 ** (-12 + 16 * fraction);
    for (const value of [size, -size]) if (value >= least && value <= most) yield value;
    yield least + (most - least) * fraction;
  }
}

test.each([
  ["exp", -2000, 708],
  ["log", 0, 1e300],
  ["tanh", -1e6, 1e6],
  ["atanh", -0.999999, 0.999999],
] as const)(
  "%s takes its ordinary path from %d to %d, with the bits of the elementary function",
  (name, least, most) => {
    const graph = createGraph();
    const root = unary(graph, name, symbol(graph, "unknown", 0));
    const vector = compileVector(graph, [root]);
    const scalar = compileScalar(graph, [root]);
    for (const x of argumentsOf(least, most)) {
      const { values, ordinary } = vector([[x], [least]]);
      const [expected] = scalar([x]);
      // Where numbers become subnormal, it is left to JavaScript.
      if (name === "exp" && x < -708 && x >= -746) continue;
      if (!ordinary[0] || !Object.is(values[0][0], expected)) {
        expect.fail(`${name}(${x}) is ${values[0][0]} (${ordinary[0] ? "" : "not "}ordinary), not ${expected}`);
      }
    }
  },
);

test("powers take their ordinary path for positive bases, with the bits of the elementary function", () => {
  const graph = createGraph();
  const root = binary(graph, "pow", symbol(graph, "unknown", 0), symbol(graph, "unknown", 1));
  const vector = compileVector(graph, [root]);
  const scalar = compileScalar(graph, [root]);
  for (const x of argumentsOf(0, 1e15)) {
    for (const y of [2.608, -1.5, 0.3, 7, 1e-9]) {
      if ((x === 0 && y < 0) || Object.is(x, -0)) continue;
      const { values, ordinary } = vector([
        [x, y],
        [1, 1],
      ]);
      const [expected] = scalar([x, y]);
      if (x !== 0 && Math.abs(y * Math.log(x)) > 707.9) continue;
      if (!ordinary[0] || !Object.is(values[0][0], expected)) {
        expect.fail(`${x}^${y} is ${values[0][0]} (${ordinary[0] ? "" : "not "}ordinary), not ${expected}`);
      }
    }
  }
});

test("what leaves the ordinary path is told, lane by lane", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  const ordinaryAt = (root: Expression, ...lanes: number[]) =>
    compileVector(graph, [root])(lanes.map((value) => [value])).ordinary;
  expect(ordinaryAt(unary(graph, "exp", x), 709, 1)).toEqual([false, true]);
  expect(ordinaryAt(unary(graph, "exp", x), 1, Number.NaN)).toEqual([true, false]);
  expect(ordinaryAt(unary(graph, "log", x), -1, Number.POSITIVE_INFINITY)).toEqual([false, false]);
  expect(ordinaryAt(unary(graph, "atanh", x), 1, 0.5)).toEqual([false, true]);
  expect(ordinaryAt(binary(graph, "pow", x, constant(graph, 2.5)), -1, 2)).toEqual([false, true]);
});

test("operations without vector code are named", () => {
  const graph = createGraph();
  const x = symbol(graph, "unknown", 0);
  expect(withoutVectorCode(graph, [unary(graph, "exp", x)])).toEqual([]);
  expect(withoutVectorCode(graph, [unary(graph, "exp", unary(graph, "sin", x)), binary(graph, "atan2", x, x)])).toEqual(
    expect.arrayContaining(["sin", "atan2"]),
  );
});

test("integers are written as the binary format has them", () => {
  expect(unsigned(0)).toEqual([0]);
  expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
  expect(unsigned(4294967295)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
  expect(signed(64)).toEqual([0xc0, 0]);
  expect(signed(-64)).toEqual([0x40]);
});
