import { add, multiply, negate, subtract } from "../../expr/build.js";
import { constant, type Expression, symbol } from "../../expr/graph.js";
import type { FlatBehaviouralSource, FlatControlledSource, FlatSource } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { bringExpressions } from "./adjusted-numbers.js";
import {
  type Assembly,
  addVoltageBranch,
  adjustedNumber,
  controllingCurrent,
  differenceOf,
  leave,
  type Row,
} from "./assembly.js";
import { formulaExpression } from "./formula-expression.js";
import type { KnownNodes } from "./known-nodes.js";
import { key } from "./names.js";

/** Adds an independent source that delivers `input`; one that makes a node known has no row. */
export function addSource(assembly: Assembly, source: FlatSource, input: Expression, known: KnownNodes): void {
  const { graph } = assembly;
  const [positive, negative] = source.nodes;
  if (source.quantity === "current") {
    leave(assembly, positive, source.name, input);
    leave(assembly, negative, source.name, negate(graph, input));
    assembly.branchCurrents.set(key(source.name), input);
    return;
  }
  if (known.definedBy.some((definition) => definition.source === source)) return;
  const { row, value } = addVoltageBranch(assembly, source);
  row.current = subtract(graph, differenceOf(assembly, positive, negative), input);
  assembly.branchCurrents.set(key(source.name), value);
}

/** Gives a controlled or behavioural voltage source its branch current, so that others may refer to it. */
export function declareBranch(assembly: Assembly, element: FlatControlledSource | FlatBehaviouralSource): void {
  if (element.quantity !== "voltage") return;
  const { value } = addVoltageBranch(assembly, element);
  assembly.branchCurrents.set(key(element.name), value);
}

/** Adds an E, F, G or H source. */
export function addControlled(assembly: Assembly, element: FlatControlledSource): void {
  const control =
    "nodes" in element.control
      ? differenceOf(assembly, ...element.control.nodes)
      : controllingCurrent(assembly, element.control.source, element);
  const gain = adjustedNumber(assembly, element, "gain", element.gain);
  drive(assembly, element, multiply(assembly.graph, gain, control));
}

/** Adds a B source. */
export function addBehavioural(assembly: Assembly, element: FlatBehaviouralSource): void {
  const { graph, adjusted } = assembly;
  const value = formulaExpression(graph, element.formula, {
    voltage: (positive, negative) => differenceOf(assembly, positive, negative),
    current: (source) => controllingCurrent(assembly, source, element),
    parameter: (name) => {
      const expression = adjusted?.names.get(name);
      return adjusted && expression !== undefined ? bringExpressions(graph, adjusted, [expression])[0] : undefined;
    },
  });
  drive(assembly, element, value);
}

/** Makes a controlled or behavioural source deliver `value`, V or A. */
function drive(assembly: Assembly, element: FlatControlledSource | FlatBehaviouralSource, value: Expression): void {
  const { graph } = assembly;
  const [positive, negative] = element.nodes;
  if (element.quantity === "voltage") {
    const { row } = assembly.branchRows.get(key(element.name)) as { row: Row };
    row.current = subtract(graph, differenceOf(assembly, positive, negative), value);
    return;
  }
  leave(assembly, positive, element.name, value);
  leave(assembly, negative, element.name, negate(graph, value));
  assembly.branchCurrents.set(key(element.name), value);
}

/**
 * The current of a source that holds a known node: all that flows into the node, from the elements there and from the
 * sources further out that hang on it. Sources are visited from the outermost inwards.
 */
export function addKnownSourceCurrents(assembly: Assembly, known: KnownNodes): void {
  const { graph } = assembly;
  for (const { source, node } of [...known.definedBy].reverse()) {
    const row = assembly.rowOfNode.get(key(node)) as Row;
    const sign = key(source.nodes[0]) === key(node) ? -1 : 1;
    const observedRow = assembly.rows.length + known.definedBy.findIndex((definition) => definition.source === source);
    const flow = add(graph, row.current, symbol(graph, "history", observedRow));
    assembly.branchCurrents.set(key(source.name), multiply(graph, constant(graph, sign), flow));
    // What this source takes from its other node counts there.
    const inner = source.nodes.find((end) => key(end) !== key(node)) as string;
    const innerRow = isGround(inner) ? undefined : assembly.rowOfNode.get(key(inner));
    if (innerRow) {
      innerRow.current = add(graph, innerRow.current, row.current);
      innerRow.charge = add(graph, innerRow.charge, row.charge);
      innerRow.initialCharge = add(graph, innerRow.initialCharge, row.initialCharge);
    }
  }
}
