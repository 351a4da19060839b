import { HillockError } from "../../base/error.js";
import type { Point } from "../point.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import { createStaticSolver, type StaticSolver } from "../static/static-solver.js";
import type { SlopeEntry, Slopes } from "./slopes.js";

/** How gradients are solved for: column by column of the quantities, or row by row of the outputs. */
export type GradientMethod = "forward" | "adjoint";

/** What gradients have cost. */
export interface GradientCost {
  /** Newton iterations, each with one factorisation; those of the operating points included. */
  newtonIterations: number;
  /** Solutions with the factors at hand, for gradients alone. */
  solves: number;
}

/** Gradients at operating points of one circuit. */
export interface Linearisation {
  readonly solver: StaticSolver;
  readonly slopes: Slopes;
  readonly cost: GradientCost;
  /**
   * Takes Newton's iteration to full accuracy and keeps the factors there; `slopes.values` are those at the point.
   * @throws HillockError engine/singular where the point has no gradient
   */
  readonly linearise: (point: Point) => void;
  /** Writes dy/dp `[outputs, quantities]`. */
  readonly gradient: (method: GradientMethod, out: Float64Array) => void;
  /** Adds sum_o weights[o] dy_o/dp to `sum` `[quantities]`: one solution, however many outputs and quantities. */
  readonly addWeighted: (weights: Float64Array, sum: Float64Array) => void;
}

/** The method with fewer solutions. */
export function cheaperMethod({ residual, outputCount }: Slopes): GradientMethod {
  return new Set(residual.map(({ column }) => column)).size <= outputCount ? "forward" : "adjoint";
}

const refiningIterations = 20;

/** @param slopes those of the outputs of interest */
export function createLinearisation({ compiled }: AdjustableCircuit, slopes: Slopes): Linearisation {
  const size = compiled.system.unknowns.length;
  const solver = createStaticSolver(compiled);
  const { values, outputCount, quantityCount, residual, byUnknown, byQuantity } = slopes;
  const residualOf = groupBy(residual, quantityCount, ({ column }) => column);
  const unknownsOf = groupBy(byUnknown, outputCount, ({ row }) => row);
  const right = new Float64Array(size);
  const solution = new Float64Array(size);
  const cost: GradientCost = { newtonIterations: 0, solves: 0 };

  function linearise(point: Point): void {
    const outcome = solver.newton(point, undefined, refiningIterations);
    cost.newtonIterations += outcome.iterations;
    if (outcome.kind !== "converged")
      throw noGradient(
        compiled.system.unknowns.map(({ name }) => name),
        outcome,
      );
    slopes.evaluate(point);
  }

  /** dx/dp_k = -J^-1 dF/dp_k, and from it a column. */
  function forward(out: Float64Array): void {
    residualOf.forEach((entries, column) => {
      if (entries.length === 0) return;
      right.fill(0);
      for (const { row, at } of entries) right[row] -= values[at];
      solver.solve(right, solution);
      cost.solves++;
      for (const entry of byUnknown)
        out[entry.row * quantityCount + column] += values[entry.at] * solution[entry.column];
    });
  }

  /** sum -= dF/dp^T J^-T right */
  function adjoint(sum: Float64Array, offset: number): void {
    solver.solveTransposed(right, solution);
    cost.solves++;
    for (const { row, column, at } of residual) sum[offset + column] -= values[at] * solution[row];
  }

  function gradient(method: GradientMethod, out: Float64Array): void {
    out.fill(0);
    for (const { row, column, at } of byQuantity) out[row * quantityCount + column] += values[at];
    if (method === "forward") {
      forward(out);
      return;
    }
    unknownsOf.forEach((entries, row) => {
      if (entries.length === 0) return;
      right.fill(0);
      for (const { column, at } of entries) right[column] += values[at];
      adjoint(out, row * quantityCount);
    });
  }

  function addWeighted(weights: Float64Array, sum: Float64Array): void {
    right.fill(0);
    for (const { row, column, at } of byUnknown) right[column] += weights[row] * values[at];
    for (const { row, column, at } of byQuantity) sum[column] += weights[row] * values[at];
    adjoint(sum, 0);
  }
  return { solver, slopes, cost, linearise, gradient, addWeighted };
}

function groupBy(entries: readonly SlopeEntry[], count: number, of: (entry: SlopeEntry) => number): SlopeEntry[][] {
  const groups: SlopeEntry[][] = Array.from({ length: count }, () => []);
  for (const entry of entries) groups[of(entry)].push(entry);
  return groups;
}

function noGradient(
  unknowns: readonly string[],
  outcome: { readonly kind: string; readonly worst?: number; readonly column?: number },
): HillockError {
  const at = unknowns[outcome.column ?? outcome.worst ?? 0];
  return new HillockError({
    code: "engine/singular",
    problem: `the solution has no gradient here: it has no unique slope at ${at}`,
    details: ["At the fold of a characteristic, where a branch of solutions turns back, slopes have no bound."],
    help: "move the operating point away from the fold, or drive the circuit by a current there",
  });
}
