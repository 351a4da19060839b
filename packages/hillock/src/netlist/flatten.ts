import { HillockError, isHillockError } from "../base/error.js";
import { didYouMean, listing } from "../base/suggest.js";
import type { Circuit, Instance, NodeValue, Subcircuit } from "./circuit.js";
import type { FlatCircuit, FlatElement, FlatNodeValue } from "./flat-circuit.js";
import { flatAnalysis } from "./flatten/analysis.js";
import { withReferences } from "./flatten/check-references.js";
import { checkOption } from "./flatten/check-values.js";
import { flatElement } from "./flatten/element.js";
import { flatNode, type Registry } from "./flatten/flat-names.js";
import { flatMeasures } from "./flatten/measure.js";
import { moduleModels, modulesOf } from "./flatten/modules.js";
import { existingNode, flatSignal } from "./flatten/references.js";
import { numberOf, parameterValue } from "./flatten/resolve.js";
import { findLexically, openScope, type ScopeInstance, visible } from "./flatten/scope-instance.js";
import type { DrawSource } from "./formula/statistical-functions.js";
import { isGround } from "./ground.js";
import { errorOf } from "./netlist-error.js";
import { keepPlaces, placeOf } from "./place.js";

export interface FlattenOptions {
  /** Supplies the random numbers of statistical functions. Without it their values are nominal. */
  readonly draw?: DrawSource;
}

/**
 * Expands subcircuits and computes all parameters. Scoping is ngspice's: a subcircuit sees its own parameters, then those
 * of the X element's scope, and so on outwards; models, functions and subcircuits are looked up where the subcircuit is
 * defined. Names are as ngspice writes them: node `X1.n`, element `R.X1.R1`. Whatever is referred to exists, and values
 * that no part can have are refused.
 *
 * @throws HillockError with a code `netlist/...` and the place in the netlist
 */
export function flatten(circuit: Circuit, { draw }: FlattenOptions = {}): FlatCircuit {
  const registry: Registry = {
    nodes: new Map(),
    elements: new Map(),
    modules: modulesOf(circuit.verilogA),
    instances: 0,
    globals: new Map(circuit.globals.map((name) => [name.toLowerCase(), name])),
  };
  const scope = openScope(circuit, undefined, draw);
  expandScope(scope, registry);
  const elements = [...registry.elements.values()].map((element) => withReferences(element, registry));
  const nodeValue = (each: NodeValue) => flatNodeValue(each, scope, registry);
  return {
    title: circuit.title,
    nodes: [...registry.nodes.values()],
    elements,
    moduleModels: moduleModels(circuit, registry.modules),
    initialConditions: circuit.initialConditions.map(nodeValue),
    nodesets: circuit.nodesets.map(nodeValue),
    options: Object.fromEntries(
      Object.entries(circuit.options).map(([name, given]) => {
        const value = typeof given === "object" ? numberOf(given, scope) : given;
        checkOption(circuit.options, name, value);
        return [name, value];
      }),
    ),
    saves: circuit.saves.map((signal) => flatSignal(registry, signal)),
    analyses: circuit.analyses.map((analysis) => flatAnalysis(analysis, scope, registry)),
    measures: flatMeasures(circuit.measures, scope, registry),
  };
}

function expandScope(scope: ScopeInstance, registry: Registry): void {
  for (const parameter of scope.parameters.values()) parameterValue(parameter);
  for (const element of scope.definition.elements) {
    if (element.kind === "instance") expandInstance(element, scope, registry);
    else register(flatElement(element, scope, registry), registry);
  }
}

// Doubling at every level reaches any size within a few lines of netlist.
const mostElements = 500_000;
const mostInstances = 500_000;

const doublingHelp = "does a subcircuit multiply itself at every level?";

function register(element: FlatElement, registry: Registry): void {
  const key = element.name.toLowerCase();
  if (registry.elements.has(key)) {
    const problem = `the expanded circuit has two elements "${element.name}"`;
    throw errorOf(element, "name", "duplicate-name", problem, { help: "rename one of them" });
  }
  if (registry.elements.size >= mostElements) {
    const problem = `the expanded circuit has more than ${mostElements} elements`;
    throw errorOf(element, "name", "oversized-circuit", problem, { help: doublingHelp });
  }
  registry.elements.set(key, element);
}

