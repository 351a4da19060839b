import { binaryValue, unaryValue } from "./evaluate-operation.js";
import type { Expression, Graph, SymbolKind } from "./graph.js";
import type { BinaryOperation, UnaryOperation } from "./operation.js";
import { reachable } from "./substitute.js";

/** The number that a symbol stands for. */
export type SymbolValue = (kind: SymbolKind, index: number) => number;

/**
 * The value of an expression: the reference that generated code is tested against. `limexp` is `exp`, and
 * `pnjlim` and `fetlim` are 0, the values they have once an iteration has converged.
 *
 * @param symbolValue the value of each symbol that the expression depends on
 * @param values pass the same map for all expressions evaluated with the same symbol values
 */
export function interpret(
  graph: Graph,
  expression: Expression,
  symbolValue: SymbolValue,
  values: Map<number, number> = new Map(),
): number {
  // Operands have smaller numbers than their users: one ascending sweep over the needed nodes is enough.
  for (const node of reachable(graph, [expression], values)) {
    values.set(node, valueOfNode(graph, node, values, symbolValue));
  }
  return values.get(expression) as number;
}

function valueOfNode(graph: Graph, node: Expression, values: Map<number, number>, symbolValue: SymbolValue): number {
  const operation = graph.operations[node];
  const first = values.get(graph.first[node]) as number;
  const second = values.get(graph.second[node]) as number;
  if (operation === "constant") return graph.payload[node];
  if (operation === "symbol") return symbolValue(graph.symbolKinds[node] as SymbolKind, graph.payload[node]);
  if (operation === "select") return first !== 0 ? second : (values.get(graph.third[node]) as number);
  if (graph.second[node] >= 0) return binaryValue[operation as BinaryOperation](first, second);
  return unaryValue[operation as UnaryOperation](first);
}
