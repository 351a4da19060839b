import { HillockError } from "../../base/error.js";
import type { FlatElement } from "../../netlist/flat-circuit.js";
import { placeOf } from "../../netlist/place.js";
import type { CompiledCircuit } from "../compile.js";
import { key } from "../equations/names.js";
import { fixesVoltage, pathBetween, sourcesHolding } from "../equations/topology.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import { assignPoint, copyPoint, type Point, startingPoint } from "../point.js";
import { elementsAt, floatingNodes } from "./floating-nodes.js";
import { createStaticSolver, type NewtonOutcome, type Regularisation, type StaticSolver } from "./static-solver.js";

/** An operating point and how it was found. */
export interface OperatingPoint {
  readonly point: Point;
  readonly iterations: number;
  /** "newton", "gmin stepping", "source stepping" or "pseudo-transient". */
  readonly by: string;
}

/** How to look for an operating point. */
export interface OperatingPointOptions {
  /** Start here instead of at zero. */
  readonly from?: Point;
  /** Keep the nodes of `.ic` at their voltages. */
  readonly hold?: boolean;
  /** Changes inputs and parameters of the starting point. */
  readonly adjust?: (point: Point) => void;
  /** A solver of this circuit to be used again, with its work space and its order of elimination. */
  readonly solver?: StaticSolver;
}

const plainIterations = 100;
const continuationIterations = 50;
/** Conductance that holds a node at a given voltage while its circuit settles, S. */
const holdingConductance = 1e10;

/**
 * The operating point: currents(x) = 0 with all charges at rest. Newton's method first; where it fails, continuation by
 * conductances to ground (gmin stepping), by the sources (source stepping), and by a pseudo-transient.
 *
 * @throws engine/singular if the equations have no unique solution (for example a node without a path to ground);
 *   engine/no-operating-point if no method converged
 */
export function operatingPoint(compiled: CompiledCircuit, options: OperatingPointOptions = {}): OperatingPoint {
  checkFloating(compiled, options.hold ? compiled.system.circuit.initialConditions.map(({ node }) => node) : []);
  const solver = options.solver ?? createStaticSolver(compiled);
  const point = options.from ? copyPoint(options.from) : startingPoint(compiled);
  options.adjust?.(point);
  const held = options.hold ? holding(compiled, compiled.system.circuit.initialConditions) : undefined;
  let iterations = 0;
  if (!options.from && compiled.system.circuit.nodesets.length > 0) {
    const guess = holding(compiled, compiled.system.circuit.nodesets);
    const trial = copyPoint(point);
    const outcome = solver.newton(trial, guess, plainIterations);
    iterations += outcome.iterations;
    if (outcome.kind === "converged") assignPoint(point, trial);
  }
  let by = settle(compiled, solver, point, held, (count) => {
    iterations += count;
  });
  if (!options.from) {
    by = settleStates(compiled, point, by, () =>
      settle(compiled, solver, point, held, (count) => {
        iterations += count;
      }),
    );
  }
  return { point, iterations, by };
}

/** Refuses circuits in which nothing determines some nodes, but for those that are held. */
function checkFloating({ system }: CompiledCircuit, held: readonly string[]): void {
  const holds = new Set(held.map(key));
  for (const nodes of floatingNodes(system)) {
    if (nodes.some((node) => holds.has(key(node)))) continue;
    const elements = elementsAt(system, nodes);
    throw new HillockError({
      code: "engine/singular",
      problem: `nothing determines the voltage of ${nodes.length > 1 ? "nodes" : "node"} ${nodes.join(", ")}`,
      place: "operating point",
      details: [`No direct current can flow from there to ground. Connected: ${elements.join(", ")}.`],
      help: floatingHelp,
    });
  }
}

const floatingHelp =
  "give every node a path for direct current to ground (a large resistor will do), " +
  "or start a transient from initial conditions with `uic`";

/** Sets the discrete states from the operating point they depend on, until both agree. */
function settleStates(compiled: CompiledCircuit, point: Point, first: string, solve: () => string): string {
  const { states } = compiled.system;
  if (states.length === 0) return first;
  const initial = compileExpressions(
    compiled.system,
    states.map((state) => state.initial),
  );
  const rates = new Float64Array(compiled.system.currents.length);
  const next = new Float64Array(states.length);
  let by = first;
  for (let round = 0; round < 20; round++) {
    initial(point.x, point.u, point.d, point.p, point.t, rates, next);
    if (next.every((value, index) => value === point.d[index])) return by;
    point.d.set(next);
    by = solve();
  }
  throw new HillockError({
    code: "engine/no-stable-state",
    problem: `the initial states of ${states.map(({ name: one }) => one).join(", ")} contradict the operating point they lead to`,
    place: "operating point",
    help: "a switch controls itself: set its initial state with `on` or `off`, or run a transient with `uic`",
  });
}

