import { describe, expect, test } from "vitest";
import { add, binary, multiply, select, unary } from "../../src/expr/build.js";
import { elementary } from "../../src/expr/elementary.js";
import { constant, createGraph, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";

describe("interpret", () => {
  test("asks for each symbol by kind and index", () => {
    const graph = createGraph();
    const product = multiply(graph, symbol(graph, "parameter", 7), symbol(graph, "time", 0));
    const asked: string[] = [];
    const value = interpret(graph, product, (kind, index) => {
      asked.push(`${kind} ${index}`);
      return kind === "time" ? 3 : 5;
    });
    expect(value).toBe(15);
    expect(asked.sort()).toEqual(["parameter 7", "time 0"]);
  });

  test("takes the branch whose condition holds, even where the other is not a number", () => {
    const graph = createGraph();
    const x = symbol(graph, "unknown", 0);
    const positive = binary(graph, "lt", constant(graph, 0), x);
    const root = select(graph, positive, unary(graph, "sqrt", x), constant(graph, -1));
    expect(interpret(graph, root, () => 9)).toBe(3);
    expect(interpret(graph, root, () => -9)).toBe(-1);
  });

  test("limexp and its slope are exp", () => {
    const graph = createGraph();
    const x = symbol(graph, "unknown", 0);
    for (const operation of ["limexp", "limexpSlope"] as const) {
      expect(interpret(graph, unary(graph, operation, x), () => 90)).toBe(elementary.exp(90));
    }
  });

  test("chains may be longer than the call stack, and shared parts are computed once", () => {
    const graph = createGraph();
    let node = symbol(graph, "unknown", 0);
    let reads = 0;
    // Doubled a thousand times and more: as a tree it would have 2^1000 leaves.
    for (let i = 0; i < 1000; i++) node = add(graph, node, node);
    for (let i = 0; i < 100_000; i++) node = add(graph, node, symbol(graph, "parameter", i % 3));
    const value = interpret(graph, node, (kind) => {
      reads++;
      return kind === "unknown" ? 1 : 0;
    });
    expect(value).toBe(2 ** 1000);
    expect(reads).toBe(4);
  });
});
