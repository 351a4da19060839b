import { add, binary, divide, multiply, negate, subtract } from "../../expr/build.js";
import type { Assignment } from "../../expr/emit-javascript.js";
import { constant, constantValue, type Expression, symbol } from "../../expr/graph.js";
import type { JacobianEntry } from "../equations/sparsity.js";
import type { System } from "../equations/system.js";
import { compileKernel, limitingExcess } from "./kernel.js";
import type { PivotOrder } from "./pivot-order.js";

/**
 * One Newton iteration of an implicit stage, fused into straight-line code: residual, Jacobian, LU, solution.
 *
 *     R = f(x) + alpha (q(x) - b),   (G + alpha C) dx = -R
 *
 * with alpha = 1 / (h gamma). alpha = 0 makes it an iteration of the operating point.
 *
 * @param b charge that the stage starts from `[rows]`
 * @param dx the Newton step `[unknowns]`; written
 * @param rate dq/dt at x + dx, from the linearised charge: alpha (q + C dx - b) `[rows]`; written
 * @param lu factors for `solve`; written
 * @returns by how much limiting held junctions back (0: not at all)
 */
export type Iterate = (
  x: Float64Array,
  u: Float64Array,
  d: Float64Array,
  p: Float64Array,
  t: number,
  alpha: number,
  b: Float64Array,
  limits: Float64Array,
  dx: Float64Array,
  rate: Float64Array,
  lu: Float64Array,
) => number;

/** Solves (G + alpha C) y = r with the factors of the last iteration. `r` `[rows]` is changed, `y` `[unknowns]` written. */
export type Solve = (lu: Float64Array, r: Float64Array, y: Float64Array) => void;

export interface NewtonKernel {
  readonly iterate: Iterate;
  readonly solve: Solve;
  readonly factorCount: number;
  readonly limitedCount: number;
  readonly source: string;
}

/** Generates the fused iteration for one order of elimination. */
export function createNewtonKernel(system: System, entries: readonly JacobianEntry[], order: PivotOrder): NewtonKernel {
  const { graph, currents, charges, unknowns } = system;
  const size = unknowns.length;
  const alpha = symbol(graph, "rate", 0);
  const factors = factorise(system, entries, order);
  const assignments: Assignment[] = [];
  const { luCode, factorText } = storeFactors(system, factors, assignments);

  // Forward elimination and back substitution of -R, as part of the same graph.
  const right: Expression[] = unknowns.map((_, row) => {
    const history = symbol(graph, "history", row);
    const charge = charges[row];
    const dynamic =
      constantValue(graph, charge) === 0
        ? constant(graph, 0)
        : multiply(graph, alpha, subtract(graph, charge, history));
    return negate(graph, add(graph, currents[row], dynamic));
  });
  for (const { target, source, multiplier } of factors.lower) {
    right[target] = subtract(graph, right[target], multiply(graph, multiplier, right[source]));
  }
  const step: Expression[] = new Array(size);
  for (const { row, column, inverse, upper } of [...factors.pivots].reverse()) {
    let sum = right[row];
    for (const entry of upper) sum = subtract(graph, sum, multiply(graph, entry.value, step[entry.column]));
    step[column] = multiply(graph, sum, inverse);
  }
  assignments.push(...step.map((value, index) => ({ target: `dx[${index}]`, value })));

  charges.forEach((charge, row) => {
    if (constantValue(graph, charge) === 0) return;
    let moved = subtract(graph, charge, symbol(graph, "history", row));
    for (const entry of entries) {
      if (entry.row === row) moved = add(graph, moved, multiply(graph, entry.capacitance, step[entry.column]));
    }
    assignments.push({ target: `rate[${row}]`, value: multiply(graph, alpha, moved) });
  });

  const kernel = compileKernel<Iterate>({
    parameters: ["x", "u", "d", "p", "t", "alpha", "b", "limits", "dx", "rate", "lu"],
    graph,
    assignments,
    limiting: true,
    result: limitingExcess,
  });
  return {
    iterate: kernel.run,
    solve: createSolve(factors, factorText),
    factorCount: luCode.size,
    limitedCount: kernel.limitedCount,
    source: kernel.source,
  };
}

