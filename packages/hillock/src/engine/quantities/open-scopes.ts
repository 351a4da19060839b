import type { Circuit } from "../../netlist/circuit.js";
import type { FlatCircuit } from "../../netlist/flat-circuit.js";
import { flatNode, type Registry } from "../../netlist/flatten/flat-names.js";
import { findLexically, openScope, type ScopeInstance } from "../../netlist/flatten/scope-instance.js";

/** A circuit's scopes: itself, and every instance of a subcircuit. */
export interface OpenScopes {
  readonly scopes: readonly ScopeInstance[];
  /** The nodes of the flat circuit; absent with no scopes. */
  readonly registry?: Registry;
}

/** Opens the scopes of a circuit that flattens to `flat`. */
export function openScopes(circuit: Circuit, flat: FlatCircuit): OpenScopes {
  const registry: Registry = {
    nodes: new Map(flat.nodes.map((node) => [node.toLowerCase(), node])),
    elements: new Map(),
    modules: new Map(),
    instances: 0,
    globals: new Map(circuit.globals.map((name) => [name.toLowerCase(), name])),
  };
  const scopes: ScopeInstance[] = [openScope(circuit)];
  for (const caller of scopes) {
    for (const instance of caller.definition.elements) {
      if (instance.kind !== "instance") continue;
      const found = findLexically(caller, (at) => at.subcircuits, instance.subcircuit);
      if (!found) continue;
      const nodes = instance.nodes.map((node) => flatNode(registry, caller, node));
      const ports = new Map(found.item.ports.map((port, index) => [port.toLowerCase(), nodes[index]]));
      const path = caller.path ? `${caller.path}.${instance.name}` : instance.name;
      scopes.push(openScope(found.item, { instance, caller, lexical: found.scope, ports, path }));
    }
  }
  return { scopes, registry };
}
