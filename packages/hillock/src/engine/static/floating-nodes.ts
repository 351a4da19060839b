import { deviceEquations } from "../../devices/device-equations.js";
import { constantValue } from "../../expr/graph.js";
import type { FlatElement } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { key } from "../equations/names.js";
import type { System } from "../equations/system.js";
import { createGroups } from "../equations/topology.js";

/** Groups of nodes without a path for direct current to ground, by system: sweeps ask again and again. */
const known = new WeakMap<System, readonly (readonly string[])[]>();

/**
 * Groups of nodes whose voltage no direct current determines: nothing that carries one joins them to ground. Between
 * them all voltages may be definite; shifted together by any amount they are a solution again. In numbers this shows
 * only to rounding, so it is found in the circuit.
 */
export function floatingNodes(system: System): readonly (readonly string[])[] {
  let floating = known.get(system);
  if (!floating) {
    const groups = createGroups();
    for (const element of system.circuit.elements) {
      const [first, ...others] = conductingNodes(system, element);
      for (const other of others) groups.merge(first, other);
    }
    const members = new Map<string, string[]>();
    for (const node of system.circuit.nodes) {
      const group = groups.find(node);
      if (group === groups.find("0") || isGround(node)) continue;
      const others = members.get(group);
      if (others) others.push(node);
      else members.set(group, [node]);
    }
    floating = [...members.values()];
    known.set(system, floating);
  }
  return floating;
}

/** The nodes between which an element may carry direct current. A controlled source may act as a conductance. */
function conductingNodes({ environment }: System, element: FlatElement): readonly string[] {
  if (element.kind === "coupling") return [];
  if (element.kind === "source") return element.quantity === "voltage" ? element.nodes : [];
  if (element.kind !== "device") return element.nodes;
  const { graph, currents } = deviceEquations(element, environment);
  return element.nodes.filter((_, port) => constantValue(graph, currents[port]) !== 0);
}

/** The elements connected to any of some nodes. */
export function elementsAt({ circuit }: System, nodes: readonly string[]): string[] {
  const wanted = new Set(nodes.map(key));
  return circuit.elements
    .filter((element) => "nodes" in element && element.nodes.some((node) => wanted.has(key(node))))
    .map(({ name }) => name);
}
