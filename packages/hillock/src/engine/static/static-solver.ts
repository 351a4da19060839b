import type { CompiledCircuit } from "../compile.js";
import { createLinearSolver, type LinearSolver } from "../kernel/linear-solver.js";
import type { Point } from "../point.js";

/** Conductances to an anchor voltage, added to every unknown: R_i += shunt_i (x_i - anchor_i). */
export interface Regularisation {
  readonly shunt: Float64Array;
  readonly anchor: Float64Array;
}

/** How a Newton iteration ended. */
export type NewtonOutcome =
  | { readonly kind: "converged"; readonly iterations: number }
  | { readonly kind: "singular"; readonly iterations: number; readonly row: number; readonly column: number }
  | { readonly kind: "diverged"; readonly iterations: number; readonly worst: number };

/** Newton's iteration for currents(x) = 0. */
export interface StaticSolver {
  /** Improves `point.x` in place. */
  readonly newton: (point: Point, regularisation: Regularisation | undefined, limit: number) => NewtonOutcome;
  /** y = J^-1 r and y = J^-T r `[unknowns]`, J being the Jacobian of the last iteration, from its factors. */
  readonly solve: LinearSolver["solve"];
  readonly solveTransposed: LinearSolver["solveTransposed"];
  /** Currents and charges `[rows]` at the point that was evaluated last. */
  readonly currents: Float64Array;
  readonly charges: Float64Array;
}

// Newton's convergence is quadratic: stopping at steps this small leaves an error at rounding level.
const relativeStop = 1e-9;
const voltageStop = 1e-9;
const currentStop = 1e-14;

/** A static solver with its own work space. */
export function createStaticSolver({ system, evaluation }: CompiledCircuit): StaticSolver {
  const size = system.unknowns.length;
  const rows = system.currents.length;
  const { kernel, entries } = evaluation;
  const solved = entries.map((entry, k) => ({ ...entry, k })).filter(({ row }) => row < size);
  const diagonal = system.unknowns.map((_, index) => ({ row: index, column: index }));
  const solver = createLinearSolver(size, [...solved, ...diagonal]);
  const values = new Float64Array(solved.length + size);
  const f = new Float64Array(rows);
  const q = new Float64Array(rows);
  const g = new Float64Array(entries.length);
  const c = new Float64Array(entries.length);
  const right = new Float64Array(size);
  const step = new Float64Array(size);
  const stop = system.unknowns.map(({ kind }) => (kind === "voltage" ? voltageStop : currentStop));

  function newton(point: Point, regularisation: Regularisation | undefined, limit: number): NewtonOutcome {
    const { x, u, d, p, limits } = point;
    let worst = 0;
    for (let iteration = 1; iteration <= limit; iteration++) {
      const excess = kernel.run(x, u, d, p, point.t, limits, f, q, g, c);
      solved.forEach(({ k }, index) => {
        values[index] = g[k];
      });
      for (let i = 0; i < size; i++) {
        const shunt = regularisation ? regularisation.shunt[i] : 0;
        values[solved.length + i] = shunt;
        right[i] = -f[i] - (regularisation && shunt !== 0 ? shunt * (x[i] - regularisation.anchor[i]) : 0);
      }
      const singular = solver.factor(values);
      if (singular) {
        // A slope without bound (sqrt, ln at 0) leaves no pivot either, but it is not for want of an equation.
        const endless = solved.find(({ k }) => !Number.isFinite(g[k]));
        if (endless) return { kind: "diverged", iterations: iteration, worst: endless.column };
        return { kind: "singular", iterations: iteration, ...singular };
      }
      solver.solve(right, step);
      let converged = excess === 0;
      let largest = 0;
      for (let i = 0; i < size; i++) {
        x[i] += step[i];
        const ratio = Math.abs(step[i]) / (relativeStop * Math.abs(x[i]) + stop[i]);
        if (!(ratio <= 1)) converged = false;
        if (!(ratio <= largest)) {
          largest = ratio;
          worst = i;
        }
      }
      if (!Number.isFinite(largest)) return { kind: "diverged", iterations: iteration, worst };
      if (converged) return { kind: "converged", iterations: iteration };
    }
    return { kind: "diverged", iterations: limit, worst };
  }
  const { solve, solveTransposed } = solver;
  return { newton, solve, solveTransposed, currents: f, charges: q };
}
