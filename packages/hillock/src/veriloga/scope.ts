import type { Declarations, NodeDeclaration } from "./declarations.js";
import { didYouMean } from "./nearest-name.js";
import { fault, type Location } from "./source-text.js";
import type { AliasSyntax, BranchSyntax, FunctionSyntax, ParameterSyntax, VariableSyntax } from "./syntax.js";

/** What a name can stand for. */
export type Entity = NodeDeclaration | ParameterSyntax | AliasSyntax | BranchSyntax | VariableSyntax | FunctionSyntax;

/** The names that are visible at a place. */
export interface Scope {
  readonly names: ReadonlyMap<string, Entity>;
  readonly outer?: Scope;
  /** Inside an analog function: the circuit cannot be seen from there. */
  readonly isFunction?: boolean;
}

/** A scope of these entities inside another. */
export function scopeOf(entities: readonly Entity[], outer?: Scope): Scope {
  return { names: new Map(entities.map((entity) => [entity.name, entity])), outer };
}

/** The scope of a module's analog block. */
export function moduleScope({ nodes, parameters, aliases, branches, variables, functions }: Declarations): Scope {
  return scopeOf([...nodes, ...parameters, ...aliases, ...branches, ...variables, ...functions]);
}

/** The scope of a function: its own names, and the parameters and functions of the module. */
export function functionScope(declared: FunctionSyntax, { parameters, aliases, functions }: Declarations): Scope {
  const own = [...declared.args, declared.result, ...declared.variables, ...declared.parameters];
  return { ...scopeOf(own, scopeOf([...parameters, ...aliases, ...functions])), isFunction: true };
}

/** What `name` stands for, or undefined. */
export function lookup(scope: Scope, name: string): Entity | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const entity = at.names.get(name);
    if (entity) return entity;
  }
  return undefined;
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
  return kind === "parameter" ? `parameter real ${name} = 1;` : `real ${name};`;
}
