import { binary, lookUp, select, unary } from "./build.js";
import { constant, type Expression, type Graph, type SymbolKind } from "./graph.js";
import type { BinaryOperation, UnaryOperation } from "./operation.js";

/** What replaces a symbol of the source graph, as a node of the target graph. */
export type SymbolBinding = (kind: SymbolKind, index: number) => Expression;

/**
 * Copies expressions from one graph into another (or the same), with every symbol replaced by what `binding` gives for
 * it. Simplification happens on the way, so a parameter bound to a number is folded into the code.
 *
 * @param replace what stands for a node of the source graph, given the copies of all before it; undefined for its copy
 * @returns the copies, in the order of `roots`
 */
export function substitute(
  target: Graph,
  source: Graph,
  roots: readonly Expression[],
  binding: SymbolBinding,
  replace?: (node: Expression, copies: ReadonlyMap<number, Expression>) => Expression | undefined,
): Expression[] {
  const copies = new Map<number, Expression>();
  // Arguments have smaller numbers than their users: one ascending sweep over the needed nodes is enough.
  for (const node of reachable(source, roots)) {
    copies.set(node, replace?.(node, copies) ?? copyNode(target, source, node, copies, binding));
  }
  return roots.map((root) => copies.get(root) as Expression);
}

/** A node in another graph (or the same), given the copies of its operands, simplified. */
export function copyNode(
  target: Graph,
  source: Graph,
  node: Expression,
  copies: ReadonlyMap<number, Expression>,
  binding: SymbolBinding,
): Expression {
  const operation = source.operations[node];
  const first = copies.get(source.first[node]) as Expression;
  const second = copies.get(source.second[node]) as Expression;
  const third = copies.get(source.third[node]) as Expression;
  if (operation === "constant") return constant(target, source.payload[node]);
  if (operation === "symbol") return binding(source.symbolKinds[node] as SymbolKind, source.payload[node]);
  if (operation === "lookUp") return lookUp(target, source.payload[node], first);
  if (operation === "select") return select(target, first, second, third);
  if (source.second[node] >= 0) return binary(target, operation as BinaryOperation, first, second);
  return unary(target, operation as UnaryOperation, first);
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
