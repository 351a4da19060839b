import type { Measure, MeasureEvent, MeasureQuantity } from "../circuit.js";
import { constantFunctions } from "../formula/built-in-functions.js";
import { checkBuiltIn, unknownParameter } from "../formula/evaluate-formula.js";
import { inlineFunctions } from "../formula/inline-functions.js";
import { mapOperands } from "../formula/map-formula.js";
import { isStatistical, misplacedDraw } from "../formula/statistical-functions.js";
import { keepPlaces } from "../place.js";
import type { Formula, Value } from "../value.js";
import type { Registry } from "./flat-names.js";
import { flatSignal } from "./references.js";
import { findParameter, functionsOf, numberOf, parameterNames, parameterValue } from "./resolve.js";
import { checkUnique, type ScopeInstance } from "./scope-instance.js";

/** Measures with numbers, and formulas of the results of measures before them. */
export function flatMeasures(
  measures: readonly Measure[],
  scope: ScopeInstance,
  registry: Registry,
): Measure<number>[] {
  checkUnique(measures, "measure");
  const before: string[] = [];
  return measures.map((measure) => {
    const flat = keepPlaces(measure, { ...measure, quantity: quantity(measure.quantity, scope, registry, before) });
    before.push(measure.name);
    return flat;
  });
}

function quantity(
  measured: MeasureQuantity,
  scope: ScopeInstance,
  registry: Registry,
  before: readonly string[],
): MeasureQuantity<number> {
  const instant = (value: Value | MeasureEvent) =>
    typeof value === "object" && value.kind === "event" ? event(value, scope, registry) : numberOf(value, scope);
  switch (measured.kind) {
    case "statistic": {
      const { kind, statistic, signal, from, to } = measured;
      return {
        kind,
        statistic,
        signal: flatSignal(registry, signal),
        ...(from !== undefined && { from: numberOf(from, scope) }),
        ...(to !== undefined && { to: numberOf(to, scope) }),
      };
    }
    case "delay":
      return { kind: "delay", trigger: instant(measured.trigger), target: instant(measured.target) };
    case "when":
      return { kind: "when", event: event(measured.event, scope, registry) };
    case "find":
      return { kind: "find", signal: flatSignal(registry, measured.signal), at: instant(measured.at) };
    case "formula": {
      const inlined = inlineFunctions(measured.formula, functionsOf(scope));
      return { kind: "formula", formula: substitute(inlined, scope, before) };
    }
  }
}

function event(measured: MeasureEvent, scope: ScopeInstance, registry: Registry): MeasureEvent<number> {
  const { kind, signal, level, edge, count, delay } = measured;
  return keepPlaces(measured, {
    kind,
    signal: flatSignal(registry, signal),
    level: numberOf(level, scope),
    edge,
    count,
    ...(delay !== undefined && { delay: numberOf(delay, scope) }),
  });
}

function substitute(formula: Formula, scope: ScopeInstance, before: readonly string[]): Formula {
  if (formula.kind === "call") checkBuiltIn(formula, constantFunctions);
  if (isStatistical(formula)) throw misplacedDraw(formula);
  if (formula.kind !== "name") return mapOperands(formula, (operand) => substitute(operand, scope, before));
  if (before.some((name) => name.toLowerCase() === formula.name.toLowerCase())) return formula;
  const parameter = findParameter(scope, formula.name);
  if (!parameter) throw unknownParameter(formula, formula.name, [...before, ...parameterNames(scope)]);
  return keepPlaces(formula, { kind: "number", value: parameterValue(parameter) });
}
