import fc from "fast-check";
import { binary, select, unary } from "../../src/expr/build.js";
import { binaryValue, unaryValue } from "../../src/expr/evaluate-operation.js";
import { constant, type Expression, type Graph, symbol } from "../../src/expr/graph.js";
import type { BinaryOperation, UnaryOperation } from "../../src/expr/operation.js";

/** An expression as it was written: a tree, without sharing and simplification. */
export type Tree =
  | { readonly constant: number }
  | { readonly symbol: number }
  | { readonly unary: UnaryOperation; readonly a: Tree }
  | { readonly binary: BinaryOperation; readonly a: Tree; readonly b: Tree }
  | { readonly condition: Tree; readonly whenTrue: Tree; readonly whenFalse: Tree };

/** How many symbols a random tree may contain: "unknown" 0, 1 and 2. */
export const symbolCount = 3;

/** Random trees of these operations. */
export function trees(
  constants: fc.Arbitrary<number>,
  unaries: readonly UnaryOperation[],
  binaries: readonly BinaryOperation[],
  withSelect: boolean,
): fc.Arbitrary<Tree> {
  return fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
    leaf: fc.oneof(
      constants.map((value) => ({ constant: value })),
      fc.nat(symbolCount - 1).map((index) => ({ symbol: index })),
    ),
    tree: fc.oneof(
      { maxDepth: 6, depthSize: "medium" },
      tie("leaf"),
      fc.record({ unary: fc.constantFrom(...unaries), a: tie("tree") }),
      fc.record({ binary: fc.constantFrom(...binaries), a: tie("tree"), b: tie("tree") }),
      ...(withSelect ? [fc.record({ condition: tie("tree"), whenTrue: tie("tree"), whenFalse: tie("tree") })] : []),
    ),
  })).tree;
}

/** The tree in a graph, simplified on the way. */
export function build(graph: Graph, tree: Tree): Expression {
  if ("constant" in tree) return constant(graph, tree.constant);
  if ("symbol" in tree) return symbol(graph, "unknown", tree.symbol);
  if ("unary" in tree) return unary(graph, tree.unary, build(graph, tree.a));
  if ("binary" in tree) return binary(graph, tree.binary, build(graph, tree.a), build(graph, tree.b));
  return select(graph, build(graph, tree.condition), build(graph, tree.whenTrue), build(graph, tree.whenFalse));
}

/** The value of the tree, operation by operation. `visit` sees the value of every subtree that is computed. */
export function evaluate(tree: Tree, values: readonly number[], visit: (tree: Tree, value: number) => void): number {
  const of = (part: Tree): number => evaluate(part, values, visit);
  let value: number;
  if ("constant" in tree) value = tree.constant;
  else if ("symbol" in tree) value = values[tree.symbol];
  else if ("unary" in tree) value = unaryValue[tree.unary](of(tree.a));
  else if ("binary" in tree) value = binaryValue[tree.binary](of(tree.a), of(tree.b));
  else value = of(tree.condition) !== 0 ? of(tree.whenTrue) : of(tree.whenFalse);
  visit(tree, value);
  return value;
}
