import type { Assignment, FunctionDefinition, Instance, Model, Scope, Subcircuit } from "../circuit.js";
import type { FlatModel } from "../flat-circuit.js";
import type { DrawSource } from "../formula/statistical-functions.js";
import { errorOf } from "../netlist-error.js";
import { placeOf } from "../place.js";
import type { Value } from "../value.js";

/** A parameter of a scope instance: what it is set to, and the scope in which that is computed. */
export interface Parameter {
  readonly name: string;
  readonly value: Value;
  readonly scope: ScopeInstance;
  /** The assignment or instance that sets it, for messages. */
  readonly owner: object;
  readonly part: string;
  /** A default of `.subckt`: its own name in its formula means the outer parameter. */
  readonly isDefault: boolean;
  /** Its name with that of the scope it belongs to, which its random numbers are named after. */
  readonly site: string;
  /** Known once it is computed. */
  number?: number;
}

/** The circuit, or one instance of a subcircuit. All maps go by lower-case names. */
export interface ScopeInstance {
  /** `X1.X2` within X2 of X1; empty for the circuit. */
  readonly path: string;
  readonly definition: Scope;
  /** The scope of the X element. ngspice looks parameters up there. */
  readonly caller?: ScopeInstance;
  /** The scope in which the definition stands. Models, functions and subcircuits are looked up there. */
  readonly lexical?: ScopeInstance;
  /** Flat names of the nodes at the ports. */
  readonly ports: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly models: ReadonlyMap<string, Model>;
  readonly subcircuits: ReadonlyMap<string, Subcircuit>;
  /** Models of this scope with their numbers, as far as they were needed. */
  readonly flatModels: Map<Model, FlatModel>;
  /** Supplies the random numbers; without it, values are nominal. */
  readonly draw?: DrawSource;
}

interface Call {
  readonly instance: Instance;
  readonly caller: ScopeInstance;
  readonly lexical: ScopeInstance;
  readonly ports: ReadonlyMap<string, string>;
  readonly path: string;
}

/** Opens the circuit itself, or with `call` an instance of a subcircuit, which draws from the same source. */
export function openScope(definition: Scope | Subcircuit, call?: Call, draw = call?.caller.draw): ScopeInstance {
  const parameters = new Map<string, Parameter>();
  const scope: ScopeInstance = {
    path: call?.path ?? "",
    definition,
    ...(call && { caller: call.caller, lexical: call.lexical }),
    ports: call?.ports ?? new Map(),
    parameters,
    ...namesOf(definition),
    flatModels: new Map(),
    ...(draw && { draw }),
  };
  const defaults = "defaults" in definition ? definition.defaults : [];
  const given = call?.instance.parameters ?? {};
  const add = (assignment: Assignment, isDefault: boolean) => {
    const { name, value } = assignment;
    const key = name.toLowerCase();
    const override = isDefault && Object.hasOwn(given, key) ? given[key] : undefined;
    const site = scope.path ? `${scope.path}.${name}` : name;
    const parameter: Parameter =
      override === undefined || !call
        ? { name, value, scope, owner: assignment, part: "value", isDefault, site }
        : {
            name,
            value: override,
            scope: call.caller,
            owner: call.instance,
            part: `parameter ${name.toLowerCase()}`,
            isDefault: false,
            site,
          };
    parameters.set(name.toLowerCase(), parameter);
  };
  for (const assignment of defaults) add(assignment, true);
  for (const assignment of definition.parameters) add(assignment, false);
  return scope;
}

type Names = Pick<ScopeInstance, "functions" | "models" | "subcircuits">;

// All instances of a subcircuit share them.
const knownNames = new WeakMap<Scope, Names>();

/** What a definition defines, by lower-case names, each once. */
function namesOf(definition: Scope | Subcircuit): Names {
  let names = knownNames.get(definition);
  if (!names) {
    checkUnique(definition.elements, "element");
    const defaults = "defaults" in definition ? definition.defaults : [];
    checkUnique([...defaults, ...definition.parameters], "parameter");
    names = {
      functions: byName(definition.functions, "function"),
      models: byName(definition.models, "model"),
      subcircuits: byName(definition.subcircuits, "subcircuit"),
    };
    knownNames.set(definition, names);
  }
  return names;
}

function byName<T extends { readonly name: string }>(items: readonly T[], what: string): Map<string, T> {
  checkUnique(items, what);
  return new Map(items.map((item) => [item.name.toLowerCase(), item]));
}

/** Refuses two things of one name in one scope. */
export function checkUnique(items: readonly { readonly name: string }[], what: string): void {
  const seen = new Map<string, object>();
  for (const item of items) {
    const key = item.name.toLowerCase();
    const first = seen.get(key);
    if (first) {
      const place = placeOf(first, "name");
      const details = place ? [`The first is at ${place.file}:${place.line}.`] : [];
      throw errorOf(item, "name", "duplicate-name", `a second ${what} is named "${item.name}"`, {
        details,
        help: "rename or remove one of them",
      });
    }
    seen.set(key, item);
  }
}

/** Finds a name in a scope or the scopes in which its definition stands; with the scope where it is. */
export function findLexically<T>(
  scope: ScopeInstance,
  mapOf: (scope: ScopeInstance) => ReadonlyMap<string, T>,
  name: string,
): { readonly item: T; readonly scope: ScopeInstance } | undefined {
  for (let at: ScopeInstance | undefined = scope; at; at = at.lexical) {
    const item = mapOf(at).get(name.toLowerCase());
    if (item !== undefined) return { item, scope: at };
  }
  return undefined;
}

/** All items of a kind that are visible from a scope, inner ones first. */
export function visible<T>(scope: ScopeInstance, mapOf: (scope: ScopeInstance) => ReadonlyMap<string, T>): T[] {
  const result = new Map<string, T>();
  for (let at: ScopeInstance | undefined = scope; at; at = at.lexical) {
    for (const [name, item] of mapOf(at)) if (!result.has(name)) result.set(name, item);
  }
  return [...result.values()];
}
