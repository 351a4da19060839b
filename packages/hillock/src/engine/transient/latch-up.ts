import type { CompiledCircuit } from "../compile.js";
import { createLinearSolver } from "../kernel/linear-solver.js";
import { assignPoint, copyPoint, type Point } from "../point.js";
import { chargedRows } from "./step.js";

/** A jump of the unknowns that hold no charge, at one instant. */
export interface LatchUp {
  /** s */
  readonly time: number;
  /** The unknown that moved most, by how much (V or A), and the elements connected there. */
  readonly unknown: string;
  readonly change: number;
  readonly elements: readonly string[];
}

const iterations = 15;
const mostAttempts = 4000;
const slightest = 1e-12;
/** When Newton's iteration has done enough: on the way, and where the motion ends; relative. */
const stopOnTheWay = 1e-6;
const stopAtTheEnd = 1e-9;

/**
 * Where a device with negative differential resistance latches and no capacitance slows it, the equations have no
 * continuous solution: the fold they followed ends. Physically the smallest capacitances then carry the circuit to its
 * other branch in no time. This does the same: it holds every charge, puts a small capacitance on every node, in
 * proportion to the conductance there so that all nodes are equally quick, and follows that fast motion with growing
 * steps until it rests.
 *
 * @param point where the solution ended; on success it is moved to the other branch
 * @param charge charges to hold `[rows]`
 * @param instant a time in which nothing that holds charge moves, s
 * @returns the move, which is small if the branch still goes on there; undefined if the circuit does not come to rest
 */
export function latchUp(
  compiled: CompiledCircuit,
  point: Point,
  charge: Float64Array,
  instant: number,
): LatchUp | undefined {
  const { system, evaluation } = compiled;
  const size = system.unknowns.length;
  const { entries, kernel } = evaluation;
  const solved = entries.map((entry, k) => ({ ...entry, k })).filter(({ row }) => row < size);
  const nodes = [...system.unknowns.keys()].filter((i) => system.unknowns[i].kind === "voltage");
  const solver = createLinearSolver(size, [...solved, ...nodes.map((i) => ({ row: i, column: i }))]);
  const values = new Float64Array(solved.length + nodes.length);
  const f = new Float64Array(system.currents.length);
  const q = new Float64Array(system.currents.length);
  const g = new Float64Array(entries.length);
  const c = new Float64Array(entries.length);
  const right = new Float64Array(size);
  const step = new Float64Array(size);
  const charged = new Set(chargedRows(compiled));
  const alpha = 1 / instant;

  const diagonal = new Float64Array(nodes.length);

  /** Conductance at each node, S, where the fast motion has come to. */
  const weigh = (at: Point): void => {
    kernel.run(at.x, at.u, at.d, at.p, at.t, at.limits.slice(), f, q, g, c);
    nodes.forEach((node, index) => {
      const own = solved.find(({ row, column }) => row === node && column === node);
      diagonal[index] = (own ? Math.abs(g[own.k]) : 0) + compiled.system.environment.gmin;
    });
  };

  /** Newton's method with the charges held, over a step of 1 / `stiffness` of the fast motion. */
  const settle = (trial: Point, from: Float64Array, stiffness: number): boolean => {
    const relativeStop = stiffness > 0 ? stopOnTheWay : stopAtTheEnd;
    for (let iteration = 0; iteration < iterations; iteration++) {
      const excess = kernel.run(trial.x, trial.u, trial.d, trial.p, trial.t, trial.limits, f, q, g, c);
      solved.forEach(({ k }, index) => {
        values[index] = g[k] + alpha * c[k];
      });
      for (let i = 0; i < size; i++) right[i] = -f[i] - (charged.has(i) ? alpha * (q[i] - charge[i]) : 0);
      nodes.forEach((i, index) => {
        const conductance = stiffness * diagonal[index];
        values[solved.length + index] = conductance;
        right[i] -= conductance * (trial.x[i] - from[i]);
      });
      if (solver.factor(values)) return false;
      solver.solve(right, step);
      let done = excess === 0;
      for (let i = 0; i < size; i++) {
        trial.x[i] += step[i];
        if (!(Math.abs(step[i]) <= relativeStop * (Math.abs(trial.x[i]) + 1e-3))) done = false;
      }
      if (done) return true;
    }
    return false;
  };

  const trial = copyPoint(point);
  const kept = copyPoint(point);
  weigh(kept);
  // 0 is the end of the motion: a step without bound.
  let stiffness = 1;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (settle(trial, kept.x, stiffness)) {
      assignPoint(kept, trial);
      if (stiffness === 0) break;
      weigh(kept);
      stiffness = stiffness < slightest ? 0 : stiffness / 2;
    } else {
      assignPoint(trial, kept);
      // The fast motion is unstable at first: a step across it must be shorter than the time in which it grows.
      stiffness = stiffness === 0 ? 1e3 * slightest : stiffness * 4;
      if (stiffness > 1e12) return undefined;
    }
  }
  if (stiffness !== 0) return undefined;
  let most = 0;
  for (const i of nodes) if (Math.abs(kept.x[i] - point.x[i]) > Math.abs(kept.x[most] - point.x[most])) most = i;
  const { name: unknown, elements } = system.unknowns[most];
  const jump = { time: point.t, unknown, change: kept.x[most] - point.x[most], elements };
  assignPoint(point, kept);
  return jump;
}

/** Moves time and charges on by `interval` (s) at the present rates, dq/dt = -currents; the unknowns are left to be solved. */
export function leadOn(compiled: CompiledCircuit, point: Point, charge: Float64Array, interval: number): void {
  const { kernel, entries } = compiled.evaluation;
  const rows = compiled.system.currents.length;
  const f = new Float64Array(rows);
  const scratch = new Float64Array(Math.max(rows, entries.length));
  kernel.run(point.x, point.u, point.d, point.p, point.t, point.limits.slice(), f, scratch, scratch, scratch);
  for (const row of chargedRows(compiled)) charge[row] -= interval * f[row];
  point.t += interval;
}
