import { binary } from "../expr/build.js";
import { constant } from "../expr/graph.js";
import { indicesOf } from "./declarations.js";
import { type Elaboration, settle, type VariableArray } from "./elaboration.js";
import { lookup, type Scope } from "./scope.js";
import { fault, type Location } from "./source-text.js";
import type { ExpressionSyntax, NameSyntax, VariableSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { convert, real, realConstant, selectValue, type Value } from "./value.js";

/** The elements of a variable that is declared with bounds. */
export function elementsOf(e: Elaboration, scope: Scope, variable: VariableSyntax): VariableArray {
  const known = e.arrays.get(variable);
  if (known) return known;
  const { name, dimension, at } = variable;
  const [first, last] = [dimension?.first, dimension?.last].map((bound) => {
    const value = bound && settle(e, evaluateAlgebraic(e, scope, bound), bound.at);
    if (value !== undefined && Number.isInteger(value)) return value;
    throw fault("bad-dimension", `the bounds of the array ${name} are not whole numbers that stay`, at, {
      help: "use constants and parameters",
    });
  });
  const indices = indicesOf(name, first, last, at);
  const elements = indices.map((index) => ({
    kind: "variable" as const,
    name: `${name}[${index}]`,
    type: variable.type,
    elementOf: variable,
    at,
  }));
  const array = { indices, elements };
  e.arrays.set(variable, array);
  return array;
}

/** The variables that hold a variable's value: itself, or its elements if it is an array. */
export const holders = (e: Elaboration, scope: Scope, variable: VariableSyntax): readonly VariableSyntax[] =>
  variable.dimension ? elementsOf(e, scope, variable).elements : [variable];

/** The element that is assigned by `target[index] = ...`. */
export function assignedElement(
  e: Elaboration,
  scope: Scope,
  variable: VariableSyntax,
  index: ExpressionSyntax,
): VariableSyntax {
  const { indices, elements } = elementsOf(e, scope, variable);
  const at = settledIndex(e, scope, index);
  if (at === undefined) {
    throw fault("dynamic-index", `which element of ${variable.name} is assigned depends on unknowns`, index.at, {
      help: "assign all elements in a loop:  for (...) v[k] = k == n ? new : v[k];",
    });
  }
  const position = indices.indexOf(at);
  if (position < 0) throw outOfRange(variable.name, indices, at, index.at);
  return elements[position];
}

/**
 * `array[index]`. An index that parameters decide names one element. One that depends on unknowns selects among all; it
 * has no value outside the bounds.
 */
export function readElement(e: Elaboration, scope: Scope, array: NameSyntax, index: ExpressionSyntax): Value {
  const { indices, read } = readers(e, scope, array);
  const at = settledIndex(e, scope, index);
  if (at !== undefined) {
    const position = indices.indexOf(at);
    if (position < 0) throw outOfRange(array.name, indices, at, index.at);
    return read(position);
  }
  const { graph } = e;
  const wanted = convert(graph, real(graph, evaluateAlgebraic(e, scope, index)), "integer").algebraic;
  return indices.reduceRight<Value>(
    (otherwise, one, position) => {
      const isHere = binary(graph, "eq", wanted, constant(graph, one));
      const value = read(position);
      return { ...selectValue(graph, isHere, value, otherwise), type: value.type };
    },
    realConstant(graph, Number.NaN),
  );
}

/** The values of an array that stands as the argument of a function: named, or written out. */
export function readArray(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Value[] {
  if (syntax.kind === "array") return syntax.elements.map((one) => e.evaluate(e, scope, one));
  const { indices, read } = readers(e, scope, syntax as NameSyntax);
  return indices.map((_, position) => read(position));
}

function readers(
  e: Elaboration,
  scope: Scope,
  { name, at }: NameSyntax,
): { readonly indices: readonly number[]; readonly read: (position: number) => Value } {
  const entity = lookup(scope, name);
  if (entity?.kind === "parameterArray") {
    return {
      indices: entity.indices,
      read: (position) => e.evaluate(e, e.moduleScope, { kind: "name", name: entity.elements[position].name, at }),
    };
  }
  // The module was checked: the rest are array variables.
  const { indices, elements } = elementsOf(e, scope, entity as VariableSyntax);
  return { indices, read: (position) => e.valueOf(e, elements[position], at) };
}

function settledIndex(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): number | undefined {
  const { graph } = e;
  const value = convert(graph, e.evaluate(e, scope, syntax), "integer");
  return settle(e, value.algebraic, syntax.at);
}

function outOfRange(name: string, indices: readonly number[], index: number, at: Location): Error {
  return fault("index-out-of-range", `${name} has no element ${index}`, at, {
    help: `its elements are ${name}[${indices[0]}] to ${name}[${indices[indices.length - 1]}]`,
  });
}
