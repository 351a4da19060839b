import { catalogueEntry } from "../../devices/catalogue-entry.js";
import { deviceEquations } from "../../devices/device-equations.js";
import { deviceModule } from "../../devices/device-module.js";
import type { FlatCircuit, FlatDevice } from "../../netlist/flat-circuit.js";
import type { ExpressionSyntax } from "../../veriloga/syntax.js";
import { key } from "../equations/names.js";
import { environmentOf, nominalTemperatureOf } from "../settings.js";

/** What is known of a parameter of a device. */
export interface DeclaredParameter {
  /** Value in this device; undefined if it follows from other parameters. */
  readonly value: number | undefined;
  readonly unit: string;
  readonly range?: readonly [number, number];
}

/**
 * A parameter of a device as its module declares it, with the value that it has in this device.
 * @throws what reading the device throws
 */
export function declaredParameter(circuit: FlatCircuit, element: FlatDevice, parameter: string): DeclaredParameter {
  const { parameters } = deviceEquations(element, environmentOf(circuit), nominalTemperatureOf(circuit));
  const module = deviceModule(catalogueEntry(element));
  const declared = module.parameters.find(({ name }) => key(name) === key(parameter));
  const syntax = module.declarations.parameters.find(({ name }) => key(name) === key(parameter));
  const permitted = syntax?.ranges.filter(({ kind }) => kind === "from") ?? [];
  const bounds = permitted.length === 1 ? [literal(permitted[0].lower), literal(permitted[0].upper)] : [];
  const [lower, upper] = bounds;
  return {
    value: parameters.find(({ name }) => key(name) === key(parameter))?.value,
    unit: declared?.units ?? "",
    ...(lower !== undefined && upper !== undefined && { range: [lower, upper] as const }),
  };
}

/** The number that a bound is if it is written as one. */
function literal(syntax: ExpressionSyntax): number | undefined {
  if (syntax.kind === "number") return syntax.value;
  if (syntax.kind === "name" && syntax.name === "inf") return Number.POSITIVE_INFINITY;
  if (syntax.kind !== "unary") return undefined;
  const operand = literal(syntax.operand);
  if (operand === undefined) return undefined;
  return syntax.operator === "-" ? -operand : syntax.operator === "+" ? operand : undefined;
}