interface Factors {
  /** Row operations in order: right[target] -= multiplier * right[source]. */
  readonly lower: { readonly target: number; readonly source: number; readonly multiplier: Expression }[];
  readonly pivots: {
    readonly row: number;
    readonly column: number;
    readonly inverse: Expression;
    readonly upper: readonly { readonly column: number; readonly value: Expression }[];
  }[];
}

/** LU of G + alpha C on expressions: what is constant is folded, what is zero never appears. */
function factorise(system: System, entries: readonly JacobianEntry[], order: PivotOrder): Factors {
  const { graph, unknowns } = system;
  const alpha = symbol(graph, "rate", 0);
  const rows: Map<number, Expression>[] = unknowns.map(() => new Map());
  /** The rows, not yet eliminated, that have an entry `[column]`. */
  const columns: Set<number>[] = unknowns.map(() => new Set());
  for (const { row, column, conductance, capacitance } of entries) {
    if (row >= unknowns.length) continue;
    rows[row].set(column, add(graph, conductance, multiply(graph, alpha, capacitance)));
    columns[column].add(row);
  }
  const factors: Factors = { lower: [], pivots: [] };
  for (const { row, column } of order) {
    const pivotRow = rows[row];
    for (const j of pivotRow.keys()) columns[j].delete(row);
    const inverse = divide(graph, constant(graph, 1), pivotRow.get(column) as Expression);
    const upper = [...pivotRow].filter(([j]) => j !== column).map(([j, value]) => ({ column: j, value }));
    for (const target of columns[column]) {
      const entry = rows[target].get(column) as Expression;
      const multiplier = multiply(graph, entry, inverse);
      rows[target].delete(column);
      factors.lower.push({ target, source: row, multiplier });
      for (const { column: j, value } of upper) {
        const old = rows[target].get(j) ?? constant(graph, 0);
        rows[target].set(j, binary(graph, "sub", old, multiply(graph, multiplier, value)));
        columns[j].add(target);
      }
    }
    factors.pivots.push({ row, column, inverse, upper });
  }
  return factors;
}

/** Adds assignments that keep the factors in `lu`, and tells how each is written in `solve`. */
function storeFactors(
  { graph }: System,
  { lower, pivots }: Factors,
  assignments: Assignment[],
): { luCode: Map<Expression, number>; factorText: (value: Expression) => string } {
  const luCode = new Map<Expression, number>();
  const keep = (value: Expression): void => {
    if (constantValue(graph, value) !== undefined || luCode.has(value)) return;
    assignments.push({ target: `lu[${luCode.size}]`, value });
    luCode.set(value, luCode.size);
  };
  for (const { multiplier } of lower) keep(multiplier);
  for (const { inverse, upper } of pivots) {
    keep(inverse);
    for (const { value } of upper) keep(value);
  }
  const factorText = (value: Expression): string => {
    const number = constantValue(graph, value);
    return number === undefined ? `lu[${luCode.get(value)}]` : `(${number})`;
  };
  return { luCode, factorText };
}

function createSolve({ lower, pivots }: Factors, factorText: (value: Expression) => string): Solve {
  const lines = lower.map(
    ({ target, source, multiplier }) => `r[${target}] -= ${factorText(multiplier)} * r[${source}];`,
  );
  for (const { row, column, inverse, upper } of [...pivots].reverse()) {
    const terms = upper.map((entry) => ` - ${factorText(entry.value)} * y[${entry.column}]`).join("");
    lines.push(`y[${column}] = (r[${row}]${terms}) * ${factorText(inverse)};`);
  }
  return new Function("lu", "r", "y", `"use strict";\n${lines.join("\n")}`) as Solve;
}
