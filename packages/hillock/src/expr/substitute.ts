import { binary, select, unary } from "./build.js";
import { constant, type Expression, type Graph, type SymbolKind } from "./graph.js";
import type { BinaryOperation, UnaryOperation } from "./operation.js";

/** What replaces a symbol of the source graph, as a node of the target graph. */
export type SymbolBinding = (kind: SymbolKind, index: number) => Expression;

/**
 * Copies expressions from one graph into another (or the same), with every symbol replaced by what `binding` gives for
 * it. Simplification happens on the way, so a parameter bound to a number is folded into the code.
 *
 * @param copies nodes of the source graph whose copies are given; all others are added
 * @returns the copies, in the order of `roots`
 */
export function substitute(
  target: Graph,
  source: Graph,
  roots: readonly Expression[],
  binding: SymbolBinding,
  copies: Map<number, Expression> = new Map(),
): Expression[] {
  // Arguments have smaller numbers than their users: one ascending sweep over the needed nodes is enough.
  for (const node of reachable(source, roots, copies)) {
    const operation = source.operations[node];
    const first = copies.get(source.first[node]) as Expression;
    const second = copies.get(source.second[node]) as Expression;
    const third = copies.get(source.third[node]) as Expression;
    let copy: Expression;
    if (operation === "constant") copy = constant(target, source.payload[node]);
    else if (operation === "symbol") copy = binding(source.symbolKinds[node] as SymbolKind, source.payload[node]);
    else if (operation === "select") copy = select(target, first, second, third);
    else if (source.second[node] >= 0) copy = binary(target, operation as BinaryOperation, first, second);
    else copy = unary(target, operation as UnaryOperation, first);
    copies.set(node, copy);
  }
  return roots.map((root) => copies.get(root) as Expression);
}

/**
 * All nodes that the roots depend on, themselves included, in ascending (that is, dependency) order.
 *
 * @param except nodes that are left out, with what only they depend on
 */
export function reachable(
  graph: Graph,
  roots: readonly Expression[],
  except: { readonly has: (node: number) => boolean } = new Set(),
): Expression[] {
  const seen = new Set<number>(roots.filter((root) => !except.has(root)));
  const pending: number[] = [...seen];
  while (pending.length > 0) {
    const node = pending.pop() as number;
    for (const operand of [graph.first[node], graph.second[node], graph.third[node]]) {
      if (operand >= 0 && !seen.has(operand) && !except.has(operand)) {
        seen.add(operand);
        pending.push(operand);
      }
    }
  }
  return [...seen].sort((a, b) => a - b) as Expression[];
}
