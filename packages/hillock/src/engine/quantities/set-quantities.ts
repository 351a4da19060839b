import { HillockError } from "../../base/error.js";
import { deviceEquations } from "../../devices/device-equations.js";
import type { Expression } from "../../expr/graph.js";
import type { FlatDevice, FlatElement } from "../../netlist/flat-circuit.js";
import { checkDeviceParameter, checkDeviceValue } from "../../netlist/flatten/check-values.js";
import { placeOf } from "../../netlist/place.js";
import type { CompiledCircuit } from "../compile.js";
import { bringExpressions } from "../equations/adjusted-numbers.js";
import { placed } from "../equations/devices.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { Point } from "../point.js";
import { environmentOf, nominalTemperatureOf } from "../settings.js";
import type { AdjustedCircuit } from "./adjust-circuit.js";
import type { AdjustableQuantity, AdjustedInput } from "./adjustable-quantity.js";

/** What setting the quantities of a circuit works on. */
interface Settable {
  readonly compiled: CompiledCircuit;
  readonly adjusted: AdjustedCircuit;
  readonly inputs: readonly AdjustedInput[];
  readonly quantities: readonly Pick<AdjustableQuantity, "name">[];
}

/** Sets the quantities of a compiled circuit. */
export interface Setting {
  readonly set: (point: Point, values: Float64Array) => void;
  /** Whether the equations hold at these values. @throws as `set`, but for engine/other-equations */
  readonly holds: (values: Float64Array) => boolean;
}

/** @param adjust the circuit at other values */
export function createSetting(settable: Settable, adjust: (values: Float64Array) => AdjustedCircuit): Setting {
  const { compiled, inputs, quantities } = settable;
  const { system } = compiled;
  const { conditions } = system;
  const numbers = [...adjustedNumbers(settable), ...sourceValues(settable)];
  const evaluate = compileExpressions(system, [
    ...conditions.map(({ condition }) => condition),
    ...numbers.map(({ expression }) => expression),
  ]);
  const none = new Float64Array(0);
  const p = Float64Array.from(system.free, ({ value }) => value);
  const out = new Float64Array(conditions.length + numbers.length);

  /** Computes what follows from the values; the index of a condition that fails, or -1. */
  function follow(values: Float64Array): number {
    checkValues(quantities, values);
    p.set(values);
    evaluate(none, none, none, p, 0, none, out);
    numbers.forEach((number, index) => {
      checkNumber(number, out[conditions.length + index]);
    });
    return conditions.findIndex(({ isTrue }, index) => (out[index] !== 0) !== isTrue);
  }

  function holds(values: Float64Array): boolean {
    const failed = follow(values);
    if (failed < 0) return true;
    checkDevice(adjust(values), conditions[failed].element);
    return false;
  }

  function set(point: Point, values: Float64Array): void {
    if (!holds(values)) {
      const { element } = conditions[follow(values)];
      throw new HillockError({
        code: "engine/other-equations",
        problem: `${element} has other equations at these values than at those that the circuit was compiled with`,
        place: quantities.map(({ name }, index) => `${name} = ${values[index]}`).join(", "),
        help: "compile it there: at(values) gives the circuit with the equations that hold",
      });
    }
    point.p.set(values);
    const first = out.length - inputs.length;
    inputs.forEach(({ index }, k) => {
      point.u[index] = out[first + k];
    });
  }
  return { set, holds };
}

/** A number of the circuit that follows from quantities. */
interface AdjustedNumber {
  readonly holder: { readonly name?: string };
  readonly name: string;
  readonly expression: Expression;
}

function adjustedNumbers({ compiled, adjusted: { adjusted } }: Settable): AdjustedNumber[] {
  const { graph } = compiled.system;
  const bring = (expression: Expression): Expression => bringExpressions(graph, adjusted, [expression])[0];
  const numbers: AdjustedNumber[] = [...adjusted.numbers].flatMap(([holder, named]) =>
    Object.entries(named).map(([name, expression]) => ({ holder, name, expression: bring(expression) })),
  );
  for (const [, expression] of adjusted.names) {
    numbers.push({ holder: { name: "a behavioural source" }, name: "a parameter", expression: bring(expression) });
  }
  const { temperature } = adjusted;
  if (temperature !== undefined) {
    numbers.push({ holder: { name: "the circuit" }, name: "temperature", expression: bring(temperature) });
  }
  return numbers;
}

function sourceValues({ compiled: { system }, inputs }: Settable): AdjustedNumber[] {
  return inputs.map(({ index, value }) => ({ holder: system.inputs[index], name: "the value", expression: value }));
}

function checkValues(quantities: Settable["quantities"], values: Float64Array): void {
  if (values.length !== quantities.length) {
    throw new HillockError({
      code: "engine/quantity-value",
      problem: `${values.length} values are given for ${quantities.length} quantities`,
      help: "give one for each, in their order",
    });
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new HillockError({
    code: "engine/quantity-value",
    problem: `${quantities[wrong].name} cannot be ${values[wrong]}`,
    help: "give a finite number",
  });
}

/** Refuses numbers that no element can have, as flattening does. */
function checkNumber({ holder, name }: AdjustedNumber, value: number): void {
  const element = holder as Partial<FlatElement>;
  const impossible =
    !Number.isFinite(value) ||
    (name === "temperature" && value <= 0) ||
    (element.kind === "coupling" && name === "coefficient" && !(Math.abs(value) <= 1));
  if (impossible) {
    throw new HillockError({
      code: "engine/quantity-value",
      problem: `${name} of ${holder.name} cannot be ${value}`,
      place: placeOf(holder),
      help: "check the quantities that go into it",
    });
  }
  if (element.kind !== "device") return;
  if (name === "value") checkDeviceValue(element as FlatDevice, value);
  else checkDeviceParameter(element as FlatDevice, name, value);
}

/** @throws HillockError what reading a device with these parameters throws: a value out of its range, say */
function checkDevice({ circuit }: AdjustedCircuit, name: string): void {
  const element = circuit.elements.find((one) => one.name === name);
  if (element?.kind !== "device") return;
  placed(element, () => deviceEquations(element, environmentOf(circuit), nominalTemperatureOf(circuit)));
}
