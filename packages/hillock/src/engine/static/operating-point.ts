import type { CompiledCircuit } from "../compile.js";
import { key } from "../equations/names.js";
import { sourcesHolding } from "../equations/topology.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import { assignPoint, copyPoint, type Point, startingPoint } from "../point.js";
import { type Attempt, continuations, plainIterations } from "./continuation.js";
import { floatingNodes } from "./floating-nodes.js";
import { floating, noOperatingPoint, noStableState, singular } from "./operating-point-errors.js";
import { createStaticSolver, type Regularisation, type StaticSolver } from "./static-solver.js";

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
    throw floating(system, nodes);
  }
}

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
  throw noStableState(states.map(({ name }) => name));
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
  const attempt: Attempt = (trial, regularisation, limit) => {
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
  for (const [by, method] of continuations) {
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
