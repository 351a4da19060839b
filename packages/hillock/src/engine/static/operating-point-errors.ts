import { HillockError } from "../../base/error.js";
import type { FlatElement } from "../../netlist/flat-circuit.js";
import { placeOf } from "../../netlist/place.js";
import type { CompiledCircuit } from "../compile.js";
import { key } from "../equations/names.js";
import { fixesVoltage, pathBetween } from "../equations/topology.js";
import { elementsAt } from "./floating-nodes.js";
import type { NewtonOutcome } from "./static-solver.js";

/** Nodes that no direct current can reach. */
export function floating(system: CompiledCircuit["system"], nodes: readonly string[]): HillockError {
  return new HillockError({
    code: "engine/singular",
    problem: `nothing determines the voltage of ${nodes.length > 1 ? "nodes" : "node"} ${nodes.join(", ")}`,
    place: "operating point",
    details: [`No direct current can flow from there to ground. Connected: ${elementsAt(system, nodes).join(", ")}.`],
    help:
      "give every node a path for direct current to ground (a large resistor will do), " +
      "or start a transient from initial conditions with `uic`",
  });
}

/** Discrete states that their own effect contradicts. */
export function noStableState(states: readonly string[]): HillockError {
  return new HillockError({
    code: "engine/no-stable-state",
    problem: `the initial states of ${states.join(", ")} contradict the operating point they lead to`,
    place: "operating point",
    help: "a switch controls itself: set its initial state with `on` or `off`, or run a transient with `uic`",
  });
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

/** Equations without a unique solution. */
export function singular(compiled: CompiledCircuit, { column, row }: { row: number; column: number }): HillockError {
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

/** No method converged. */
export function noOperatingPoint(compiled: CompiledCircuit, outcome: NewtonOutcome): HillockError {
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
