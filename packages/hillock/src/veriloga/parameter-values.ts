import { HillockError } from "../base/error.js";
import { didYouMean } from "../base/suggest.js";
import { binary } from "../expr/build.js";
import { constantValue, type Expression, type Graph, symbol } from "../expr/graph.js";
import { type DeviceModule, type DeviceRequest, multiplicity } from "./device-module.js";
import { type Elaboration, staticNumber } from "./elaboration.js";
import { fault } from "./source-text.js";
import type { ParameterSyntax, RangeSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { convert, real } from "./value.js";

/**
 * The values that a request gives, by parameter.
 *
 * @throws HillockError `veriloga/unknown-parameter`, `veriloga/parameter-value`
 */
export function givenParameters(module: DeviceModule, { parameters }: DeviceRequest): Map<ParameterSyntax, number> {
  const { aliases, parameters: declared } = module.declarations;
  const settable = declared.filter(({ local }) => !local);
  const names = [...settable, ...aliases.filter(({ target }) => !target.name.startsWith("$"))];
  const given = new Map<ParameterSyntax, number>();
  for (const [name, value] of Object.entries(parameters)) {
    const found =
      names.find((candidate) => candidate.name === name) ??
      names.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    const target = found?.kind === "alias" ? found.target.name : found?.name;
    const parameter = settable.find((candidate) => candidate.name === target);
    if (parameter === undefined)
      throw unknownParameter(
        module,
        name,
        names.map((known) => known.name),
      );
    if (given.has(parameter)) throw badValue(module, parameter, value, "it is given twice");
    if (typeof value !== "number" || Number.isNaN(value))
      throw badValue(module, parameter, value, "it is not a number");
    if (parameter.type === "integer" && !Number.isInteger(value)) {
      throw badValue(module, parameter, value, "it has to be an integer");
    }
    given.set(parameter, value);
  }
  return given;
}

function unknownParameter(module: DeviceModule, name: string, known: readonly string[]): HillockError {
  return new HillockError({
    code: "veriloga/unknown-parameter",
    problem: `the device ${module.name} has no parameter "${name}"`,
    details: known.length > 0 ? [`its parameters are ${known.join(", ")}`] : ["it has no parameters"],
    help: didYouMean(name, known),
  });
}

function badValue(module: DeviceModule, parameter: ParameterSyntax, value: unknown, why: string): HillockError {
  return fault(
    "parameter-value",
    `the parameter ${parameter.name} of ${module.name} cannot be ${value}`,
    parameter.at,
    {
      details: [why],
      help:
        parameter.type === "integer" ? `give ${parameter.name} one whole number` : `give ${parameter.name} one number`,
    },
  );
}

/**
 * Gives every parameter its value: a given one, and one with a constant default, is a symbol; one whose default follows
 * from other parameters is that expression, so that it moves with them.
 *
 * @throws HillockError if a value is outside the declared range
 */
export function bindParameters(
  e: Elaboration,
  module: DeviceModule,
  given: ReadonlyMap<ParameterSyntax, number>,
): void {
  const bindSymbol = (parameter: ParameterSyntax, value: number): void => {
    const node = symbol(e.graph, "parameter", e.parameterSymbols.length);
    e.parameterSymbols.push({ name: parameter.name, value });
    e.parameters.set(parameter, { ...real(e.graph, node), type: parameter.type });
  };
  const count = e.request.multiplicity;
  if (count !== undefined) e.parameterSymbols.push({ name: multiplicity, value: count });
  for (const parameter of module.declarations.parameters) {
    const value = given.get(parameter);
    if (value !== undefined) bindSymbol(parameter, value);
    else {
      const expression = evaluateAlgebraic(e, e.moduleScope, parameter.value);
      const bound = convert(e.graph, real(e.graph, expression), parameter.type);
      const constant = constantValue(e.graph, bound.algebraic);
      if (constant !== undefined && !parameter.local && !Number.isNaN(constant)) bindSymbol(parameter, constant);
      else e.parameters.set(parameter, bound);
    }
    checkRanges(e, module, parameter, given.has(parameter));
  }
}

function checkRanges(e: Elaboration, module: DeviceModule, parameter: ParameterSyntax, isGiven: boolean): void {
  const node = e.parameters.get(parameter)?.algebraic as Expression;
  const value = staticNumber(e, node);
  const ranges = parameter.ranges.map((range) => {
    const [lower, upper] = [range.lower, range.upper].map((bound) => {
      const expression = evaluateAlgebraic(e, e.moduleScope, bound);
      const number = staticNumber(e, expression);
      if (number !== undefined && !Number.isNaN(number)) return { number, expression };
      throw fault("bad-range", `the range of ${parameter.name} has no value`, bound.at);
    });
    const holds = liesWithin(e.graph, node, range, lower.expression, upper.expression);
    return { ...range, from: lower.number, to: upper.number, holds };
  });
  const { name, at } = parameter;
  if (value === undefined) {
    throw fault("parameter-value", `the default of ${name} depends on unknowns or the time`, parameter.value.at);
  }
  if (Number.isNaN(value)) throw fault("parameter-value", `the default of ${name} is not a number`, parameter.value.at);
  const permitted = ranges.filter(({ kind }) => kind === "from");
  const forbidden = ranges.filter(({ kind }) => kind === "exclude");
  const within = (range: (typeof ranges)[number]): boolean =>
    (range.includesLower ? value >= range.from : value > range.from) &&
    (range.includesUpper ? value <= range.to : value < range.to);
  if ((permitted.length === 0 || permitted.some(within)) && !forbidden.some(within)) {
    // The equations hold within the range only: a value that moves has to stay there.
    const lies = permitted.map(({ holds }) => holds);
    if (lies.length > 0)
      noteDecision(
        e,
        lies.reduce((a, b) => binary(e.graph, "or", a, b)),
        true,
      );
    for (const { holds } of forbidden) noteDecision(e, holds, false);
    return;
  }
  throw fault("parameter-range", `the parameter ${name} of ${module.name} cannot be ${value}`, at, {
    details: [
      `it is declared ${ranges.map(describe).join(" ")}`,
      isGiven ? "the value was given for this device" : "the value is the default",
    ],
    help: isGiven ? `give ${name} a value in this range` : `give ${name} a value`,
  });
}

/** Whether a value lies within a range, as an expression. */
function liesWithin(
  graph: Graph,
  value: Expression,
  { includesLower, includesUpper }: RangeSyntax,
  lower: Expression,
  upper: Expression,
): Expression {
  const above = binary(graph, includesLower ? "le" : "lt", lower, value);
  const below = binary(graph, includesUpper ? "le" : "lt", value, upper);
  return binary(graph, "and", above, below);
}

function noteDecision(e: Elaboration, condition: Expression, isTrue: boolean): void {
  if (constantValue(e.graph, condition) === undefined) e.decisions.set(condition, isTrue);
}

function describe(range: RangeSyntax & { readonly from: number; readonly to: number }): string {
  const { kind, from, to, includesLower, includesUpper } = range;
  const bound = (x: number): string => (Number.isFinite(x) ? `${x}` : x < 0 ? "-inf" : "inf");
  if (from === to) return `${kind} ${bound(from)}`;
  return `${kind} ${includesLower ? "[" : "("}${bound(from)}:${bound(to)}${includesUpper ? "]" : ")"}`;
}
