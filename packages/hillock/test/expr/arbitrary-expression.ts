import fc from "fast-check";
import { binary, select, unary } from "../../src/expr/build.js";
import { constant, type Expression, type Graph, symbol } from "../../src/expr/graph.js";
import type { BinaryOperation, UnaryOperation } from "../../src/expr/operation.js";

/** An expression of four unknowns before it is put into a graph. */
export type Tree = number | { readonly x: number } | { readonly op: string; readonly operands: readonly Tree[] };

const binaries = ["add", "sub", "mul", "div", "pow", "min", "max", "lt", "le", "eq", "and", "or"] as const;

/** Expressions of all operations of two and three operands, and of these of one. */
export const arbitraryTree = (unaries: readonly UnaryOperation[]): fc.Arbitrary<Tree> =>
  fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "medium" },
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.record({ x: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ op: fc.constantFrom(...unaries), operands: fc.tuple(tie("tree")) }),
      fc.record({ op: fc.constantFrom(...binaries), operands: fc.tuple(tie("tree"), tie("tree")) }),
      fc.record({ op: fc.constant("select"), operands: fc.tuple(tie("tree"), tie("tree"), tie("tree")) }),
    ),
  })).tree;

/** Puts an expression into a graph. */
export function grow(graph: Graph, node: Tree): Expression {
  if (typeof node === "number") return constant(graph, node);
  if ("x" in node) return symbol(graph, "unknown", node.x);
  const [a, b, c] = node.operands.map((operand) => grow(graph, operand));
  if (c !== undefined) return select(graph, a, b, c);
  if (b !== undefined) return binary(graph, node.op as BinaryOperation, a, b);
  return unary(graph, node.op as UnaryOperation, a);
}
