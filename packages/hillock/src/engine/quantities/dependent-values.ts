import { constant, constantValue, createGraph, type Expression, type Graph, symbol } from "../../expr/graph.js";
import type { Circuit, Element } from "../../netlist/circuit.js";
import { flatElementName, flatNode, type Registry } from "../../netlist/flatten/flat-names.js";
import { findParameter, flatFormula, functionsOf, parameterValue } from "../../netlist/flatten/resolve.js";
import type { Parameter, ScopeInstance } from "../../netlist/flatten/scope-instance.js";
import { inlineFunctions } from "../../netlist/formula/inline-functions.js";
import type { Formula, Value } from "../../netlist/value.js";
import { key } from "../equations/names.js";
import type { OpenScopes } from "./open-scopes.js";
import { parameterFormula } from "./parameter-formula.js";

/** Expressions by what the number is called where it stands. */
export type NamedExpressions = Readonly<Record<string, Expression>>;

/** The numbers of a flat circuit that follow from `.param` parameters that are kept adjustable. */
export interface DependentValues {
  /** The graph of the expressions: symbol `parameter` k is quantity k. */
  readonly graph: Graph;
  /** By lower-case flat name. */
  readonly elements: ReadonlyMap<string, NamedExpressions>;
  readonly models: ReadonlyMap<string, NamedExpressions>;
  /** Formulas of behavioural sources in which names are left, by lower-case flat name. */
  readonly formulas: ReadonlyMap<string, Formula>;
  /** What these names stand for. */
  readonly names: ReadonlyMap<string, Expression>;
  /** Options that depend on a quantity. */
  readonly options: readonly string[];
}

/**
 * Follows parameters through the formulas of a circuit, through subcircuits too.
 *
 * @param usedModels lower-case flat names of the models that devices use; others are not looked at
 * @param kept parameters that are quantities, with the quantity's number
 */
export function dependentValues(
  { scopes, registry }: OpenScopes,
  options: Circuit["options"],
  usedModels: ReadonlySet<string>,
  kept: ReadonlyMap<Parameter, number>,
): DependentValues {
  const graph = createGraph();
  const known = new Map<Parameter, Expression>();
  const names = new Map<string, Expression>();

  const expressionOf = (parameter: Parameter): Expression => {
    const quantity = kept.get(parameter);
    if (quantity !== undefined) return symbol(graph, "parameter", quantity);
    let expression = known.get(parameter);
    if (expression === undefined) {
      const { value, scope } = parameter;
      expression = typeof value === "number" ? constant(graph, value) : lowered(value, scope, parameter);
      // What does not depend on a quantity keeps the bits that the netlist's own arithmetic gives it.
      if (constantValue(graph, expression) !== undefined) expression = constant(graph, parameterValue(parameter));
      known.set(parameter, expression);
    }
    return expression;
  };
  const lowered = (formula: Formula, scope: ScopeInstance, own?: Parameter): Expression =>
    parameterFormula(graph, inlineFunctions(formula, functionsOf(scope)), (name) => {
      // As in flattening: the own name in a subcircuit's default means the caller's.
      const start = own?.isDefault && key(own.name) === key(name) ? scope.caller : scope;
      const parameter = start && findParameter(start, name);
      // A name that does not exist stands where the formula does not go; if it ever does, there is no number.
      return parameter ? expressionOf(parameter) : constant(graph, Number.NaN);
    });
  const dependent = (value: Value | undefined, scope: ScopeInstance): Expression | undefined => {
    if (value === undefined || typeof value === "number") return undefined;
    const expression = lowered(value, scope);
    return constantValue(graph, expression) === undefined ? expression : undefined;
  };
  const dependentOf = (values: Readonly<Record<string, Value | undefined>>, scope: ScopeInstance): NamedExpressions =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const expression = dependent(value, scope);
        return expression === undefined ? [] : [[name, expression]];
      }),
    );

  const elements = new Map<string, NamedExpressions>();
  const models = new Map<string, NamedExpressions>();
  const formulas = new Map<string, Formula>();
  for (const scope of scopes) {
    for (const element of scope.definition.elements) {
      if (element.kind === "instance") continue;
      const flatName = key(flatElementName(scope, element.name));
      if (element.kind === "behavioural") {
        let depends = false;
        const formula = flatFormula(element.formula, scope, {
          node: (name) => flatNode(registry as Registry, scope, name),
          source: (name) => flatElementName(scope, name),
          kept: (name) => {
            const parameter = findParameter(scope, name);
            const expression = parameter && expressionOf(parameter);
            if (!parameter || expression === undefined || constantValue(graph, expression) !== undefined)
              return undefined;
            depends = true;
            const unique = `${parameter.scope.path}:${parameter.name}#${expression}`;
            names.set(unique, expression);
            return { kind: "name", name: unique };
          },
        });
        if (depends) formulas.set(flatName, formula);
        continue;
      }
      elements.set(flatName, dependentOf(numbersIn(element), scope));
    }
    for (const model of scope.definition.models) {
      const flatName = key(scope.path ? `${scope.path}:${model.name}` : model.name);
      if (usedModels.has(flatName)) models.set(flatName, dependentOf(model.parameters, scope));
    }
  }
  const dependentOptions = Object.entries(options).flatMap(([name, value]) =>
    typeof value === "object" && dependent(value, scopes[0]) !== undefined ? [name] : [],
  );
  return { graph, elements, models, formulas, names, options: dependentOptions };
}

/** The numbers of an element by name. Those of a waveform are called `values 0`, ..., `repeat` and `delay`. */
function numbersIn(element: Exclude<Element, { kind: "instance" | "behavioural" }>): Record<string, Value | undefined> {
  switch (element.kind) {
    case "device":
      return { ...element.parameters, value: element.value };
    case "coupling":
      return { coefficient: element.coefficient };
    case "controlled":
      return { gain: element.gain };
    case "source": {
      const { dc, ac, waveform } = element;
      const values = waveform?.values.map((value, index) => [`values ${index}`, value] as const) ?? [];
      const times = { repeat: waveform?.repeat, delay: waveform?.delay };
      return { dc, magnitude: ac?.magnitude, phase: ac?.phase, ...times, ...Object.fromEntries(values) };
    }
  }
}
