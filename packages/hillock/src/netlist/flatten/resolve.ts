import type { Parameters } from "../circuit.js";
import { evaluateInlined, type FormulaScope, unknownParameter } from "../formula/evaluate-formula.js";
import { type FunctionLookup, inlineFunctions } from "../formula/inline-functions.js";
import { lowerFormula } from "../formula/lower-formula.js";
import { mapOperands } from "../formula/map-formula.js";
import { drawsOf, misplacedDraw } from "../formula/statistical-functions.js";
import { errorOf } from "../netlist-error.js";
import { keepPlaces } from "../place.js";
import type { Formula, Value } from "../value.js";
import { findLexically, type Parameter, type ScopeInstance } from "./scope-instance.js";

// A chain of parameters, each defined by the next, is followed by recursion.
const longestChain = 400;

/**
 * The number that a value is in a scope.
 *
 * @param site what names the random numbers in the value; without it there may be none
 */
export function numberOf(value: Value, scope: ScopeInstance, site?: string): number {
  return typeof value === "number" ? value : evaluate(value, scope, [], site);
}

/** The numbers that values by name are in a scope, as parameters of `owner`. */
export function numbersOf(parameters: Parameters, scope: ScopeInstance, owner: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, numberOf(value, scope, `${owner}.${name}`)]),
  );
}

function evaluate(formula: Formula, scope: ScopeInstance, active: readonly Parameter[], site?: string): number {
  const own = active[active.length - 1];
  const formulaScope: FormulaScope = {
    parameter: (name) => {
      // `.subckt s a params: r={r+1}`: the r of the formula is the caller's.
      const start = own?.isDefault && own.name.toLowerCase() === name.toLowerCase() ? scope.caller : scope;
      const parameter = start && findParameter(start, name);
      return parameter && parameterValue(parameter, active);
    },
    parameterNames: () => parameterNames(scope),
  };
  const inlined = inlineFunctions(formula, functionsOf(scope));
  const { draw } = scope;
  if (!draw && site !== undefined) return evaluateInlined(inlined, formulaScope);
  const drawn = drawsOf(inlined, site ?? "");
  if (drawn.draws.size === 0) return evaluateInlined(inlined, formulaScope);
  if (!draw || site === undefined) throw misplacedDraw(formula);
  const numbers = new Map([...drawn.draws].map(([call, each]) => [call, draw(each)]));
  return evaluateInlined(drawn.formula, { ...formulaScope, draw: (call) => numbers.get(call) ?? Number.NaN });
}

/** The value of a parameter; computed once. */
export function parameterValue(parameter: Parameter, active: readonly Parameter[] = []): number {
  const { value, scope, owner, part, name } = parameter;
  if (parameter.number !== undefined) return parameter.number;
  if (active.length > longestChain) {
    const problem = `the parameter "${active[0].name}" depends on a chain of more than ${longestChain} others`;
    throw errorOf(owner, part, "oversized-formula", problem, {
      help: "define each parameter before those that use it",
    });
  }
  if (active.includes(parameter)) {
    const names = [...active.slice(active.indexOf(parameter)), parameter].map((each) => each.name);
    throw errorOf(owner, part, "recursive-parameter", `the parameter "${name}" depends on itself`, {
      details: [`The definitions go ${names.slice(-12).join(" -> ")}.`],
      help: "give one of them a number",
    });
  }
  parameter.number = typeof value === "number" ? value : evaluate(value, scope, [...active, parameter], parameter.site);
  return parameter.number;
}

/** Looks a parameter up where the scope was called from, and from where that was called, as ngspice does. */
export function findParameter(scope: ScopeInstance, name: string): Parameter | undefined {
  const key = name.toLowerCase();
  for (let at: ScopeInstance | undefined = scope; at; at = at.caller) {
    const parameter = at.parameters.get(key);
    if (parameter) return parameter;
  }
  return undefined;
}

/** Names of the parameters that a scope sees. */
export function parameterNames(scope: ScopeInstance): string[] {
  const names = new Map<string, string>();
  for (let at: ScopeInstance | undefined = scope; at; at = at.caller) {
    for (const [key, { name }] of at.parameters) if (!names.has(key)) names.set(key, name);
  }
  return [...names.values()];
}

/** Functions as a scope sees them; a function's own calls are looked up where it stands. */
export function functionsOf(scope: ScopeInstance): FunctionLookup {
  return (name) => {
    const found = findLexically(scope, (at) => at.functions, name);
    return found && { definition: found.item, lookup: functionsOf(found.scope) };
  };
}

/** What a behavioural formula needs from the circuit around it. */
export interface FlatNames {
  readonly node: (name: string) => string;
  readonly source: (name: string) => string;
  /** Names that stay in the formula, instead of the numbers of their parameters. */
  readonly kept?: (name: string) => Formula | undefined;
}

/** A behavioural formula with numbers for parameters, flat names, and only the functions of `builtInFunctions`. */
export function flatFormula(formula: Formula, scope: ScopeInstance, names: FlatNames): Formula {
  const inlined = inlineFunctions(formula, functionsOf(scope));
  const replace = (part: Formula): Formula => {
    switch (part.kind) {
      case "name":
        return keepPlaces(part, names.kept?.(part.name) ?? namedValue(part, scope));
      case "voltage": {
        const flat = {
          kind: "voltage" as const,
          positive: names.node(part.positive),
          negative: names.node(part.negative),
        };
        return keepPlaces(part, flat);
      }
      case "current":
        return keepPlaces(part, { kind: "current", source: names.source(part.source) });
      default:
        return mapOperands(part, replace);
    }
  };
  return lowerFormula(replace(inlined));
}

function namedValue(part: Formula & { kind: "name" }, scope: ScopeInstance): Formula {
  const parameter = findParameter(scope, part.name);
  if (parameter) return { kind: "number", value: parameterValue(parameter) };
  const name = part.name.toLowerCase();
  // The constants of ngspice's behavioural sources; a parameter of the same name comes first.
  if (name === "pi") return { kind: "number", value: Math.PI };
  if (name === "e") return { kind: "number", value: Math.E };
  if (name === "temper" || name === "hertz") {
    throw errorOf(part, "", "unsupported-name", `${name} is not supported in formulas`, {
      help:
        name === "temper" ? "write the temperature as a parameter" : "build the frequency dependence from R, L and C",
    });
  }
  throw unknownParameter(part, part.name, parameterNames(scope));
}
