import { binary, divide, multiply } from "../../expr/build.js";
import { constant, type Expression, type Graph } from "../../expr/graph.js";
import type { PivotOrder } from "./pivot-order.js";

/** LU factors of a sparse matrix as expressions: what is constant is folded, what is zero never appears. */
export interface SymbolicFactors {
  /** Row operations in order: right[target] -= multiplier * right[source]. */
  readonly lower: readonly { readonly target: number; readonly source: number; readonly multiplier: Expression }[];
  readonly pivots: readonly {
    readonly row: number;
    readonly column: number;
    readonly inverse: Expression;
    readonly upper: readonly { readonly column: number; readonly value: Expression }[];
  }[];
}

/** Factors a matrix of `size` rows, given by its entries that are not identically zero, in an order of elimination. */
export function symbolicFactors(
  graph: Graph,
  size: number,
  entries: Iterable<{ readonly row: number; readonly column: number; readonly value: Expression }>,
  order: PivotOrder,
): SymbolicFactors {
  const rows: Map<number, Expression>[] = Array.from({ length: size }, () => new Map());
  /** The rows, not yet eliminated, that have an entry `[column]`. */
  const columns: Set<number>[] = Array.from({ length: size }, () => new Set());
  for (const { row, column, value } of entries) {
    rows[row].set(column, value);
    columns[column].add(row);
  }
  const lower: { target: number; source: number; multiplier: Expression }[] = [];
  const pivots: SymbolicFactors["pivots"][number][] = [];
  for (const { row, column } of order) {
    const pivotRow = rows[row];
    for (const j of pivotRow.keys()) columns[j].delete(row);
    const inverse = divide(graph, constant(graph, 1), pivotRow.get(column) as Expression);
    const upper = [...pivotRow].filter(([j]) => j !== column).map(([j, value]) => ({ column: j, value }));
    for (const target of columns[column]) {
      const entry = rows[target].get(column) as Expression;
      const multiplier = multiply(graph, entry, inverse);
      rows[target].delete(column);
      lower.push({ target, source: row, multiplier });
      for (const { column: j, value } of upper) {
        const old = rows[target].get(j) ?? constant(graph, 0);
        rows[target].set(j, binary(graph, "sub", old, multiply(graph, multiplier, value)));
        columns[j].add(target);
      }
    }
    pivots.push({ row, column, inverse, upper });
  }
  return { lower, pivots };
}

/** The solution y of A y = right, as expressions `[size]`, by forward elimination and back substitution. */
export function solvedBy(graph: Graph, { lower, pivots }: SymbolicFactors, right: readonly Expression[]): Expression[] {
  const rest = [...right];
  for (const { target, source, multiplier } of lower) {
    rest[target] = binary(graph, "sub", rest[target], multiply(graph, multiplier, rest[source]));
  }
  const solution: Expression[] = new Array(right.length);
  for (const { row, column, inverse, upper } of [...pivots].reverse()) {
    let sum = rest[row];
    for (const entry of upper) {
      sum = binary(graph, "sub", sum, multiply(graph, entry.value, solution[entry.column]));
    }
    solution[column] = multiply(graph, sum, inverse);
  }
  return solution;
}
