import { add, binary, multiply, negate, unary } from "../../expr/build.js";
import { differentiate } from "../../expr/differentiate.js";
import { constant, constantValue, createGraph, type Expression, type Graph, symbol } from "../../expr/graph.js";
import { lowerPowers } from "../../expr/lower-powers.js";
import { reachable, substitute } from "../../expr/substitute.js";
import type { CompiledCircuit } from "../compile.js";
import { compileKernel } from "../kernel/kernel.js";
import { pivotOrder } from "../kernel/pivot-order.js";
import { solvedBy, symbolicFactors } from "../kernel/symbolic-factors.js";
import type { Point } from "../point.js";
import type { BatchSweep } from "./sweep.js";
import { type LookUps, tabulated } from "./tables.js";

/**
 * One Newton iteration of the static equations f(x) = 0 as expressions, for many samples that differ in some inputs and
 * parameters. Symbols: `unknown` i; `time` 0 is the swept value; `parameter` k is invariant k, a number that is the same
 * all along the sweep of a sample.
 */
export interface BatchIteration {
  readonly graph: Graph;
  readonly size: number;
  /** The Newton step `[unknowns]`. */
  readonly step: readonly Expression[];
  /** Not 0 as long as the order of elimination serves: no multiplier has grown beyond bounds. */
  readonly pivotsServe: Expression;
  /** The outputs after the step, which are linear in it. */
  readonly values: readonly Expression[];
  /** Computes the invariants w of a sample from its parameters p and inputs u. */
  readonly invariants: (p: Float64Array, u: Float64Array, w: Float64Array) => void;
  readonly invariantCount: number;
  /** What `lookUp` nodes refer to. */
  readonly lookUps: LookUps;
}

/** As in the linear solver of the engine. */
const largestMultiplier = 1e8;

/**
 * Sets up the iteration. The order of elimination is chosen at a typical solution; it is fixed, and checked.
 *
 * @param nominal a solved operating point
 * @param varying which inputs may differ from sample to sample; all free parameters may
 * @param outputs expressions of the system to be computed
 * @param along the nominal sample's solutions, from which the size of tables is judged; there are none without it
 */
export function createIteration(
  { system, evaluation }: CompiledCircuit,
  nominal: Point,
  varying: ReadonlySet<number>,
  { swept }: BatchSweep,
  outputs: readonly Expression[],
  along: NominalPoints | undefined,
): BatchIteration | { readonly singular: true } {
  const size = system.unknowns.length;
  const entries = evaluation.entries.map((entry, k) => ({ ...entry, k })).filter(({ row }) => row < size);
  const order = orderAt(evaluation, nominal, entries, size);
  if (!order) return { singular: true };

  const source = createGraph();
  const brought = substitute(source, system.graph, [...system.currents.slice(0, size), ...outputs], (kind, index) => {
    if (swept && kind === swept.kind && index === swept.index) {
      return add(source, symbol(source, "time", 0), constant(source, swept.offset));
    }
    if (kind === "unknown" || kind === "parameter") return symbol(source, kind, index);
    if (kind === "input") return varying.has(index) ? symbol(source, kind, index) : constant(source, nominal.u[index]);
    if (kind === "state") return constant(source, nominal.d[index]);
    // At rest no charge changes, and time stands still.
    return constant(source, kind === "time" ? nominal.t : 0);
  });
  const { graph, roots, lookUps } = along
    ? tabulated(source, brought, argumentsAlong(source, nominal, along))
    : { graph: source, roots: brought, lookUps: { tables: [], functions: [] } };
  const unknowns = system.unknowns.map((_, index) => symbol(graph, "unknown", index));
  const memories = unknowns.map(() => new Map());
  const slope = (value: Expression, column: number): Expression =>
    differentiate(graph, value, unknowns[column], memories[column]);
  const lowered = lowerPowers(graph, [
    ...roots.slice(0, size),
    ...entries.map(({ row, column }) => slope(roots[row], column)),
  ]);
  const currents = lowered.slice(0, size);
  const matrix = entries.map(({ row, column }, k) => ({ row, column, value: lowered[size + k] }));

  const factors = symbolicFactors(graph, size, matrix, order);
  const step = solvedBy(
    graph,
    factors,
    currents.map((current) => negate(graph, current)),
  );
  const scale = currents.map((_, row) =>
    matrix
      .filter((entry) => entry.row === row)
      .map(({ value }) => unary(graph, "abs", value))
      .reduce((sum, value) => add(graph, sum, value)),
  );
  // A pivot alone in its row changes nothing but right sides, however large the multipliers.
  const isAlone = new Set(factors.pivots.flatMap(({ row, upper }) => (upper.length === 0 ? [row] : [])));
  const pivotsServe = factors.lower
    .filter(({ source: row }) => !isAlone.has(row))
    .map(({ target, source, multiplier }) =>
      binary(
        graph,
        "le",
        multiply(graph, unary(graph, "abs", multiplier), scale[source]),
        multiply(graph, constant(graph, largestMultiplier), scale[target]),
      ),
    )
    .reduce((all, one) => binary(graph, "and", all, one), constant(graph, 1));
  const values = lowerPowers(
    graph,
    roots
      .slice(size)
      .map((value) =>
        unknowns.reduce(
          (moved, _, column) => add(graph, moved, multiply(graph, slope(value, column), step[column])),
          value,
        ),
      ),
  );
  return { ...hoisted(graph, size, step, pivotsServe, values), lookUps };
}

