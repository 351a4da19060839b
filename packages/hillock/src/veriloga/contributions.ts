import { select, subtract } from "../expr/build.js";
import { constant, constantValue, type Expression, symbol } from "../expr/graph.js";
import { accessKind } from "./access.js";
import type { BranchInstance, Contribution } from "./branch.js";
import type { NodeDeclaration } from "./declarations.js";
import { addUnknown, type Elaboration } from "./elaboration.js";
import { lookup, moduleLevel, type Scope } from "./scope.js";
import type { BranchSyntax, CallSyntax, ExpressionSyntax, NameSyntax } from "./syntax.js";
import { ground, rootOf } from "./topology.js";
import { addValues, negateValue, real, realConstant, selectValue, type Value } from "./value.js";

interface BranchAccess {
  readonly branch: BranchInstance;
  /** -1 if it is named against the branch's direction, as V(b,a) after V(a,b). */
  readonly sign: 1 | -1;
}

/** The branch that V(...) or I(...) names. */
export function resolveBranch(e: Elaboration, scope: Scope, call: CallSyntax): BranchAccess {
  const names = call.args as readonly (ExpressionSyntax & { kind: "name" })[];
  const first = lookup(scope, names[0].name);
  if (names.length === 1 && first?.kind === "branch") return { branch: namedBranch(e, scope, first), sign: 1 };
  const plus = nodeOf(scope, names[0]).index;
  const minus = names.length === 2 ? nodeOf(scope, names[1]).index : ground;
  const reversed = e.branches.get(`${minus},${plus}`);
  if (reversed) return { branch: reversed, sign: -1 };
  const label = names.map(({ name }) => name).join(",");
  return { branch: remember(e, { key: `${plus},${minus}`, label, plus, minus, at: call.at }), sign: 1 };
}

function namedBranch(e: Elaboration, scope: Scope, declared: BranchSyntax): BranchInstance {
  // In a block, a variable may have the name of a node.
  const outer = moduleLevel(scope);
  const plus = nodeOf(outer, declared.plus).index;
  const minus = declared.minus ? nodeOf(outer, declared.minus).index : ground;
  return remember(e, { key: declared.name, label: declared.name, plus, minus, at: declared.at });
}

function remember(e: Elaboration, branch: BranchInstance): BranchInstance {
  const known = e.branches.get(branch.key);
  if (known) return known;
  e.branches.set(branch.key, branch);
  return branch;
}

/** The node that a name stands for; the module was checked. */
export const nodeOf = (scope: Scope, { name }: NameSyntax): NodeDeclaration => lookup(scope, name) as NodeDeclaration;

/** The potential of a node as an expression: an unknown, or 0 for the reference. */
export function nodePotential(e: Elaboration, node: number): Expression {
  const root = node === ground ? ground : rootOf(e.topology, node);
  if (root === ground) return constant(e.graph, 0);
  e.usedNodes.add(root);
  return symbol(e.graph, "unknown", e.topology.unknownOf.get(root) ?? 0);
}

/** V(a,b). */
export function probePotential(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const { branch, sign } = resolveBranch(e, scope, call);
  const [plus, minus] = sign > 0 ? [branch.plus, branch.minus] : [branch.minus, branch.plus];
  return real(e.graph, subtract(e.graph, nodePotential(e, plus), nodePotential(e, minus)));
}

/** I(a,b): an unknown of its own, tied to the branch when the equations are put together. */
export function probeFlow(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const { branch, sign } = resolveBranch(e, scope, call);
  const current = real(e.graph, branchCurrent(e, branch));
  return sign > 0 ? current : negateValue(e.graph, current);
}

/** I(<port>): all that flows into the device there, as an unknown of its own; nothing flows where nothing is connected. */
export function probePort(e: Elaboration, scope: Scope, port: NameSyntax): Value {
  const { index, name } = nodeOf(moduleLevel(scope), port);
  if (index >= e.request.connectedPorts) return realConstant(e.graph, 0);
  e.usedNodes.add(index);
  let current = e.portCurrents.get(index);
  if (current === undefined) {
    current = addUnknown(e, { name: `<${name}>`, kind: "current", port: index });
    e.portCurrents.set(index, current);
  }
  return real(e.graph, current);
}

