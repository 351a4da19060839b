import { constant, constantValue, createGraph, type Expression, type Graph, symbol } from "../../expr/graph.js";
import type { Circuit, Element } from "../../netlist/circuit.js";
import { flatElementName, flatNode, type Registry } from "../../netlist/flatten/flat-names.js";
import { findParameter, flatFormula, functionsOf, parameterValue } from "../../netlist/flatten/resolve.js";
import type { Parameter, ScopeInstance } from "../../netlist/flatten/scope-instance.js";
import { inlineFunctions } from "../../netlist/formula/inline-functions.js";
import { drawsOf } from "../../netlist/formula/statistical-functions.js";
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
 * @param keptDraws random numbers that are quantities, by lower-case name, with the quantity's number
 */
export function dependentValues(
  { scopes, registry }: OpenScopes,
  options: Circuit["options"],
  usedModels: ReadonlySet<string>,
  kept: ReadonlyMap<Parameter, number>,
  keptDraws: ReadonlyMap<string, number> = new Map(),
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
      expression =
        typeof value === "number" ? constant(graph, value) : lowered(value, scope, parameter.site, parameter);
      // What does not depend on a quantity keeps the bits that the netlist's own arithmetic gives it.
      if (constantValue(graph, expression) !== undefined) expression = constant(graph, parameterValue(parameter));
      known.set(parameter, expression);
    }
    return expression;
  };
  const lowered = (formula: Formula, scope: ScopeInstance, site: string, own?: Parameter): Expression => {
    const { formula: drawn, draws } = drawsOf(inlineFunctions(formula, functionsOf(scope)), site);
    const parameterOf = (name: string): Expression => {
      // As in flattening: the own name in a subcircuit's default means the caller's.
      const start = own?.isDefault && key(own.name) === key(name) ? scope.caller : scope;
      const parameter = start && findParameter(start, name);
      // A name that does not exist stands where the formula does not go; if it ever does, there is no number.
      return parameter ? expressionOf(parameter) : constant(graph, Number.NaN);
    };
    return parameterFormula(graph, drawn, parameterOf, (call) => {
      const quantity = keptDraws.get(key(draws.get(call)?.name ?? ""));
      return quantity === undefined ? undefined : symbol(graph, "parameter", quantity);
    });
  };
  const dependent = (value: Value | undefined, scope: ScopeInstance, site: string): Expression | undefined => {
    if (value === undefined || typeof value === "number") return undefined;
    const expression = lowered(value, scope, site);
    return constantValue(graph, expression) === undefined ? expression : undefined;
  };
  const dependentOf = (
    values: Readonly<Record<string, Value | undefined>>,
    scope: ScopeInstance,
    siteOf: (name: string) => string,
  ): NamedExpressions =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const expression = dependent(value, scope, siteOf(name));
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
      elements.set(
        flatName,
        dependentOf(numbersIn(element), scope, (name) => drawSite(element, flatElementName(scope, element.name), name)),
      );
    }
    for (const model of scope.definition.models) {
      const qualified = scope.path ? `${scope.path}:${model.name}` : model.name;
      if (!usedModels.has(key(qualified))) continue;
      models.set(
        key(qualified),
        dependentOf(model.parameters, scope, (name) => `${qualified}.${name}`),
      );
    }
  }
  const dependentOptions = Object.entries(options).flatMap(([name, value]) =>
    typeof value === "object" && dependent(value, scopes[0], "") !== undefined ? [name] : [],
  );
  return { graph, elements, models, formulas, names, options: dependentOptions };
}

/** What flattening names the random numbers of an element's number after. */
function drawSite(element: Element, flatName: string, name: string): string {
  switch (name) {
    case "value":
    case "dc":
    case "gain":
    case "coefficient":
      return flatName;
    case "magnitude":
      return `${flatName}.ac`;
  }
  const waveform = element.kind === "source" ? element.waveform?.kind : undefined;
  if (waveform === undefined || name === "phase") return `${flatName}.${name}`;
  if (name === "repeat") return `${flatName}.${waveform}.r`;
  if (name === "delay") return `${flatName}.${waveform}.td`;
  return `${flatName}.${waveform}${Number(name.slice("values ".length)) + 1}`;
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
