import { HillockError } from "../base/error.js";
import { createGraph } from "../expr/graph.js";
import { assemble } from "./assemble.js";
import { branchRoots, isShort } from "./contributions.js";
import type { DeviceEquations, DeviceModule, DeviceRequest } from "./device-module.js";
import type { Elaboration } from "./elaboration.js";
import { evaluate, valueOfVariable } from "./expressions.js";
import { heldVariables, holdDeclared } from "./held-variables.js";
import { bindParameters, givenParameters } from "./parameter-values.js";
import { checkAtRest } from "./rest-values.js";
import { moduleScope } from "./scope.js";
import { withinStack } from "./source-text.js";
import { execute, initialize } from "./statements.js";
import type { ParameterSyntax } from "./syntax.js";
import { createTopology, join, rootOf, type Topology } from "./topology.js";

/**
 * The equations of one device: the module's analog block is executed on expressions instead of numbers. Conditions
 * that parameters decide are decided; others become `select` nodes. Nodes joined by `V(a,b) <+ 0` become one.
 *
 * @throws HillockError `veriloga/...` if the request or the module is at fault
 */
export function instantiate(module: DeviceModule, request: DeviceRequest): DeviceEquations {
  return elaborate(module, request).equations;
}

/** {@link instantiate}, and the execution that led to the equations. */
export function elaborate(module: DeviceModule, request: DeviceRequest): Elaborated {
  return withinStack(module.at, () => settleTopology(module, request));
}

export interface Elaborated {
  readonly equations: DeviceEquations;
  readonly elaboration: Elaboration;
}

function settleTopology(module: DeviceModule, request: DeviceRequest): Elaborated {
  const { nodes } = module.declarations;
  checkConnections(module, request);
  const given = givenParameters(module, request);
  let topology = createTopology(nodes, request.connectedPorts);
  // Each round joins or drops at least one node, so this ends.
  for (;;) {
    const elaboration = run(module, request, topology, given);
    const better = improve(elaboration, module);
    if (better === undefined) {
      const equations = assemble(elaboration);
      checkAtRest(elaboration, equations);
      return { equations, elaboration };
    }
    topology = better;
  }
}

function checkConnections({ name, ports }: DeviceModule, { connectedPorts }: DeviceRequest): void {
  if (Number.isInteger(connectedPorts) && connectedPorts >= 0 && connectedPorts <= ports.length) return;
  throw new HillockError({
    code: "veriloga/wrong-connections",
    problem: `the device ${name} has ${ports.length} ports (${ports.join(", ")}), not ${connectedPorts}`,
  });
}

function run(
  module: DeviceModule,
  request: DeviceRequest,
  topology: Topology,
  given: ReadonlyMap<ParameterSyntax, number>,
): Elaboration {
  const { declarations } = module;
  const scope = moduleScope(declarations);
  const e: Elaboration = {
    evaluate,
    valueOf: valueOfVariable,
    execute,
    moduleName: module.name,
    graph: createGraph(),
    declarations,
    moduleScope: scope,
    functionScopes: new Map(),
    request,
    topology,
    parameterSymbols: [],
    parameters: new Map(),
    given: new Set(given.keys()),
    extras: [],
    branches: new Map(),
    branchCurrents: new Map(),
    portCurrents: new Map(),
    arrays: new Map(),
    derivatives: new Map(),
    integrals: new Map(),
    toHold: heldVariables(declarations.analog, scope),
    held: [],
    events: [],
    notes: new Set(),
    saysDiscontinuous: { value: false },
    usedNodes: new Set(),
    decisions: new Map(),
    origins: new Map(),
    staticNumbers: new Map(),
    varying: [],
    frame: { variables: new Map(), contributions: new Map() },
    dynamicDepth: 0,
    inEvent: false,
    functionDepth: 0,
    steps: 0,
  };
  bindParameters(e, module, given);
  initialize(e, e.moduleScope, declarations.variables);
  holdDeclared(e, e.moduleScope, declarations.variables);
  for (const { initial, body, at } of declarations.analog) {
    if (!initial) e.execute(e, e.moduleScope, body);
    else e.execute(e, e.moduleScope, { kind: "event", events: [{ name: "initial_step", args: [], at }], body, at });
  }
  return e;
}

/** The topology with the nodes joined that a run found joined and those dropped that it did not use, if any. */
function improve(e: Elaboration, { declarations: { nodes } }: DeviceModule): Topology | undefined {
  let topology = e.topology;
  const used = new Set(e.usedNodes);
  for (const contribution of e.frame.contributions.values()) {
    for (const root of branchRoots(e, contribution.branch)) used.add(root);
    const { plus, minus } = contribution.branch;
    const parent = isShort(e, contribution) ? join(topology, plus, minus) : undefined;
    if (parent) topology = createTopology(nodes, e.request.connectedPorts, parent, topology.unused);
  }
  const inUse = new Set([...used].map((node) => rootOf(topology, node)));
  const unused = [...topology.unknownOf.keys()].filter((node) => node >= topology.fixedCount && !inUse.has(node));
  if (topology === e.topology && unused.length === 0) return undefined;
  const dropped = new Set([...topology.unused, ...unused]);
  return createTopology(nodes, e.request.connectedPorts, topology.parent, dropped);
}
