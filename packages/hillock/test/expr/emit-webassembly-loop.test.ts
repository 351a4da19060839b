import { expect, test } from "vitest";
import { webAssemblyPlatform } from "../../src/base/webassembly-platform.js";
import { add, binary, multiply, select, unary } from "../../src/expr/build.js";
import { arrayLoopModule } from "../../src/expr/emit-webassembly-loop.js";
import { createGraph, symbol } from "../../src/expr/graph.js";

const graph = createGraph();
const [a, b] = [0, 1].map((k) => symbol(graph, "state", k));
const number = symbol(graph, "input", 0);

test("loops compute expressions of the elements of arrays, and leave others alone", () => {
  const sum = add(graph, multiply(graph, number, a), b);
  const loops = {
    addTimes: [{ array: 1, value: sum }],
    swapAbove: [
      { array: 0, value: select(graph, binary(graph, "lt", number, a), b, a) },
      { array: 1, value: select(graph, binary(graph, "lt", number, a), a, b) },
    ],
  };
  const platform = webAssemblyPlatform();
  if (!platform) throw new Error("no WebAssembly here");
  const memory = new platform.Memory({ initial: 1 });
  const module = new platform.Module(arrayLoopModule({ graph, arrays: 2, numbers: 1, loops }));
  const { exports } = new platform.Instance(module, { host: { memory } });
  const run = exports as Record<
    keyof typeof loops,
    (first: number, second: number, length: number, by: number) => void
  >;
  const [one, other] = [1, 2].map((k) => new Float64Array(memory.buffer, 64 * k, 8));
  const all = new Float64Array(memory.buffer, 0, 24);
  all.forEach((_, k) => {
    all[k] = k;
  });
  run.addTimes(64, 128, 8, 0.5);
  expect(Array.from(one)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  expect(Array.from(other)).toEqual([20, 21.5, 23, 24.5, 26, 27.5, 29, 30.5]);
  run.swapAbove(64, 128, 4, 9);
  expect(Array.from(one)).toEqual([8, 9, 23, 24.5, 12, 13, 14, 15]);
  expect(Array.from(other)).toEqual([20, 21.5, 10, 11, 26, 27.5, 29, 30.5]);
  expect(Array.from(all.subarray(0, 8))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("functions that are not right for all arguments are refused", () => {
  const loops = { grow: [{ array: 0, value: unary(graph, "exp", a) }] };
  expect(() => arrayLoopModule({ graph, arrays: 1, numbers: 0, loops })).toThrow("no such functions");
});
