import type { Operation } from "./operation.js";

/** A node of a {@link Graph}: an index, so that equal expressions are equal numbers. */
export type Expression = number & { readonly __expression: unique symbol };

/**
 * What a symbol stands for. The graph itself gives no meaning to it; the layers above do:
 * an unknown of the equation system, an input (known node or source value), a parameter, the time, a discrete state
 * (held between events), a quantity of the surroundings (temperature, gmin), or what an integration formula supplies
 * (the charge it starts from, and the rate 1 / (h gamma)).
 */
export type SymbolKind = "unknown" | "input" | "parameter" | "time" | "state" | "environment" | "history" | "rate";

/**
 * A hash-consed expression graph: structurally equal expressions are one node, so common subexpressions are shared by
 * construction, and `a === b` compares expressions. Nodes are numbered in creation order, so arguments always have
 * smaller numbers than the node that uses them.
 */
export interface Graph {
  /** Operation of each node. */
  readonly operations: Operation[];
  /** Arguments of each node; unused ones are -1. */
  readonly first: number[];
  readonly second: number[];
  readonly third: number[];
  /** Value of a constant node, index of a symbol node, else 0. */
  readonly payload: number[];
  /** Kind of a symbol node, else undefined. */
  readonly symbolKinds: (SymbolKind | undefined)[];
  /** @internal node number by structural key */
  readonly nodeOf: Map<string, Expression>;
}

/** An empty graph. */
export function createGraph(): Graph {
  return { operations: [], first: [], second: [], third: [], payload: [], symbolKinds: [], nodeOf: new Map() };
}

/** The node with this structural key, made if it is new. Only builders of nodes need it. */
export function intern(
  graph: Graph,
  key: string,
  operation: Operation,
  first: number,
  second: number,
  third: number,
  payload: number,
  kind?: SymbolKind,
): Expression {
  const known = graph.nodeOf.get(key);
  if (known !== undefined) return known;
  const node = graph.operations.length as Expression;
  graph.operations.push(operation);
  graph.first.push(first);
  graph.second.push(second);
  graph.third.push(third);
  graph.payload.push(payload);
  graph.symbolKinds.push(kind);
  graph.nodeOf.set(key, node);
  return node;
}

/** The number `value`. -0 and 0 are kept apart only where they differ: they do not here. */
export function constant(graph: Graph, value: number): Expression {
  const normal = value === 0 ? 0 : value;
  return intern(graph, `#${normal}`, "constant", -1, -1, -1, normal);
}

/** The symbol number `index` of its kind. */
export function symbol(graph: Graph, kind: SymbolKind, index: number): Expression {
  return intern(graph, `$${kind}${index}`, "symbol", -1, -1, -1, index, kind);
}

/** The value of a constant node, or undefined. */
export function constantValue(graph: Graph, node: Expression): number | undefined {
  return graph.operations[node] === "constant" ? graph.payload[node] : undefined;
}

/** The arguments of a node, in order (none for constants and symbols). */
export function operands(graph: Graph, node: Expression): Expression[] {
  const all: number[] = [];
  if (graph.first[node] >= 0) all.push(graph.first[node]);
  if (graph.second[node] >= 0) all.push(graph.second[node]);
  if (graph.third[node] >= 0) all.push(graph.third[node]);
  return all as Expression[];
}