function holding(
  { system }: CompiledCircuit,
  values: readonly { readonly node: string; readonly value: number }[],
): Regularisation {
  const shunt = new Float64Array(system.unknowns.length);
  const anchor = new Float64Array(system.unknowns.length);
  for (const { node, value } of values) {
    const index = system.unknowns.findIndex(({ kind, name }) => kind === "voltage" && key(name) === key(node));
    // Against a source, holding would change nothing but the source's current.
    if (index < 0 || sourcesHolding(system.circuit, node).length > 0) continue;
    shunt[index] = holdingConductance;
    anchor[index] = value;
  }
  return { shunt, anchor };
}

/** Tries one method after the other; the name of the one that converged. */
function settle(
  compiled: CompiledCircuit,
  solver: StaticSolver,
  point: Point,
  held: Regularisation | undefined,
  count: (iterations: number) => void,
): string {
  const attempt = (trial: Point, regularisation: Regularisation | undefined, limit: number): NewtonOutcome => {
    const outcome = solver.newton(trial, regularisation, limit);
    count(outcome.iterations);
    return outcome;
  };
  const plain = copyPoint(point);
  const outcome = attempt(plain, held, plainIterations);
  if (outcome.kind === "converged") {
    assignPoint(point, plain);
    return "newton";
  }
  const methods = [
    ["gmin stepping", gminStepping],
    ["source stepping", sourceStepping],
    ["pseudo-transient", pseudoTransient],
  ] as const;
  for (const [by, method] of methods) {
    const trial = copyPoint(point);
    if (method(compiled, trial, held, attempt)) {
      assignPoint(point, trial);
      return by;
    }
  }
  // Equations that contradict each other do so everywhere; later on, the iteration has run to where nothing changes.
  const contradictory = outcome.kind === "singular" && outcome.iterations === 1;
  throw contradictory ? singular(compiled, outcome) : noOperatingPoint(compiled, outcome);
}

type Attempt = (trial: Point, regularisation: Regularisation | undefined, limit: number) => NewtonOutcome;

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

function describe({ system }: CompiledCircuit, index: number): string {
  const { name: unknown, kind, elements } = system.unknowns[index];
  const what = kind === "voltage" ? `node ${unknown}` : `the current of ${elements[0] ?? unknown}`;
  return `${what}${elements.length > 0 && kind === "voltage" ? ` (connected to ${elements.join(", ")})` : ""}`;
}

/** The loop that an undetermined current circles in: elements of which each fixes a voltage at rest, as inductors do. */
function loopOf({ system }: CompiledCircuit, index: number): readonly FlatElement[] {
  const { unknowns, circuit } = system;
  const branches = new Set(unknowns.flatMap(({ kind, elements }) => (kind === "current" ? elements.map(key) : [])));
  const fixing = circuit.elements.filter((element) => fixesVoltage(element) || branches.has(key(element.name)));
  const closing = fixing.find(({ name: one }) => key(one) === key(unknowns[index].elements[0] ?? ""));
  if (unknowns[index].kind !== "current" || !closing || !("nodes" in closing)) return [];
  const [positive, negative] = closing.nodes;
  if (key(positive) === key(negative)) return [closing];
  const others = pathBetween(
    fixing.filter((element) => element !== closing),
    positive,
    negative,
  );
  return others.length > 0 ? [closing, ...others] : [];
}

function singular(compiled: CompiledCircuit, { column, row }: { row: number; column: number }): HillockError {
  const loop = loopOf(compiled, column);
  return new HillockError({
    code: "engine/singular",
    problem: `nothing determines ${describe(compiled, column)}`,
    place: (loop[0] && placeOf(loop[0])) ?? "operating point",
    details:
      loop.length > 0
        ? [`Direct current may circle in the loop of ${loop.map(({ name: one }) => one).join(", ")}.`]
        : [`The equation left over is that of ${describe(compiled, row)}.`],
    help:
      loop.length > 0
        ? "put a small resistor into the loop, or start a transient from initial conditions with `uic`"
        : "elements cancel each other there: look for a negative resistance, or a controlled source that follows itself",
  });
}

function noOperatingPoint(compiled: CompiledCircuit, outcome: NewtonOutcome): HillockError {
  const worst = outcome.kind === "diverged" ? outcome.worst : outcome.kind === "singular" ? outcome.column : undefined;
  const at = worst === undefined ? "the whole circuit" : describe(compiled, worst);
  return new HillockError({
    code: "engine/no-operating-point",
    problem: `the iteration does not settle; it moves most at ${at}`,
    place: "operating point",
    details: ["tried: Newton, gmin stepping, source stepping, pseudo-transient continuation"],
    help: "check the circuit and the signs of its sources there, or give a first guess with .nodeset",
  });
}
