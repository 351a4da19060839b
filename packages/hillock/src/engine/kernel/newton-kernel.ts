import { add, multiply, negate, subtract } from "../../expr/build.js";
import type { Assignment } from "../../expr/emit-javascript.js";
import { constant, constantValue, type Expression, symbol } from "../../expr/graph.js";
import type { JacobianEntry } from "../equations/sparsity.js";
import type { System } from "../equations/system.js";
import { compileKernel } from "./kernel.js";
import { limitingExcess } from "./limiting.js";
import type { PivotOrder } from "./pivot-order.js";
import { type SymbolicFactors, solvedBy, symbolicFactors } from "./symbolic-factors.js";

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
  const matrix = entries
    .filter(({ row }) => row < size)
    .map(({ row, column, conductance, capacitance }) => ({
      row,
      column,
      value: add(graph, conductance, multiply(graph, alpha, capacitance)),
    }));
  const factors = symbolicFactors(graph, size, matrix, order);
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
  const step = solvedBy(graph, factors, right);
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

/** Adds assignments that keep the factors in `lu`, and tells how each is written in `solve`. */
function storeFactors(
  { graph }: System,
  { lower, pivots }: SymbolicFactors,
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

function createSolve({ lower, pivots }: SymbolicFactors, factorText: (value: Expression) => string): Solve {
  const lines = lower.map(
    ({ target, source, multiplier }) => `r[${target}] -= ${factorText(multiplier)} * r[${source}];`,
  );
  for (const { row, column, inverse, upper } of [...pivots].reverse()) {
    const terms = upper.map((entry) => ` - ${factorText(entry.value)} * y[${entry.column}]`).join("");
    lines.push(`y[${column}] = (r[${row}]${terms}) * ${factorText(inverse)};`);
  }
  return new Function("lu", "r", "y", `"use strict";\n${lines.join("\n")}`) as Solve;
}
