import { binaryValue, unaryValue } from "./evaluate-operation.js";
import type { Expression, Graph, SymbolKind } from "./graph.js";
import type { SymbolValue } from "./interpret.js";
import type { BinaryOperation, UnaryOperation } from "./operation.js";
import { reachable } from "./substitute.js";

/** Values of some expressions, to be had for many symbol values. */
export type Evaluator = (symbolValue: SymbolValue) => Float64Array;

/**
 * What `interpret` computes, prepared once for many evaluations.
 *
 * @returns a function that gives the values of `roots`, in their order, in an array that it reuses
 */
export function createEvaluator(graph: Graph, roots: readonly Expression[]): Evaluator {
  const nodes = reachable(graph, roots);
  const slotOf = new Map(nodes.map((node, slot) => [node, slot]));
  const values = new Float64Array(nodes.length);
  const slot = (node: number): number => slotOf.get(node as Expression) ?? 0;
  const steps = nodes.map((node, k): ((symbolValue: SymbolValue) => void) => {
    const [a, b, c] = [slot(graph.first[node]), slot(graph.second[node]), slot(graph.third[node])];
    const operation = graph.operations[node];
    if (operation === "constant") {
      values[k] = graph.payload[node];
      return () => {};
    }
    if (operation === "symbol") {
      const kind = graph.symbolKinds[node] as SymbolKind;
      const index = graph.payload[node];
      return (symbolValue) => {
        values[k] = symbolValue(kind, index);
      };
    }
    if (operation === "select") {
      return () => {
        values[k] = values[a] !== 0 ? values[b] : values[c];
      };
    }
    if (graph.second[node] >= 0) {
      const of = binaryValue[operation as BinaryOperation];
      return () => {
        values[k] = of(values[a], values[b]);
      };
    }
    const of = unaryValue[operation as UnaryOperation];
    return () => {
      values[k] = of(values[a]);
    };
  });
  const results = new Float64Array(roots.length);
  return (symbolValue) => {
    for (const step of steps) step(symbolValue);
    for (const [k, root] of roots.entries()) results[k] = values[slot(root)];
    return results;
  };
}
