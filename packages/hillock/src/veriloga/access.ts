import type { NodeDeclaration } from "./declarations.js";
import { areCompatible, type Discipline } from "./disciplines.js";
import { type Entity, lookup, moduleLevel, requireKind, type Scope } from "./scope.js";
import { fault } from "./source-text.js";
import type { CallSyntax, ExpressionSyntax, NameSyntax } from "./syntax.js";

/** The nodes, one or two, that the arguments of V(a), V(a,b), V(branch) or I(<port>) name. */
function nodesOf(scope: Scope, args: readonly ExpressionSyntax[]): NodeDeclaration[] {
  const node = ({ name }: NameSyntax): NodeDeclaration => lookup(moduleLevel(scope), name) as NodeDeclaration;
  return (args as readonly NameSyntax[]).flatMap((arg) => {
    const entity = lookup(scope, arg.name);
    if (entity?.kind !== "branch") return [node(arg)];
    return entity.minus ? [node(entity.plus), node(entity.minus)] : [node(entity.plus)];
  });
}

/** Which quantity a call such as V(a,b), Temp(t) or I(<a>) gives access to; the module was checked. */
export function accessKind(scope: Scope, { name, args }: CallSyntax): "potential" | "flow" {
  if (name === "potential" || name === "flow") return name;
  const disciplines = nodesOf(scope, args).flatMap(({ discipline }) => discipline ?? []);
  if (disciplines.length === 0) return name === "V" ? "potential" : "flow";
  return disciplines.some(({ potential }) => potential?.access === name) ? "potential" : "flow";
}

const oneNode = "name two nodes, or one for the branch to ground";

/**
 * Checks V(a), V(a,b), V(branch) or I(<port>): what it names is there, and has such a quantity.
 *
 * @throws HillockError `veriloga/bad-access`, `veriloga/wrong-discipline` and others
 */
export function checkAccess(scope: Scope, call: CallSyntax): void {
  const { name, args, at } = call;
  if (args.length < 1 || args.length > 2) {
    throw fault("bad-access", `${name}() takes one or two nodes, or a branch`, at);
  }
  if (args.length === 1 && args[0].kind === "port") checkPort(scope, call, args[0]);
  else {
    const ends = args.map((arg) => {
      if (arg.kind === "name")
        return requireKind(scope, arg, "node", ...(args.length === 1 ? ["branch" as const] : []));
      throw fault("bad-access", `${name}() takes nodes or a branch, not an expression`, arg.at, {
        help: `write  ${name}(a)  or  ${name}(a,b)  with the names of nodes`,
      });
    });
    if (ends[0] === ends[1])
      throw fault("bad-access", "both ends of this branch are the same node", at, { help: oneNode });
  }
  const nodes = nodesOf(scope, args);
  requireCompatible(nodes, call);
  const disciplines = nodes.flatMap(({ discipline }) => discipline ?? []);
  const natures = disciplines.flatMap(({ potential, flow }) => [potential?.access ?? [], flow?.access ?? []].flat());
  if (disciplines.length === 0 || natures.includes(name)) return;
  if (disciplines.some((discipline) => discipline[name as "potential" | "flow"] !== undefined)) return;
  throw wrongDiscipline(call, nodes[0].name, disciplines[0]);
}

function wrongDiscipline(
  { name, nameAt }: CallSyntax,
  node: string,
  { name: discipline, potential, flow }: Discipline,
) {
  const has = [
    ...(potential ? [`its potential is ${potential.access}(${node})`] : []),
    ...(flow ? [`its flow is ${flow.access}(${node})`] : []),
  ];
  return fault("wrong-discipline", `"${node}" is of the discipline ${discipline} and has no ${name}()`, nameAt, {
    help: has.length > 0 ? has.join(", ") : `the discipline ${discipline} has neither potential nor flow`,
  });
}

function checkPort(scope: Scope, { name, nameAt }: CallSyntax, port: NameSyntax): void {
  const entity = requireKind(scope, port, "node") as NodeDeclaration;
  if (!entity.isPort) {
    throw fault("bad-access", `"${port.name}" is no port`, port.at, {
      help: `${name}(<a>) is the current into the device through its port a; for a branch write ${name}(a,b)`,
    });
  }
  const access = entity.discipline?.flow?.access;
  if (name === "flow" || name === access) return;
  throw fault("bad-access", `${name}(<${port.name}>) does not exist: a port has a flow only`, nameAt, {
    help: access === undefined ? undefined : `write ${access}(<${port.name}>)`,
  });
}

/** @throws HillockError if a branch would join nodes of different disciplines */
export function requireCompatible(nodes: readonly NodeDeclaration[], { at }: Pick<CallSyntax, "at">): void {
  const [first, second] = nodes;
  if (first?.discipline === undefined || second?.discipline === undefined) return;
  if (areCompatible(first.discipline, second.discipline)) return;
  throw fault(
    "incompatible-disciplines",
    `"${first.name}" is ${first.discipline.name} and "${second.name}" is ${second.discipline.name}: no branch joins them`,
    at,
    { help: "write one contribution in each discipline, each to nodes of its own" },
  );
}

/** Whether a name stands for something that an expression may have as an array. */
export const isArray = (entity: Entity | undefined): boolean =>
  entity?.kind === "parameterArray" || (entity?.kind === "variable" && entity.dimension !== undefined);
