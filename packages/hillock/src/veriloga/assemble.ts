import { add, negate, select, subtract } from "../expr/build.js";
import { constant, constantValue, type Expression, symbol } from "../expr/graph.js";
import type { BranchInstance, Contribution } from "./branch.js";
import { branchCurrent, branchRoots, branchRow, isShort } from "./contributions.js";
import type { DeviceEquations } from "./device-module.js";
import { type Elaboration, isStaticAnalysis } from "./elaboration.js";
import { extendTangents } from "./limiting.js";
import { fault } from "./source-text.js";
import { ground } from "./topology.js";
import { real, realConstant, type Value } from "./value.js";

/** Puts what the execution found into rows: Kirchhoff's current law at the nodes, then one row for each extra unknown. */
export function assemble(e: Elaboration): DeviceEquations {
  const { graph, topology, request } = e;
  const contributions = new Map(e.frame.contributions);
  for (const { branch } of e.extras)
    if (branch && !contributions.has(branch.key)) contributions.set(branch.key, ideal(e, branch));
  checkShorted(e, contributions);

  const zero = constant(graph, 0);
  const currents: Expression[] = topology.names.map(() => zero);
  const charges: Expression[] = topology.names.map(() => zero);
  const contributed = new Set<number>();
  const flow = ({ branch }: { readonly branch: BranchInstance }, value: Value): void => {
    const [plus, minus] = branchEnds(e, branch);
    if (plus === minus) return;
    if (plus !== ground) {
      contributed.add(plus);
      currents[plus] = add(graph, currents[plus], value.algebraic);
      charges[plus] = add(graph, charges[plus], value.charge);
    }
    if (minus !== ground) {
      contributed.add(minus);
      currents[minus] = subtract(graph, currents[minus], value.algebraic);
      charges[minus] = subtract(graph, charges[minus], value.charge);
    }
  };
  // Unknowns for the currents of voltage branches that nobody has asked for yet.
  for (const contribution of contributions.values()) {
    if (!isSimpleFlow(e, contribution) && !isCollapsed(e, contribution)) branchCurrent(e, contribution.branch);
  }
  for (const contribution of contributions.values()) {
    const current = e.branchCurrents.get(contribution.branch.key);
    if (current !== undefined) flow(contribution, real(graph, current));
    else if (!isCollapsed(e, contribution)) flow(contribution, contribution.flow);
  }
  const nodeCount = topology.names.length;
  for (const [k, extra] of e.extras.entries()) {
    const unknown = symbol(graph, "unknown", nodeCount + k);
    const row =
      extra.port === undefined
        ? rowOf(e, extra, unknown, contributions)
        : { algebraic: subtract(graph, unknown, currents[extra.port]), charge: negate(graph, charges[extra.port]) };
    currents.push(row.algebraic);
    charges.push(row.charge);
  }
  checkFloating(e, contributed);
  extendTangents(e, currents);
  extendTangents(e, charges);
  return {
    module: e.moduleName,
    graph,
    unknowns: [
      ...topology.names.map((name) => ({ name, kind: "voltage" as const })),
      ...e.extras.map(({ name, kind }) => ({ name, kind })),
    ],
    portCount: request.connectedPorts,
    currents,
    charges,
    parameters: e.parameterSymbols,
    states: e.held.map(({ variable, initial }) => ({ name: variable.name, initial })),
    events: e.events,
    decisions: [...e.decisions].map(([condition, isTrue]) => ({ condition, isTrue })),
    notes: [...e.notes],
  };
}

/** A branch whose current is read and that nothing is contributed to: an ammeter, V = 0. */
function ideal(e: Elaboration, branch: BranchInstance): Contribution {
  const none = realConstant(e.graph, 0);
  return { branch, isPotential: constant(e.graph, 1), flow: none, potential: none };
}

function rowOf(
  e: Elaboration,
  extra: Elaboration["extras"][number],
  unknown: Expression,
  contributions: ReadonlyMap<string, Contribution>,
): Value {
  const { graph } = e;
  if (extra.branch) return branchRow(e, contributions.get(extra.branch.key) as Contribution, unknown);
  if (extra.charge !== undefined) {
    return { type: "real", algebraic: unknown, charge: subtract(graph, constant(graph, 0), extra.charge) };
  }
  const rate = negate(graph, extra.rate as Expression);
  if (extra.initial === undefined) return { type: "real", algebraic: rate, charge: unknown };
  // A run from initial conditions starts from the charge at time 0.
  const isStatic = isStaticAnalysis(e);
  return {
    type: "real",
    algebraic: select(graph, isStatic, subtract(graph, unknown, extra.initial), rate),
    charge: select(graph, isStatic, extra.initial, unknown),
  };
}

const branchEnds = (e: Elaboration, branch: BranchInstance): [number, number] => {
  const unknown = (node: number): number => (node === ground ? ground : (e.topology.unknownOf.get(node) as number));
  const [plus, minus] = branchRoots(e, branch);
  return [unknown(plus), unknown(minus)];
};

const isSimpleFlow = (e: Elaboration, { isPotential }: Contribution): boolean =>
  constantValue(e.graph, isPotential) === 0;

/** A short between nodes that are one already. */
function isCollapsed(e: Elaboration, contribution: Contribution): boolean {
  const [plus, minus] = branchRoots(e, contribution.branch);
  return plus === minus && isShort(e, contribution);
}

function checkShorted(e: Elaboration, contributions: ReadonlyMap<string, Contribution>): void {
  for (const contribution of contributions.values()) {
    const { branch, isPotential } = contribution;
    const [plus, minus] = branchRoots(e, branch);
    if (plus !== minus || constantValue(e.graph, isPotential) === 0 || isShort(e, contribution)) continue;
    throw fault("shorted-branch", `the ends of the branch ${branch.label} are joined by V <+ 0 elsewhere`, branch.at, {
      help: "its voltage is 0 already; remove this contribution or the other",
    });
  }
}

function checkFloating(e: Elaboration, contributed: ReadonlySet<number>): void {
  for (const node of e.declarations.nodes) {
    const unknown = e.topology.unknownOf.get(node.index);
    if (unknown === undefined || node.index < e.topology.fixedCount || contributed.has(unknown)) continue;
    const what = node.isPort ? "the unconnected port" : "the internal node";
    throw fault("floating-node", `nothing is contributed to ${what} "${node.name}", so it has no voltage`, node.at, {
      help: `contribute a current to it:  I(${node.name}, ...) <+ ...`,
    });
  }
}