function expandInstance(instance: Instance, caller: ScopeInstance, registry: Registry): void {
  if (++registry.instances > mostInstances) {
    const problem = `the expanded circuit has more than ${mostInstances} subcircuit instances`;
    throw errorOf(instance, "name", "oversized-circuit", problem, { help: doublingHelp });
  }
  const found = findLexically(caller, (at) => at.subcircuits, instance.subcircuit);
  if (!found) throw unknownSubcircuit(instance, caller);
  const { item: subcircuit, scope: lexical } = found;
  checkRecursion(instance, subcircuit, caller);
  checkPorts(instance, subcircuit);
  checkParameters(instance, subcircuit);
  const nodes = instance.nodes.map((node) => flatNode(registry, caller, node));
  const ports = new Map(subcircuit.ports.map((port, index) => [port.toLowerCase(), nodes[index]]));
  const path = caller.path ? `${caller.path}.${instance.name}` : instance.name;
  try {
    expandScope(openScope(subcircuit, { instance, caller, lexical, ports, path }), registry);
  } catch (error) {
    throw withInstance(error, instance);
  }
}

/** Says in an error's details which X element led to it. */
function withInstance(error: unknown, instance: Instance): unknown {
  if (!isHillockError(error)) return error;
  const place = placeOf(instance, "name");
  const where = place ? ` (${place.file}:${place.line})` : "";
  const details = [
    ...(error.parts.details ?? []),
    `In the instance ${instance.name} of ${instance.subcircuit}${where}.`,
  ];
  return new HillockError({ ...error.parts, details });
}

function unknownSubcircuit(instance: Instance, scope: ScopeInstance): Error {
  const names = visible(scope, (at) => at.subcircuits).map(({ name }) => name);
  return errorOf(instance, "subcircuit", "unknown-subcircuit", `no .subckt is named "${instance.subcircuit}"`, {
    details: [names.length > 0 ? `Subcircuits: ${listing(names)}.` : "No subcircuit is defined."],
    help: didYouMean(
      instance.subcircuit,
      names,
      `define it with .subckt ${instance.subcircuit}, or include the file that does`,
    ),
  });
}

// Each level costs stack.
const deepest = 200;

function checkRecursion(instance: Instance, subcircuit: Subcircuit, caller: ScopeInstance): void {
  let depth = 1;
  for (let at: ScopeInstance | undefined = caller; at; at = at.caller) {
    if (at.definition === subcircuit) {
      throw errorOf(
        instance,
        "subcircuit",
        "recursive-subcircuit",
        `the subcircuit "${subcircuit.name}" contains itself`,
        {
          details: [`The instances go ${cycle(subcircuit, caller).join(" -> ")}.`],
          help: "remove one of the X elements",
        },
      );
    }
    if (++depth > deepest) {
      throw errorOf(instance, "subcircuit", "oversized-circuit", `subcircuits are nested more than ${deepest} deep`, {
        help: "flatten some of them by hand",
      });
    }
  }
}

/** Names of the subcircuits from one instance of `subcircuit` to the next. */
function cycle(subcircuit: Subcircuit, caller: ScopeInstance): string[] {
  const names = [subcircuit.name];
  for (let at: ScopeInstance | undefined = caller; at; at = at.caller) {
    names.unshift("name" in at.definition ? String(at.definition.name) : "");
    if (at.definition === subcircuit) break;
  }
  return names;
}

function checkPorts(instance: Instance, subcircuit: Subcircuit): void {
  const { name, ports } = subcircuit;
  if (instance.nodes.length === ports.length) return;
  const place = placeOf(subcircuit);
  const where = place ? ` (${place.file}:${place.line})` : "";
  const problem = `${instance.name} has ${instance.nodes.length} nodes, ${name} has ${ports.length} ports`;
  throw errorOf(instance, "", "wrong-node-count", problem, {
    details: [`The ports of ${name}${where} are ${ports.join(" ")}.`],
    help: "give each port one node",
  });
}

function checkParameters(instance: Instance, subcircuit: Subcircuit): void {
  const names = subcircuit.defaults.map(({ name }) => name);
  for (const given of Object.keys(instance.parameters)) {
    if (names.some((name) => name.toLowerCase() === given.toLowerCase())) continue;
    const problem = `${subcircuit.name} has no parameter "${given}"`;
    throw errorOf(instance, `parameter ${given}`, "unknown-subcircuit-parameter", problem, {
      details: [names.length > 0 ? `It has ${listing(names, 20)}.` : "It has no parameters."],
      help: didYouMean(given, names, `add  params: ${given}=value  to its .subckt line`),
    });
  }
}

function flatNodeValue(each: NodeValue, scope: ScopeInstance, registry: Registry): FlatNodeValue {
  if (isGround(each.node)) {
    throw errorOf(each, "node", "wrong-node", "the voltage of ground is 0", { help: "remove it" });
  }
  const node = existingNode(registry, flatNode(registry, scope, each.node), each, "node");
  return keepPlaces(each, { node, value: numberOf(each.value, scope) });
}
