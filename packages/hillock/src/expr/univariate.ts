import { lookUp } from "./build.js";
import { calledFunctions } from "./emit-javascript.js";
import { constantValue, type Expression, type Graph, operands, symbol } from "./graph.js";
import { copyNode, reachable, substitute } from "./substitute.js";

/** An expression that depends on all it depends on through one other expression alone: a function of one variable. */
export interface UnivariateExpression {
  readonly node: Expression;
  readonly argument: Expression;
}

/** Operations that a table would save; one exponential or logarithm alone costs no more than looking it up. */
const expensive: ReadonlySet<string> = new Set(calledFunctions);
const cheapest: ReadonlySet<string> = new Set(["exp", "log"]);
/** Operations whose value depends on the evaluation before. */
const stateful: ReadonlySet<string> = new Set(["limexp", "limexpSlope", "pnjlim", "fetlim"]);

/**
 * The largest subexpressions that are functions of one variable and contain an elementary function: a transistor's charge
 * or drive as a function of one of its voltages, say, and the slopes of it.
 */
export function univariateExpressions(graph: Graph, roots: readonly Expression[]): UnivariateExpression[] {
  const nodes = reachable(graph, roots);
  /** What each node is a function of; itself where that is more than one other; nothing for constants. */
  const argumentOf = new Map<number, Expression>();
  const costs = new Set<number>();
  for (const node of nodes) {
    const operation = graph.operations[node];
    if (operation === "constant") continue;
    const inner = operands(graph, node);
    const over = new Set(inner.flatMap((operand) => argumentOf.get(operand) ?? []));
    const isFunction = over.size === 1 && !stateful.has(operation);
    argumentOf.set(node, isFunction ? [...over][0] : node);
    if (isFunction && (expensive.has(operation) || inner.some((operand) => costs.has(operand)))) costs.add(node);
  }
  const found = new Map<Expression, Expression>();
  const consider = (node: Expression): void => {
    const argument = argumentOf.get(node);
    const core = argument === undefined ? node : withoutTrimmings(graph, node, argument);
    if (argument !== undefined && costs.has(core) && pays(graph, core, argument)) found.set(core, argument);
  };
  roots.forEach(consider);
  for (const node of nodes) {
    for (const operand of operands(graph, node)) {
      if (argumentOf.get(operand) !== argumentOf.get(node)) consider(operand);
    }
  }
  return [...found].map(([node, argument]) => ({ node, argument: innermost(graph, node, argument) }));
}

/**
 * The last of the sums and multiples of its argument through which a function depends on it: of (v - vs) - vt, say, so
 * that all transistors of one kind have the same function.
 */
function innermost(graph: Graph, node: Expression, argument: Expression): Expression {
  const users = new Map<number, Expression[]>();
  for (const inner of reachable(graph, [node], { has: (one) => one === argument })) {
    for (const operand of operands(graph, inner)) users.set(operand, [...(users.get(operand) ?? []), inner]);
  }
  let last = argument;
  for (;;) {
    const [user, ...others] = users.get(last) ?? [];
    const [a, b] = user === undefined || user === node ? [] : operands(graph, user);
    const constants = [a, b].filter((one) => one !== undefined && constantValue(graph, one) !== undefined);
    const isLinear = ["add", "sub", "mul"].includes(graph.operations[user]) && constants.length === 1;
    if (others.length > 0 || !isLinear) return last;
    last = user;
  }
}

function pays(graph: Graph, node: Expression, argument: Expression): boolean {
  const saved = reachable(graph, [node], { has: (one) => one === argument })
    .map((inner) => graph.operations[inner])
    .filter((operation) => expensive.has(operation));
  return saved.length > 1 || !cheapest.has(saved[0]);
}

/** A function of the argument without the signs, factors and summands around it, which cost nothing. */
function withoutTrimmings(graph: Graph, node: Expression, argument: Expression): Expression {
  let core = node;
  for (;;) {
    const [a, b] = operands(graph, core);
    const operation = graph.operations[core];
    let inner: Expression | undefined;
    if (operation === "neg") inner = a;
    else if (operation === "add" || operation === "sub" || operation === "mul" || operation === "div") {
      if (constantValue(graph, b) !== undefined) inner = a;
      else if (constantValue(graph, a) !== undefined && operation !== "div") inner = b;
    }
    if (inner === undefined || inner === argument) return core;
    core = inner;
  }
}

/** A function of one variable, as a node of `target`, in which its argument is the symbol `unknown` 0. */
export function asFunction(target: Graph, graph: Graph, { node, argument }: UnivariateExpression): Expression {
  const copies = new Map<number, Expression>([[argument, symbol(target, "unknown", 0)]]);
  for (const inner of reachable(graph, [node], copies)) {
    copies.set(
      inner,
      copyNode(target, graph, inner, copies, (kind, index) => symbol(target, kind, index)),
    );
  }
  return copies.get(node) as Expression;
}

/**
 * Copies expressions into another graph, with `lookUp` in place of functions of one variable.
 *
 * @param tables for the nodes to be replaced, their argument and the number of their table
 */
export function withTables(
  target: Graph,
  graph: Graph,
  roots: readonly Expression[],
  tables: ReadonlyMap<Expression, { readonly argument: Expression; readonly table: number }>,
): Expression[] {
  return substitute(
    target,
    graph,
    roots,
    (kind, index) => symbol(target, kind, index),
    (node, copies) => {
      const entry = tables.get(node);
      if (!entry) return undefined;
      return lookUp(target, entry.table, copies.get(entry.argument) as Expression);
    },
  );
}
