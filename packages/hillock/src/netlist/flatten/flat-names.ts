import type { VerilogASource } from "../circuit.js";
import type { FlatElement } from "../flat-circuit.js";
import { isGround } from "../ground.js";
import type { ScopeInstance } from "./scope-instance.js";

/** Nodes and elements of the flat circuit by lower-case name. */
export interface Registry {
  readonly nodes: Map<string, string>;
  readonly elements: Map<string, FlatElement>;
  /** Names of nodes that are the same everywhere, as written in `.global`. */
  readonly globals: ReadonlyMap<string, string>;
  /** Which Verilog-A source of the circuit defines a module, by its name in lower case. */
  readonly modules: ReadonlyMap<string, VerilogASource>;
  /** X elements expanded so far. */
  instances: number;
}

/** The flat name of a node of a scope. Ground is "0". */
export function flatNode(registry: Registry, scope: ScopeInstance, name: string): string {
  if (isGround(name)) return "0";
  const key = name.toLowerCase();
  const inner = scope.path ? `${scope.path}.${name}` : name;
  const flat = scope.ports.get(key) ?? registry.globals.get(key) ?? inner;
  return registry.nodes.get(flat.toLowerCase()) ?? flat;
}

/** The flat name of a node to which a terminal is connected: the node exists by it. */
export function connect(registry: Registry, scope: ScopeInstance, name: string): string {
  const flat = flatNode(registry, scope, name);
  if (flat !== "0" && !registry.nodes.has(flat.toLowerCase())) registry.nodes.set(flat.toLowerCase(), flat);
  return flat;
}

/** The flat name of an element of a scope: R1 in X1 is `R.X1.R1`. */
export function flatElementName(scope: ScopeInstance, name: string): string {
  return scope.path ? `${name[0]}.${scope.path}.${name}` : name;
}
