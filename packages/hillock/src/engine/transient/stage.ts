import { constantValue } from "../../expr/graph.js";
import type { CompiledCircuit } from "../compile.js";
import { createNewtonKernel, type NewtonKernel } from "../kernel/newton-kernel.js";
import { type PivotOrder, pivotOrder } from "../kernel/pivot-order.js";
import type { Point } from "../point.js";

/** How the iteration of a stage ended. */
export type StageOutcome = "converged" | "slow" | "diverged" | "singular";

/** Solves the implicit equations of a stage, R = f(x) + alpha (q(x) - b) = 0, by Newton's method. */
export interface StageSolver {
  /**
   * Improves `point.x` in place; `rate` receives dq/dt at the solution.
   * @param weights size of a tolerable error of each unknown
   */
  readonly solve: (
    point: Point,
    alpha: number,
    b: Float64Array,
    weights: Float64Array,
    rate: Float64Array,
  ) => StageOutcome;
  /** y = (G + alpha C)^-1 r with the factors of the last iteration; `r` is changed. */
  readonly backSolve: (r: Float64Array, y: Float64Array) => void;
  /** Chooses a new order of elimination from the matrix at this point; false if it is the old one or there is none. */
  readonly reorder: (point: Point, alpha: number) => boolean;
  readonly order: () => PivotOrder;
  readonly useOrder: (order: PivotOrder) => void;
  readonly iterations: () => number;
  /** The unknown that moved most in the last iteration. */
  readonly worst: () => number;
  /** Memory of how fast the iteration contracts: |dx_2| / |dx_1|^2, in weights. */
  contraction: number;
}

/** A transistor near cut-off, whose current falls with the square of its drive, converges by halves: that must suffice. */
const mostIterations = 50;
/** The error that Newton's iteration may leave, in weights: small beside the error of the step. */
const stop = 0.02;
/** The first iteration is trusted only while its step is no larger than this, in weights. */
const trustedFirstStep = 10;

/** A stage solver with its own work space. */
export function createStageSolver(compiled: CompiledCircuit): StageSolver {
  const { system, evaluation } = compiled;
  const size = system.unknowns.length;
  const rows = system.currents.length;
  let order: PivotOrder = [];
  let kernel: NewtonKernel | undefined;
  let factors = new Float64Array(0);
  let iterations = 0;
  let worst = 0;
  const dx = new Float64Array(size);
  const judged = judgedUnknowns(compiled);
  const inverse = new Float64Array(judged.length);

  const useOrder = (next: PivotOrder): void => {
    order = next;
    kernel = kernelFor(compiled, order);
    factors = new Float64Array(kernel.factorCount);
  };

  const reorder = (point: Point, alpha: number): boolean => {
    const { entries } = evaluation;
    const g = new Float64Array(entries.length);
    const c = new Float64Array(entries.length);
    const scratch = new Float64Array(rows);
    const { x, u, d, p, t, limits } = point;
    evaluation.kernel.run(x, u, d, p, t, limits.slice(), scratch, scratch.slice(), g, c);
    const sample = entries
      .map(({ row, column }, k) => ({ row, column, value: g[k] + alpha * c[k] }))
      .filter(({ row }) => row < size);
    const choice = pivotOrder(size, sample);
    if ("singular" in choice) return false;
    const same = choice.order.every(({ row, column }, k) => order[k]?.row === row && order[k].column === column);
    if (same && kernel) return false;
    useOrder(choice.order);
    return true;
  };

  const solver: StageSolver = {
    contraction: 1,
    reorder,
    useOrder,
    order: () => order,
    iterations: () => iterations,
    worst: () => worst,
    backSolve: (r, y) => (kernel as NewtonKernel).solve(factors, r, y),
    solve(point, alpha, b, weights, rate) {
      const { iterate } = kernel as NewtonKernel;
      const { x, u, d, p, limits } = point;
      let previous = 0;
      let first = 0;
      for (let k = 0; k < judged.length; k++) inverse[k] = 1 / weights[judged[k]];
      for (let iteration = 1; iteration <= mostIterations; iteration++) {
        iterations++;
        const excess = iterate(x, u, d, p, point.t, alpha, b, limits, dx, rate, factors);
        let norm = 0;
        for (let i = 0; i < size; i++) x[i] += dx[i];
        for (let k = 0; k < judged.length; k++) {
          const i = judged[k];
          const ratio = Math.abs(dx[i]) * inverse[k];
          // Written so that NaN counts as the largest.
          if (!(ratio <= norm)) {
            norm = ratio;
            worst = i;
          }
        }
        // A pivot of zero leaves no finite step.
        if (!Number.isFinite(norm)) return "singular";
        if (excess > 0) {
          previous = 0;
          continue;
        }
        if (previous === 0) {
          if (iteration === 1) {
            first = norm;
            if (norm <= trustedFirstStep && solver.contraction * norm * norm <= stop) return "converged";
          }
          if (norm <= 1e-3 * stop) return "converged";
        } else {
          const ratio = norm / previous;
          if (iteration === 2 && first > 0) {
            // Forget slowly, learn at once: the next first step is trusted on the worst of recent experience.
            solver.contraction = Math.max(0.8 * solver.contraction, Math.min(norm / (first * first), 1e6));
          }
          if (ratio < 1 && (norm * ratio) / (1 - ratio) <= stop) return "converged";
          if (ratio > 4 && iteration > 4) return "diverged";
        }
        previous = norm;
      }
      return "slow";
    },
  };
  return solver;
}

const kernelsOf = new WeakMap<CompiledCircuit, Map<string, NewtonKernel>>();

/** The fused iteration for an order of elimination, generated once per compiled circuit. */
function kernelFor(compiled: CompiledCircuit, order: PivotOrder): NewtonKernel {
  let known = kernelsOf.get(compiled);
  if (!known) {
    known = new Map();
    kernelsOf.set(compiled, known);
  }
  const key = order.map(({ row, column }) => `${row}:${column}`).join(" ");
  let kernel = known.get(key);
  if (!kernel) {
    kernel = createNewtonKernel(compiled.system, compiled.evaluation.entries, order);
    known.set(key, kernel);
  }
  return kernel;
}

/**
 * Unknowns by which the iteration and the error of a step are judged: voltages, and currents that carry a charge of
 * their own (inductors). The others (currents of voltage sources, rates of change) follow from these; in loops of
 * voltage sources and capacitors they are derivatives of the solution, whose own size says nothing about its error.
 */
export function judgedUnknowns({ system, evaluation }: CompiledCircuit): Int32Array {
  const judged = new Set<number>();
  system.unknowns.forEach(({ kind }, index) => {
    if (kind === "voltage") judged.add(index);
  });
  for (const { column, capacitance } of evaluation.entries) {
    if (constantValue(system.graph, capacitance) !== 0) judged.add(column);
  }
  return Int32Array.from(judged.size > 0 ? [...judged] : system.unknowns.keys());
}
