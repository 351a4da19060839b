import { constant, createGraph, type Expression, type Graph, symbol } from "../../expr/graph.js";
import type { FlatCircuit, FlatSource } from "../../netlist/flat-circuit.js";
import type { Environment } from "../../veriloga/device-module.js";
import { nominalTemperatureOf } from "../settings.js";
import type { AdjustedNumbers } from "./adjusted-numbers.js";
import type { Assembly, Row } from "./assembly.js";
import { addCoupling } from "./couplings.js";
import { addDevice } from "./devices.js";
import { type KnownNodes, knownNodes } from "./known-nodes.js";
import { key } from "./names.js";
import { addBehavioural, addControlled, addKnownSourceCurrents, addSource, declareBranch } from "./sources.js";
import type { FreeParameter, System } from "./system.js";

/** What stays a symbol in the equations; all else is folded into them. */
export interface Adjustable {
  readonly free: readonly FreeParameter[];
  readonly adjusted?: AdjustedNumbers;
}

/**
 * Equations of a flat circuit (modified nodal analysis in charge form; see {@link System}).
 *
 * @throws engine/voltage-loop if voltage sources alone form a loop; and what reading the devices throws
 */
export function assemble(
  circuit: FlatCircuit,
  environment: Environment,
  adjustable: Adjustable = { free: [] },
): System {
  const graph = createGraph();
  const inputs = circuit.elements.filter((element): element is FlatSource => element.kind === "source");
  const inputOf = new Map(inputs.map((source, index) => [source, symbol(graph, "input", index)]));
  const known = knownNodes(circuit, (source) => inputOf.get(source) as Expression, graph);
  const assembly = layOut(graph, circuit, known, environment, adjustable);

  for (const source of inputs) addSource(assembly, source, inputOf.get(source) as Expression, known);
  for (const element of circuit.elements) if (element.kind === "device") addDevice(assembly, element);
  for (const element of circuit.elements) if (element.kind === "coupling") addCoupling(assembly, element);
  // Controlled and behavioural sources come last: they may refer to the branch currents of any other element.
  for (const element of circuit.elements) {
    if (element.kind === "controlled" || element.kind === "behavioural") declareBranch(assembly, element);
  }
  for (const element of circuit.elements) {
    if (element.kind === "controlled") addControlled(assembly, element);
    else if (element.kind === "behavioural") addBehavioural(assembly, element);
  }
  addKnownSourceCurrents(assembly, known);
  return finish(assembly, circuit, inputs, known);
}

function layOut(
  graph: Graph,
  circuit: FlatCircuit,
  known: KnownNodes,
  environment: Environment,
  { free, adjusted }: Adjustable,
): Assembly {
  const zero = constant(graph, 0);
  const rows: Row[] = [];
  const rowOfNode = new Map<string, Row>();
  const voltages = new Map<string, Expression>([["0", zero]]);
  for (const node of circuit.nodes) {
    const row: Row = {
      unknown: { name: node, kind: "voltage", internal: false, elements: [] },
      current: zero,
      charge: zero,
      initialCharge: zero,
    };
    rowOfNode.set(key(node), row);
    const value = known.voltages.get(key(node));
    if (value === undefined) rows.push(row);
    voltages.set(key(node), value ?? symbol(graph, "unknown", rows.length - 1));
  }
  return {
    graph,
    rows,
    rowOfNode,
    voltages,
    branchCurrents: new Map(),
    branchRows: new Map(),
    inductors: new Map(),
    states: [],
    events: [],
    conditions: [],
    notes: new Set(),
    free,
    adjusted,
    environment,
    nominalTemperature: nominalTemperatureOf(circuit),
  };
}

function finish(assembly: Assembly, circuit: FlatCircuit, inputs: FlatSource[], known: KnownNodes): System {
  const observed = known.definedBy.map(({ node }) => assembly.rowOfNode.get(key(node)) as Row);
  const all = [...assembly.rows, ...observed];
  return {
    circuit,
    graph: assembly.graph,
    unknowns: assembly.rows.map(({ unknown }) => unknown),
    currents: all.map(({ current }) => current),
    charges: all.map(({ charge }) => charge),
    initialCharges: all.map(({ initialCharge }) => initialCharge),
    inputs,
    voltages: assembly.voltages,
    branchCurrents: assembly.branchCurrents,
    states: assembly.states,
    events: assembly.events,
    conditions: assembly.conditions,
    free: assembly.free,
    environment: assembly.environment,
    notes: [...assembly.notes],
  };
}
