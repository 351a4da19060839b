import { catalogueEntry } from "../../../src/devices/catalogue-entry.js";
import { deviceEquations } from "../../../src/devices/device-equations.js";
import { deviceModule } from "../../../src/devices/device-module.js";
import { declaredParameter } from "../../../src/engine/quantities/declared-parameter.js";
import { environmentOf, nominalTemperatureOf } from "../../../src/engine/settings.js";
import type { Circuit, Instance } from "../../../src/netlist/circuit.js";
import type { FlatCircuit, FlatElement, FlatModel } from "../../../src/netlist/flat-circuit.js";
import { flatten } from "../../../src/netlist/flatten.js";

/** A number of a circuit, and the circuit with another number there: made anew, with nothing kept adjustable. */
export interface Perturbation {
  /** What the quantity is called. */
  readonly name: string;
  readonly value: number;
  readonly circuitWith: (value: number) => FlatCircuit;
}

/** All numbers that a circuit writes, as the flat circuit has them: of elements, sources and model cards; and `temp`. */
export function writtenNumbers(circuit: Circuit): Perturbation[] {
  const flat = flatten(circuit);
  const numbers: Perturbation[] = [];
  const models = new Set<FlatModel>();
  const element = (index: number, change: (one: FlatElement, value: number) => object, name: string, value: number) => {
    const circuitWith = (number: number): FlatCircuit => {
      const elements = [...flat.elements];
      elements[index] = change(elements[index], number) as FlatElement;
      return { ...flat, elements };
    };
    numbers.push({ name, value, circuitWith });
  };
  flat.elements.forEach((one, index) => {
    const { name } = one;
    if (one.kind === "source" && one.dc !== undefined) element(index, (e, dc) => ({ ...e, dc }), name, one.dc);
    if (one.kind === "controlled") element(index, (e, gain) => ({ ...e, gain }), name, one.gain);
    if (one.kind !== "device") return;
    const entry = catalogueEntry(one);
    if (one.value !== undefined) element(index, (e, value) => ({ ...e, value }), name, one.value);
    for (const [parameter, value] of Object.entries(one.parameters)) {
      if (!Object.hasOwn(entry.instance, parameter)) continue;
      const change = (e: FlatElement, number: number) => ({
        ...e,
        parameters: { ...one.parameters, [parameter]: number },
      });
      element(index, change, `${name}.${parameter}`, value);
    }
    const { model } = one;
    if (!model || models.has(model)) return;
    models.add(model);
    for (const [parameter, value] of Object.entries(model.parameters)) {
      if (Object.hasOwn(entry.model, parameter)) numbers.push(ofModel(flat, model, parameter, value));
    }
  });
  const { temperature } = environmentOf(flat);
  const atTemperature = (kelvin: number) => ({ ...flat, options: { ...flat.options, temp: kelvin - 273.15 } });
  return [...numbers, { name: "temp", value: temperature, circuitWith: atTemperature }];
}

/**
 * The parameters of all model cards that the circuit does not write: real ones, whose default is not 0 and within the
 * range, so that there are values on both sides of it.
 */
export function defaultNumbers(circuit: Circuit): Perturbation[] {
  const flat = flatten(circuit);
  const models = new Map<FlatModel, Perturbation[]>();
  for (const one of flat.elements) {
    if (one.kind !== "device" || !one.model || models.has(one.model)) continue;
    const { model } = one;
    const entry = catalogueEntry(one);
    const module = deviceModule(entry);
    const written = new Set(Object.keys(model.parameters).map((name) => entry.model[name]));
    const { parameters } = deviceEquations(one, environmentOf(flat), nominalTemperatureOf(flat));
    const unwritten = parameters.flatMap(({ name, value }) => {
      const spelled = Object.keys(entry.model).find((key) => entry.model[key] === name);
      const isGiven = Object.values(one.parameters).length > 0 && Object.hasOwn(one.parameters, name.toLowerCase());
      if (spelled === undefined || written.has(name) || isGiven || value === 0) return [];
      const { range: [least, most] = [-1e300, 1e300] } = declaredParameter(flat, one, name);
      const isReal = module.parameters.find((declared) => declared.name === name)?.type === "real";
      if (!isReal || value === least || value === most) return [];
      return [ofModel(flat, model, spelled, value)];
    });
    models.set(model, unwritten);
  }
  return [...models.values()].flat();
}

function ofModel(flat: FlatCircuit, model: FlatModel, parameter: string, value: number): Perturbation {
  const circuitWith = (number: number): FlatCircuit => {
    const changed = { ...model, parameters: { ...model.parameters, [parameter]: number } };
    const change = (one: FlatElement) =>
      one.kind === "device" && one.model === model ? { ...one, model: changed } : one;
    return { ...flat, elements: flat.elements.map(change) };
  };
  return { name: `${model.name}.${parameter}`, value, circuitWith };
}

/** The numbers that `.param` lines and the instances of subcircuits in the circuit itself write. */
export function parameterNumbers(circuit: Circuit): Perturbation[] {
  const own = circuit.parameters.flatMap(({ name, value }, index) => {
    if (typeof value !== "number") return [];
    const circuitWith = (number: number): FlatCircuit => {
      const parameters = [...circuit.parameters];
      parameters[index] = { name, value: number };
      return flatten({ ...circuit, parameters });
    };
    return [{ name: `param.${name}`, value, circuitWith }];
  });
  const instances = circuit.elements.flatMap((element, index) => {
    if (element.kind !== "instance") return [];
    const defaults = circuit.subcircuits.find(
      ({ name }) => name.toLowerCase() === element.subcircuit.toLowerCase(),
    )?.defaults;
    const given = [...(defaults ?? []).map(({ name, value }) => [name.toLowerCase(), value] as const)];
    const values = new Map([
      ...given,
      ...Object.entries(element.parameters).map(([name, value]) => [name.toLowerCase(), value] as const),
    ]);
    return [...values].flatMap(([name, value]) => {
      if (typeof value !== "number") return [];
      const circuitWith = (number: number): FlatCircuit => {
        const elements = [...circuit.elements];
        const changed: Instance = { ...element, parameters: { ...element.parameters, [name]: number } };
        elements[index] = changed;
        return flatten({ ...circuit, elements });
      };
      return [{ name: `${element.name}.${name}`, value, circuitWith }];
    });
  });
  return [...own, ...instances];
}
