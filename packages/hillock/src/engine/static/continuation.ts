import type { CompiledCircuit } from "../compile.js";
import { assignPoint, copyPoint, type Point } from "../point.js";
import type { NewtonOutcome, Regularisation } from "./static-solver.js";

/** Iterations of Newton's method where nothing is in its way, and on a continuation's path. */
export const plainIterations = 100;
const continuationIterations = 50;

/** Newton's method on a point, changed in place. */
export type Attempt = (trial: Point, regularisation: Regularisation | undefined, limit: number) => NewtonOutcome;

/** Adds `extra` to every voltage unknown, on top of what is held. */
function withShunt(
  { system }: CompiledCircuit,
  held: Regularisation | undefined,
  extra: number,
  anchor: Float64Array | undefined,
): Regularisation {
  const result = {
    shunt: new Float64Array(system.unknowns.length),
    anchor: anchor ? anchor.slice() : new Float64Array(system.unknowns.length),
  };
  system.unknowns.forEach(({ kind }, i) => {
    if (held && held.shunt[i] !== 0) {
      result.shunt[i] = held.shunt[i];
      result.anchor[i] = held.anchor[i];
    } else if (kind === "voltage") result.shunt[i] = extra;
  });
  return result;
}

/**
 * Follows the solution while `amount` goes from 1 to 0 on a logarithmic path: steps lengthen after success, shorten
 * after failure.
 */
function follow(from: number, to: number, trial: Point, solveAt: (amount: number) => boolean): boolean {
  const kept = copyPoint(trial);
  let factor = 10;
  let amount = from;
  let solved = false;
  for (let attempts = 0; attempts < 200 && factor > 1.0005; attempts++) {
    const next = solved ? amount / factor : amount;
    if (solveAt(next)) {
      assignPoint(kept, trial);
      amount = next;
      solved = true;
      if (amount < to) return true;
      factor = Math.min(factor * factor, 1e3);
    } else {
      assignPoint(trial, kept);
      if (solved) factor = Math.sqrt(factor);
      else amount *= 100;
      if (amount > 1e6) return false;
    }
  }
  return false;
}

function gminStepping(
  compiled: CompiledCircuit,
  trial: Point,
  held: Regularisation | undefined,
  attempt: Attempt,
): boolean {
  const reached = follow(
    1e-2,
    1e-14,
    trial,
    (conductance) =>
      attempt(trial, withShunt(compiled, held, conductance, undefined), continuationIterations).kind === "converged",
  );
  return reached && attempt(trial, held, plainIterations).kind === "converged";
}

function sourceStepping(
  _compiled: CompiledCircuit,
  trial: Point,
  held: Regularisation | undefined,
  attempt: Attempt,
): boolean {
  const full = trial.u.slice();
  const kept = copyPoint(trial);
  let fraction = 0;
  let increment = 0.1;
  trial.x.fill(0);
  trial.limits.fill(0);
  for (let attempts = 0; attempts < 300 && increment > 1e-7; attempts++) {
    const next = Math.min(1, fraction + increment);
    for (let k = 0; k < full.length; k++) trial.u[k] = full[k] * next;
    if (attempt(trial, held, continuationIterations).kind === "converged") {
      assignPoint(kept, trial);
      fraction = next;
      if (fraction === 1) return true;
      increment *= 2;
    } else {
      assignPoint(trial, kept);
      increment /= 4;
    }
  }
  trial.u.set(full);
  return false;
}

/** A capacitor from every node to ground, and time steps that grow as the circuit comes to rest. */
function pseudoTransient(
  compiled: CompiledCircuit,
  trial: Point,
  held: Regularisation | undefined,
  attempt: Attempt,
): boolean {
  const kept = copyPoint(trial);
  let conductance = 1;
  for (let attempts = 0; attempts < 2000 && conductance < 1e12; attempts++) {
    const regularisation = withShunt(compiled, held, conductance, kept.x);
    if (attempt(trial, regularisation, continuationIterations).kind === "converged") {
      assignPoint(kept, trial);
      conductance /= 2;
      if (conductance < 1e-12) return attempt(trial, held, plainIterations).kind === "converged";
    } else {
      assignPoint(trial, kept);
      conductance *= 8;
    }
  }
  return false;
}

/** The methods of continuation, in the order in which they are tried: whether each led a point to the solution. */
export const continuations = [
  ["gmin stepping", gminStepping],
  ["source stepping", sourceStepping],
  ["pseudo-transient", pseudoTransient],
] as const;
