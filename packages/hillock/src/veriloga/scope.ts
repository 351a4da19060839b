import { didYouMean } from "../base/suggest.js";
import type { Declarations, NodeDeclaration, ParameterArray } from "./declarations.js";
import { fault, type Location } from "./source-text.js";
import type {
  AliasSyntax,
  BranchSyntax,
  FunctionSyntax,
  NameSyntax,
  ParameterSyntax,
  VariableSyntax,
} from "./syntax.js";

/** What a name can stand for. */
export type Entity =
  | NodeDeclaration
  | ParameterSyntax
  | ParameterArray
  | AliasSyntax
  | BranchSyntax
  | VariableSyntax
  | FunctionSyntax;

/** The names that are visible at a place. */
export interface Scope {
  readonly names: ReadonlyMap<string, Entity>;
  readonly outer?: Scope;
  /** Inside an analog function: the circuit cannot be seen from there. */
  readonly isFunction?: boolean;
  /** Of the outermost scope: names of the functions that give access to potentials and flows. */
  readonly access?: ReadonlySet<string>;
}

/** A scope of these entities inside another. */
export function scopeOf(entities: readonly Entity[], outer?: Scope): Scope {
  return { names: new Map(entities.map((entity) => [entity.name, entity])), outer };
}

/** The scope of a module's analog block. */
export function moduleScope(declarations: Declarations): Scope {
  const { nodes, parameters, parameterArrays, aliases, branches, variables, functions, disciplines } = declarations;
  const scope = scopeOf([
    ...nodes,
    ...parameters,
    ...parameterArrays,
    ...aliases,
    ...branches,
    ...variables,
    ...functions,
  ]);
  return { ...scope, access: disciplines.access };
}

/** The scope of a function: its own names, and the parameters and functions of the module. */
export function functionScope(declared: FunctionSyntax, declarations: Declarations): Scope {
  const { parameters, parameterArrays, aliases, functions, disciplines } = declarations;
  const own = [...declared.args, declared.result, ...declared.variables, ...declared.parameters];
  const outer = scopeOf([...parameters, ...parameterArrays, ...aliases, ...functions]);
  return { ...scopeOf(own, { ...outer, access: disciplines.access }), isFunction: true };
}

/** What `name` stands for, or undefined. */
export function lookup(scope: Scope, name: string): Entity | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const entity = at.names.get(name);
    if (entity) return entity;
  }
  return undefined;
}

/** What `name` stands for, which has to be of one of these kinds. */
export function requireKind(scope: Scope, { name, at }: NameSyntax, ...kinds: readonly Entity["kind"][]): Entity {
  const entity = lookup(scope, name);
  if (entity && kinds.includes(entity.kind)) return entity;
  const wanted = kinds.join(" or a ");
  if (entity) throw fault("bad-access", `"${name}" is a ${wordOf(entity)}, not a ${wanted}`, at);
  return unknownName(scope, name, at, ...kinds);
}

/** What an entity is called in a message. */
export const wordOf = ({ kind }: Entity): string => (kind === "parameterArray" ? "parameter array" : kind);

/** The outermost scope: that of the module. */
export function moduleLevel(scope: Scope): Scope {
  let at = scope;
  while (at.outer) at = at.outer;
  return at;
}

/** Whether `name` gives access to a potential or flow, such as V or I, and is not declared as something else. */
export function isAccess(scope: Scope, name: string): boolean {
  return moduleLevel(scope).access?.has(name) === true && lookup(scope, name) === undefined;
}

/** Whether a scope is in an analog function. */
export function isInFunction(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.outer) if (at.isFunction) return true;
  return false;
}

/** All names of one of the kinds that are visible. */
export function visibleNames(scope: Scope, ...kinds: readonly Entity["kind"][]): string[] {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    for (const [name, { kind }] of at.names) if (kinds.length === 0 || kinds.includes(kind)) names.push(name);
  }
  return names;
}

/** @throws HillockError `veriloga/unknown-name` always */
export function unknownName(scope: Scope, name: string, at: Location, ...kinds: readonly Entity["kind"][]): never {
  throw fault("unknown-name", `nothing is declared as "${name}"`, at, {
    help: didYouMean(name, visibleNames(scope, ...kinds), `declare it, for example  ${declarationOf(name, kinds[0])}`),
  });
}

function declarationOf(name: string, kind: Entity["kind"]): string {
  if (kind === "node") return `electrical ${name};`;
  if (kind === "branch") return `branch (a, b) ${name};`;
  return kind === "parameter" ? `parameter real ${name} = 1;` : `real ${name};`;
}
