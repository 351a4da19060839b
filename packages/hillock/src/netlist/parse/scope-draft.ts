import type { Assignment, Circuit, Element, FunctionDefinition, Model, Scope, Subcircuit } from "../circuit.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** A scope while its lines are read. */
export type ScopeDraft = Mutable<Scope>;

/** A circuit while its lines are read. */
export type CircuitDraft = Mutable<Omit<Circuit, "options">> & { options: Record<string, Circuit["options"][string]> };

/** Adds all of `more` to `list`; the arguments of one call, as in `push(...more)`, would be too many. */
export function append<T>(list: T[], more: readonly T[]): void {
  for (const one of more) list.push(one);
}

export function emptyScope(): ScopeDraft {
  return {
    parameters: [] as Assignment[],
    functions: [] as FunctionDefinition[],
    models: [] as Model[],
    subcircuits: [] as Subcircuit[],
    elements: [] as Element[],
  };
}

export function emptyCircuit(title: string): CircuitDraft {
  return {
    title,
    verilogA: [],
    globals: [],
    initialConditions: [],
    nodesets: [],
    options: {},
    saves: [],
    analyses: [],
    measures: [],
    ...emptyScope(),
  };
}
