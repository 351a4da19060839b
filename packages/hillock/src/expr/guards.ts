import type { Expression, Graph } from "./graph.js";

/** A condition under which a node's value matters: `condition` is true (not 0) or not. */
export interface Guard {
  readonly condition: Expression;
  readonly isTrue: boolean;
}

/** Blocks of less work than this, in additions, cost more than they save. */
const leastWork = 8;

const workOf: Readonly<Record<string, number>> = {
  ...{ constant: 0, symbol: 0, neg: 0, div: 4, sqrt: 4, pow: 40 },
  ...Object.fromEntries(["exp", "log", "sin", "cos", "sinh", "cosh", "tanh"].map((name) => [name, 15])),
  ...Object.fromEntries(["tan", "asin", "acos", "atan", "atan2", "asinh", "acosh", "atanh"].map((name) => [name, 30])),
};

/**
 * The conditions that all uses of a node have in common: where they do not hold, the node need not be evaluated. A device
 * model has many such nodes: what it adds in breakdown, in saturation, beyond the depletion capacitance's bend.
 *
 * @param nodes all nodes of the code, ascending
 * @param roots nodes whose values are always needed
 * @returns the guards of each node that has some, outermost first: those of a guard's condition come before it
 */
export function guardsOf(
  graph: Graph,
  nodes: readonly Expression[],
  roots: readonly Expression[],
): Map<Expression, readonly Guard[]> {
  const key = (condition: number, isTrue: boolean): number => 2 * condition + (isTrue ? 1 : 0);
  const none: ReadonlySet<number> = new Set();
  const common = new Map<number, ReadonlySet<number>>();
  const use = (node: number, guards: ReadonlySet<number>): void => {
    if (node < 0) return;
    const known = common.get(node);
    common.set(node, known === undefined ? guards : intersection(known, guards));
  };
  for (const root of roots) use(root, none);
  const work = new Map<number, number>();
  for (const node of [...nodes].reverse()) {
    const guards = common.get(node) as ReadonlySet<number>;
    for (const guard of guards) work.set(guard, (work.get(guard) ?? 0) + (workOf[graph.operations[node]] ?? 1));
    const [first, second, third] = [graph.first[node], graph.second[node], graph.third[node]];
    if (graph.operations[node] === "select") {
      use(first, guards);
      use(second, new Set([...guards, key(first, true)]));
      use(third, new Set([...guards, key(first, false)]));
    } else {
      use(first, guards);
      use(second, guards);
      use(third, guards);
    }
  }
  const worthwhile = (guard: number): boolean => (work.get(guard) as number) >= leastWork;
  const depth = (guard: number): number => [...(common.get(guard >> 1) ?? none)].filter(worthwhile).length;
  const result = new Map<Expression, readonly Guard[]>();
  for (const node of nodes) {
    const guards = [...(common.get(node) as ReadonlySet<number>)].filter(worthwhile);
    if (guards.length === 0) continue;
    guards.sort((a, b) => depth(a) - depth(b) || a - b);
    result.set(
      node,
      guards.map((guard) => ({ condition: (guard >> 1) as Expression, isTrue: (guard & 1) === 1 })),
    );
  }
  return result;
}

function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  if (a === b || a.size === 0) return a;
  const both = new Set([...a].filter((one) => b.has(one)));
  return both.size === a.size ? a : both;
}
