import { HillockError } from "../../base/error.js";
import { subtract } from "../../expr/build.js";
import { constant, type Expression } from "../../expr/graph.js";
import type { Signal } from "../../netlist/circuit.js";
import type { FlatCircuit } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { key } from "./names.js";
import type { System } from "./system.js";

/** A signal to report. */
export interface SystemSignal {
  /** Canonical name: `v(a)`, `v(a,b)`, `i(v1)`, in lower case. */
  readonly name: string;
  readonly unit: "V" | "A";
  readonly value: Expression;
}

/** Canonical name of a signal. */
export function signalName(signal: Signal): string {
  if (signal.kind === "current") return `i(${key(signal.element)})`;
  const { positive, negative } = signal;
  return isGround(negative) ? `v(${key(positive)})` : `v(${key(positive)},${key(negative)})`;
}

/** The signals that a circuit saves; all node voltages if it names none. */
export function requestedSignals({ saves, nodes }: FlatCircuit): readonly Signal[] {
  return saves.length > 0 ? saves : nodes.map((node) => ({ kind: "voltage", positive: node, negative: "0" }));
}

/** The signals that the circuit saves, as expressions of the system. */
export function savedSignals(system: System): SystemSignal[] {
  return requestedSignals(system.circuit).map((signal) => systemSignal(system, signal));
}

/**
 * A signal as an expression of the system.
 * @throws engine/unknown-signal if the node or the current does not exist
 */
export function systemSignal(system: System, signal: Signal): SystemSignal {
  const name = signalName(signal);
  if (signal.kind === "voltage") {
    const value = subtract(
      system.graph,
      nodeVoltage(system, signal.positive, name),
      nodeVoltage(system, signal.negative, name),
    );
    return { name, unit: "V", value };
  }
  const value = system.branchCurrents.get(key(signal.element));
  if (value === undefined) {
    throw new HillockError({
      code: "engine/unknown-signal",
      problem: `there is no current ${name}`,
      details: [`Currents are reported of: ${[...system.branchCurrents.keys()].join(", ") || "no element here"}.`],
      help: "put a voltage source of 0 V in series with the element, and save its current",
    });
  }
  return { name, unit: "A", value };
}

function nodeVoltage(system: System, node: string, signal: string): Expression {
  if (isGround(node)) return constant(system.graph, 0);
  const value = system.voltages.get(key(node));
  if (value !== undefined) return value;
  throw new HillockError({
    code: "engine/unknown-signal",
    problem: `${signal} names node ${node}, which the circuit does not have`,
    details: [`Its nodes are: ${system.circuit.nodes.join(", ")}.`],
  });
}

/**
 * The signal that a name such as `v(out)`, `v(a,b)` or `i(v1)` means.
 * @throws engine/unknown-signal if it is written in another way
 */
export function signalNamed(name: string): Signal {
  const [, letter, first, second] = /^\s*([vi])\s*\(\s*([^\s(),]+)\s*(?:,\s*([^\s(),]+)\s*)?\)\s*$/i.exec(name) ?? [];
  if (letter?.toLowerCase() === "v") return { kind: "voltage", positive: first, negative: second ?? "0" };
  if (letter && second === undefined) return { kind: "current", element: first };
  throw new HillockError({
    code: "engine/unknown-signal",
    problem: `"${name}" is no signal`,
    help: "write v(node), v(node,node) or i(element)",
  });
}
