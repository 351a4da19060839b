import { HillockError } from "../../base/error.js";
import { add, negate, subtract } from "../../expr/build.js";
import { constant, type Expression, type Graph, symbol } from "../../expr/graph.js";
import type { FlatElement } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { placeOf } from "../../netlist/place.js";
import type { Environment } from "../../veriloga/device-module.js";
import { type AdjustedNumbers, bringExpressions } from "./adjusted-numbers.js";
import { key } from "./names.js";
import type { FreeParameter, SystemCondition, SystemEvent, SystemState, SystemUnknown } from "./system.js";

/** A row under construction, and what is connected to its node. */
export interface Row {
  unknown: SystemUnknown & { elements: string[] };
  current: Expression;
  charge: Expression;
  /** The charge at the start of a transient that uses initial conditions. */
  initialCharge: Expression;
}

/** The equations of a circuit under construction. */
export interface Assembly {
  readonly graph: Graph;
  readonly rows: Row[];
  /** Row of each node that is not ground, known or not. */
  readonly rowOfNode: Map<string, Row>;
  readonly voltages: Map<string, Expression>;
  readonly branchCurrents: Map<string, Expression>;
  /** Branch-current unknown and row of each element that has one. */
  readonly branchRows: Map<string, { readonly row: Row; readonly value: Expression }>;
  /** Inductance, H, and current at the start of a transient that uses initial conditions, A, of each inductor. */
  readonly inductors: Map<string, { readonly inductance: Expression; readonly initialCurrent: Expression | undefined }>;
  readonly states: SystemState[];
  readonly events: SystemEvent[];
  readonly conditions: SystemCondition[];
  readonly notes: Set<string>;
  readonly free: readonly FreeParameter[];
  readonly adjusted: AdjustedNumbers | undefined;
  readonly environment: Environment;
  /** Temperature for which model parameters hold, K. */
  readonly nominalTemperature: number;
}

/** A number of an element, model or waveform: an expression of free parameters where it follows from them. */
export function adjustedNumber({ graph, adjusted }: Assembly, holder: object, name: string, value: number): Expression {
  const expression = adjusted?.numbers.get(holder)?.[name];
  if (!adjusted || expression === undefined) return constant(graph, value);
  return bringExpressions(graph, adjusted, [expression])[0];
}

/** The voltage of a node. */
export function voltageOf({ voltages }: Assembly, node: string): Expression {
  return voltages.get(key(node)) as Expression;
}

/** The voltage between two nodes. */
export function differenceOf(assembly: Assembly, positive: string, negative: string): Expression {
  return subtract(assembly.graph, voltageOf(assembly, positive), voltageOf(assembly, negative));
}

/** Adds a current that leaves `node` into an element. */
export function leave(assembly: Assembly, node: string, element: string, current: Expression): void {
  const row = isGround(node) ? undefined : assembly.rowOfNode.get(key(node));
  if (!row) return;
  row.current = add(assembly.graph, row.current, current);
  if (row.unknown.elements.at(-1) !== element) row.unknown.elements.push(element);
}

/** An unknown beside the node voltages, with its row. */
export function newUnknown(
  assembly: Assembly,
  name: string,
  kind: "voltage" | "current",
  element: string,
): { row: Row; value: Expression } {
  const zero = constant(assembly.graph, 0);
  const row: Row = {
    unknown: { name, kind, internal: kind === "voltage", elements: [element] },
    current: zero,
    charge: zero,
    initialCharge: zero,
  };
  assembly.rows.push(row);
  return { row, value: symbol(assembly.graph, "unknown", assembly.rows.length - 1) };
}

/** An unknown current from the first to the second node of a voltage-defined element, with its branch row. */
export function addVoltageBranch(
  assembly: Assembly,
  element: { readonly name: string; readonly nodes: readonly [string, string] },
): { row: Row; value: Expression } {
  const branch = newUnknown(assembly, element.name, "current", element.name);
  assembly.branchRows.set(key(element.name), branch);
  leave(assembly, element.nodes[0], element.name, branch.value);
  leave(assembly, element.nodes[1], element.name, negate(assembly.graph, branch.value));
  return branch;
}

/**
 * The current that controls an element.
 * @throws HillockError engine/controlling-source if it is not an unknown
 */
export function controllingCurrent(assembly: Assembly, source: string, element: FlatElement): Expression {
  const branch = assembly.branchRows.get(key(source));
  if (branch) return branch.value;
  throw new HillockError({
    code: "engine/controlling-source",
    problem: `${element.name} is controlled by the current of ${source}, which is not a voltage source or inductor`,
    place: placeOf(element),
    help: `put a voltage source of 0 V where the current is to be sensed, and name it`,
  });
}