/** Solutions of the nominal sample along the sweep: unknowns, and the swept value. */
export type NominalPoints = readonly { readonly x: Float64Array; readonly swept: number }[];

/** Evaluates expressions at the nominal sample's solutions. */
function argumentsAlong(graph: Graph, { p, u }: Point, along: NominalPoints) {
  return (expressions: readonly Expression[]): Float64Array[] => {
    const { run } = compileKernel<
      (x: Float64Array, t: number, p: Float64Array, u: Float64Array, out: Float64Array) => void
    >({
      parameters: ["x", "t", "p", "u", "out"],
      graph,
      assignments: expressions.map((value, k) => ({ target: `out[${k}]`, value })),
      limiting: false,
    });
    return along.map(({ x, swept }) => {
      const out = new Float64Array(expressions.length);
      run(x, swept, p, u, out);
      return out;
    });
  };
}

function orderAt(
  { kernel, entries }: CompiledCircuit["evaluation"],
  { x, u, d, p, t, limits }: Point,
  solved: readonly { readonly row: number; readonly column: number; readonly k: number }[],
  size: number,
) {
  const rows = entries.reduce((count, { row }) => Math.max(count, row + 1), size);
  const g = new Float64Array(entries.length);
  kernel.run(
    x,
    u,
    d,
    p,
    t,
    limits.slice(),
    new Float64Array(rows),
    new Float64Array(rows),
    g,
    new Float64Array(entries.length),
  );
  const choice = pivotOrder(
    size,
    solved.map(({ row, column, k }) => ({ row, column, value: g[k] })),
  );
  return "order" in choice ? choice.order : undefined;
}

/** Splits off what does not change along a sweep, to be computed once per sample. */
function hoisted(
  source: Graph,
  size: number,
  step: readonly Expression[],
  pivotsServe: Expression,
  values: readonly Expression[],
): Omit<BatchIteration, "lookUps"> {
  const roots = [...step, pivotsServe, ...values];
  const changes = new Set<number>();
  const fixed = new Set<Expression>();
  for (const node of reachable(source, roots)) {
    const kind = source.symbolKinds[node];
    const operands = [source.first[node], source.second[node], source.third[node]].filter((operand) => operand >= 0);
    if (kind === "unknown" || kind === "time" || operands.some((operand) => changes.has(operand))) {
      changes.add(node);
      for (const operand of operands) if (!changes.has(operand)) fixed.add(operand as Expression);
    }
  }
  for (const root of roots) if (!changes.has(root)) fixed.add(root);
  const invariants = [...fixed].filter((node) => constantValue(source, node) === undefined);
  const graph = createGraph();
  const symbols = new Map(invariants.map((node, k) => [node, symbol(graph, "parameter", k)]));
  const copied = substitute(
    graph,
    source,
    roots,
    (kind, index) => symbol(graph, kind, index),
    (node) => symbols.get(node),
  );
  const { run } = compileKernel<BatchIteration["invariants"]>({
    parameters: ["p", "u", "w"],
    graph: source,
    assignments: invariants.map((value, k) => ({ target: `w[${k}]`, value })),
    limiting: false,
  });
  return {
    graph,
    size,
    step: copied.slice(0, size),
    pivotsServe: copied[size],
    values: copied.slice(size + 1),
    invariants: run,
    invariantCount: invariants.length,
  };
}
