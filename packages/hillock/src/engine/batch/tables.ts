import { differentiate } from "../../expr/differentiate.js";
import { createGraph, type Expression, type Graph, symbol } from "../../expr/graph.js";
import { lowerPowers } from "../../expr/lower-powers.js";
import { fitPieces, type PiecewisePolynomials, pieceSize } from "../../expr/piecewise-polynomial.js";
import { asFunction, type UnivariateExpression, univariateExpressions, withTables } from "../../expr/univariate.js";
import { compileKernel } from "../kernel/kernel.js";

/** What a `lookUp` node means: a function in a table, or the slope of one. */
export interface TabulatedFunction {
  /** Number of the table, and of the function in it. */
  readonly table: number;
  readonly index: number;
  readonly isSlope: boolean;
  /** The function itself, for arguments beyond the table. */
  readonly beyond: (x: number) => number;
}

/** What `lookUp` nodes refer to, by their number. */
export interface LookUps {
  readonly tables: readonly PiecewisePolynomials[];
  readonly functions: readonly TabulatedFunction[];
}

/** Sizes of tables: of each, and together, in numbers. */
const largestTable = 131_072;
const mostNumbers = 524_288;
/** How far beyond the nominal range of an argument its table goes, relative to the range, and at least (mostly V). */
const relativeMargin = 1;
const leastMargin = 1;

/**
 * Tabulates the functions of one variable in some expressions: what an elementary function of one voltage costs, in a
 * device whose other parameters are the same in all samples, is a few multiplications then.
 *
 * @param argumentsAt values of expressions at some typical points `[points][expressions]`: they tell how far tables go
 * @returns copies of the expressions in another graph, with `lookUp` where there is a table
 */
export function tabulated(
  graph: Graph,
  roots: readonly Expression[],
  argumentsAt: (expressions: readonly Expression[]) => readonly Float64Array[],
): { readonly graph: Graph; readonly roots: readonly Expression[]; readonly lookUps: LookUps } {
  const expressions = univariateExpressions(graph, roots);
  const ranges = rangesOf(expressions.length, argumentsAt(expressions.map(({ argument }) => argument)));
  const canonical = createGraph();
  const functions = expressions.map((one) => asFunction(canonical, graph, one));
  const tables: PiecewisePolynomials[] = [];
  const inTables: TabulatedFunction[] = [];
  const entries = new Map<Expression, { argument: Expression; table: number }>();
  let room = mostNumbers;
  for (const family of families(expressions, functions)) {
    const members = [...new Set(family.map((k) => functions[k]))];
    const direct = lowerPowers(canonical, members);
    const low = Math.min(...family.map((k) => ranges[k].low));
    const high = Math.max(...family.map((k) => ranges[k].high));
    const most = Math.min(largestTable, room) / (pieceSize * members.length);
    const fit = fitPieces(functionsOfOne(canonical, direct), members.length, low, high, most);
    if (!fit) continue;
    room -= fit.coefficients.length;
    const first = inTables.length;
    members.forEach((member, index) => {
      const [slope] = lowerPowers(canonical, [slopeOf(canonical, member)]);
      const table = tables.length;
      inTables.push(
        { table, index, isSlope: false, beyond: functionOfOne(canonical, direct[index]) },
        { table, index, isSlope: true, beyond: functionOfOne(canonical, slope) },
      );
    });
    for (const k of family) {
      const { node, argument } = expressions[k];
      entries.set(node, { argument, table: first + 2 * members.indexOf(functions[k]) });
    }
    tables.push(fit);
  }
  const target = createGraph();
  return {
    graph: target,
    roots: withTables(target, graph, roots, entries),
    lookUps: { tables, functions: inTables },
  };
}

const slopeOf = (graph: Graph, node: Expression): Expression => differentiate(graph, node, symbol(graph, "unknown", 0));

/** Groups expressions that share a function or an argument: numbers into `expressions`. */
function families(expressions: readonly UnivariateExpression[], functions: readonly Expression[]): number[][] {
  const groups: { readonly keys: Set<string>; members: number[] }[] = [];
  expressions.forEach(({ argument }, k) => {
    const keys = [`argument ${argument}`, `function ${functions[k]}`];
    const [first, ...others] = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    if (!first) {
      groups.push({ keys: new Set(keys), members: [k] });
      return;
    }
    for (const key of keys) first.keys.add(key);
    first.members.push(k);
    for (const other of others) {
      for (const key of other.keys) first.keys.add(key);
      first.members.push(...other.members);
      groups.splice(groups.indexOf(other), 1);
    }
  });
  return groups.map(({ members }) => members);
}

/** Functions of one variable, compiled: values at x into `out`. */
function functionsOfOne(graph: Graph, functions: readonly Expression[]): (x: number, out: Float64Array) => void {
  const { run } = compileKernel<(x: Float64Array, out: Float64Array) => void>({
    parameters: ["x", "out"],
    graph,
    assignments: functions.map((value, k) => ({ target: `out[${k}]`, value })),
    limiting: false,
  });
  const argument = new Float64Array(1);
  return (x, out) => {
    argument[0] = x;
    run(argument, out);
  };
}

function functionOfOne(graph: Graph, node: Expression): (x: number) => number {
  const evaluate = functionsOfOne(graph, [node]);
  const out = new Float64Array(1);
  return (x) => {
    evaluate(x, out);
    return out[0];
  };
}

/** The range of each argument, with a margin. */
function rangesOf(count: number, points: readonly Float64Array[]): { low: number; high: number }[] {
  return Array.from({ length: count }, (_, k) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of points) {
      low = Math.min(low, point[k]);
      high = Math.max(high, point[k]);
    }
    const margin = Math.max(leastMargin, relativeMargin * (high - low));
    return { low: low - margin, high: high + margin };
  });
}
