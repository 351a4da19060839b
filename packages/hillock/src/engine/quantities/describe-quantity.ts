import { HillockError } from "../../base/error.js";
import { catalogueEntry } from "../../devices/catalogue-entry.js";
import { deviceEquations } from "../../devices/device-equations.js";
import { interpret } from "../../expr/interpret.js";
import type { FlatCircuit, FlatDevice, FlatElement } from "../../netlist/flat-circuit.js";
import { parameterValue } from "../../netlist/flatten/resolve.js";
import { placeOf } from "../../netlist/place.js";
import { timeFrameOf } from "../point.js";
import { environmentOf, nominalTemperatureOf } from "../settings.js";
import { staticValue } from "../transient/source-waveform.js";
import type { AdjustableQuantity } from "./adjustable-quantity.js";
import { declaredParameter } from "./declared-parameter.js";
import type { Meaning } from "./find-quantity.js";

/**
 * Nominal value, unit and range of a quantity.
 *
 * @throws HillockError engine/quantity-without-value for a parameter that is not given, and whose default follows from
 *   others, or that would change the device if its default were given
 */
export function describeQuantity(
  circuit: FlatCircuit,
  name: string,
  meaning: Meaning,
): Omit<AdjustableQuantity, "targets"> {
  switch (meaning.kind) {
    case "temperature":
      return { name, value: environmentOf(circuit).temperature, unit: "K", range: [0, Number.POSITIVE_INFINITY] };
    case "parameter":
      return { name, value: parameterValue(meaning.parameter), unit: "" };
    case "card":
      return ofModel(circuit, name, meaning.device, meaning.name);
    case "own":
      return ofModel(circuit, name, meaning.device, meaning.name);
    case "element":
      return ofElement(circuit, name, meaning.element, meaning.name);
  }
}

function ofModel(circuit: FlatCircuit, name: string, device: FlatDevice, written: string) {
  const given: FlatDevice["parameters"] = device.model?.parameters ?? {};
  const declared = declaredParameter(circuit, device, catalogueEntry(device).model[written]);
  const value = given[written] ?? declared.value;
  if (value === undefined) throw withoutValue(name, device);
  if (!Object.hasOwn(given, written) && device.model) {
    const model = { ...device.model, parameters: { ...given, [written]: value } };
    if (!isSame(circuit, device, { ...device, model })) throw withoutValue(name, device);
  }
  return { ...declared, name, value };
}

function ofElement(circuit: FlatCircuit, name: string, element: FlatElement, written: string) {
  if (element.kind === "source") {
    const unit = element.quantity === "voltage" ? "V" : "A";
    return { name, value: staticValue(element, timeFrameOf(circuit)), unit };
  }
  if (element.kind === "controlled") return { name, value: element.gain, unit: gainUnit(element) };
  if (element.kind === "coupling") return { name, value: element.coefficient, unit: "", range: [-1, 1] as const };
  // A behavioural source has no number of its own: its formula's are parameters.
  if (element.kind === "behavioural") throw withoutValue(name, element);
  const entry = catalogueEntry(element);
  const isValue = written === "value" && entry.value !== undefined;
  const declared = declaredParameter(
    circuit,
    element,
    isValue ? (entry.value?.parameter as string) : entry.instance[written],
  );
  const given = isValue ? element.value : element.parameters[written];
  const value = given ?? declared.value;
  if (value === undefined) throw withoutValue(name, element);
  if (given === undefined) {
    const parameters = isValue ? {} : { [written]: value };
    const device = { ...element, ...(isValue && { value }), parameters: { ...element.parameters, ...parameters } };
    if (!isSame(circuit, element, device)) throw withoutValue(name, element);
  }
  return { ...declared, name, value };
}

function gainUnit({ quantity, control }: FlatElement & { kind: "controlled" }): string {
  const [numerator, denominator] = [quantity === "voltage" ? "V" : "A", "nodes" in control ? "V" : "A"];
  return numerator === denominator ? "" : `${numerator}/${denominator}`;
}

/** Whether two devices have the same currents, tried at one place. */
function isSame(circuit: FlatCircuit, one: FlatDevice, other: FlatDevice): boolean {
  const environment = environmentOf(circuit);
  const [a, b] = [one, other].map((device) => {
    const { graph, currents, charges, parameters } = deviceEquations(
      device,
      environment,
      nominalTemperatureOf(circuit),
    );
    const values = new Map<number, number>();
    return [...currents, ...charges].map((expression) =>
      interpret(
        graph,
        expression,
        (kind, index) => {
          if (kind === "parameter") return parameters[index].value;
          if (kind === "environment") return [environment.temperature, environment.gmin][index];
          return kind === "unknown" ? 0.31 - 0.17 * index : 0;
        },
        values,
      ),
    );
  });
  const close = (x: number, y: number) => x === y || Math.abs(x - y) <= 1e-12 * Math.abs(x);
  return a.length === b.length && a.every((value, index) => close(value, b[index]));
}

function withoutValue(name: string, element: FlatElement): HillockError {
  return new HillockError({
    code: "engine/quantity-without-value",
    problem: `${name} has no value of its own to start from (${element.name})`,
    place: placeOf(element) ?? element.name,
    help: `give ${name} a value in the netlist`,
  });
}