/** The unknown current of a branch. */
export function branchCurrent(e: Elaboration, branch: BranchInstance): Expression {
  const known = e.branchCurrents.get(branch.key);
  if (known !== undefined) return known;
  const current = addUnknown(e, { name: branch.label, kind: "current", branch });
  e.branchCurrents.set(branch.key, current);
  return current;
}

/** `V(...) <+ value` or `I(...) <+ value`. Contributions of one kind add; one of the other kind replaces them. */
export function contribute(e: Elaboration, scope: Scope, call: CallSyntax, value: Value): void {
  const kind = accessKind(scope, call);
  const { graph } = e;
  const { branch, sign } = resolveBranch(e, scope, call);
  const added = sign > 0 ? value : negateValue(graph, value);
  const before = e.frame.contributions.get(branch.key);
  const none = realConstant(graph, 0);
  const isPotential = constant(graph, kind === "potential" ? 1 : 0);
  const other = constantValue(graph, isPotential) === 1 ? 0 : 1;
  const kept = before !== undefined && constantValue(graph, before.isPotential) !== other;
  // Where the kind so far depends on a condition, what belongs to this kind is kept and the rest is gone.
  const sofar = kept ? keptPart(e, before, kind) : none;
  e.frame.contributions.set(branch.key, {
    branch,
    isPotential,
    flow: kind === "flow" ? addValues(graph, sofar, added) : none,
    potential: kind === "potential" ? addValues(graph, sofar, added) : none,
  });
}

function keptPart(e: Elaboration, { isPotential, flow, potential }: Contribution, kind: "flow" | "potential"): Value {
  const none = realConstant(e.graph, 0);
  if (kind === "potential") return selectValue(e.graph, isPotential, potential, none);
  return selectValue(e.graph, isPotential, none, flow);
}

/** What a branch has got after a condition with unknowns, from what it had before and along both ways. */
export function mergeContributions(
  e: Elaboration,
  condition: Expression,
  whenTrue: Map<string, Contribution>,
  whenFalse: Map<string, Contribution>,
): Map<string, Contribution> {
  const { graph } = e;
  const merged = new Map(whenTrue);
  for (const key of whenFalse.keys()) if (!merged.has(key)) merged.set(key, whenFalse.get(key) as Contribution);
  for (const [key, { branch }] of merged) {
    const a = whenTrue.get(key) ?? nothing(e, branch);
    const b = whenFalse.get(key) ?? nothing(e, branch);
    if (a === b) continue;
    merged.set(key, {
      branch,
      isPotential: select(graph, condition, a.isPotential, b.isPotential),
      flow: selectValue(graph, condition, a.flow, b.flow),
      potential: selectValue(graph, condition, a.potential, b.potential),
    });
  }
  return merged;
}

function nothing(e: Elaboration, branch: BranchInstance): Contribution {
  const none = realConstant(e.graph, 0);
  return { branch, isPotential: constant(e.graph, 0), flow: none, potential: none };
}

/** Whether a branch only says that its ends are one node: V <+ 0, and nobody asks for its current. */
export function isShort(e: Elaboration, { branch, isPotential, potential }: Contribution): boolean {
  return (
    constantValue(e.graph, isPotential) === 1 &&
    constantValue(e.graph, potential.algebraic) === 0 &&
    constantValue(e.graph, potential.charge) === 0 &&
    !e.branchCurrents.has(branch.key)
  );
}

/** The branch equation 0 = ... of a branch with a current unknown, as `algebraic` + d/dt `charge`. */
export function branchRow(e: Elaboration, contribution: Contribution, current: Expression): Value {
  const { graph } = e;
  const { branch, isPotential, flow, potential } = contribution;
  const voltage = subtract(graph, nodePotential(e, branch.plus), nodePotential(e, branch.minus));
  const asPotential = addValues(graph, real(graph, voltage), negateValue(graph, potential));
  const asFlow = addValues(graph, real(graph, current), negateValue(graph, flow));
  return selectValue(graph, isPotential, asPotential, asFlow);
}

/** The roots of a branch's two ends. */
export function branchRoots(e: Elaboration, { plus, minus }: BranchInstance): [number, number] {
  const root = (node: number): number => (node === ground ? ground : rootOf(e.topology, node));
  return [root(plus), root(minus)];
}
