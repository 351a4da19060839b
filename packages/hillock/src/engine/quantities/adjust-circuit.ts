import { HillockError } from "../../base/error.js";
import { catalogueEntry } from "../../devices/catalogue-entry.js";
import { deviceModule } from "../../devices/device-module.js";
import type { Expression } from "../../expr/graph.js";
import { interpret } from "../../expr/interpret.js";
import type { FlatCircuit, FlatDevice, FlatElement, FlatModel, FlatSource } from "../../netlist/flat-circuit.js";
import { keepPlaces, placeOf } from "../../netlist/place.js";
import type { AdjustedNumbers } from "../equations/adjusted-numbers.js";
import { key } from "../equations/names.js";
import { timeFrameOf } from "../point.js";
import { zeroCelsius } from "../settings.js";
import type { DependentValues, NamedExpressions } from "./dependent-values.js";
import { staticSource } from "./static-source.js";

/** Numbers that are quantities themselves, and so do not follow from what the netlist writes there. */
export interface DirectNumbers {
  /** By element or model of the flat circuit. */
  readonly numbers: ReadonlyMap<object, NamedExpressions>;
  /** Parameters of a model, for one device alone. */
  readonly own: ReadonlyMap<FlatDevice, NamedExpressions>;
  readonly temperature?: Expression;
}

/** A flat circuit at given values of its quantities, and how its numbers follow from them. */
export interface AdjustedCircuit {
  readonly circuit: FlatCircuit;
  readonly adjusted: AdjustedNumbers;
  /** Value at rest of the sources that depend on quantities, in the graph of `adjusted`. */
  readonly sources: ReadonlyMap<FlatSource, Expression>;
}

/**
 * The circuit with its quantities at given values. A number that is a quantity is one that is given, though the netlist
 * may leave it out.
 *
 * @throws HillockError engine/fixed-number if a quantity sets what cannot be varied
 */
export function adjustCircuit(
  flat: FlatCircuit,
  depends: DependentValues,
  direct: DirectNumbers,
  values: Float64Array,
): AdjustedCircuit {
  const { graph } = depends;
  const numbers = new Map<object, NamedExpressions>();
  const sources = new Map<FlatSource, Expression>();
  const models = new Map<FlatModel, FlatModel>();
  const memory = new Map<number, number>();
  const numberOf = (expression: Expression): number =>
    interpret(graph, expression, (_, index) => values[index], memory);
  const numbersOf = (expressions: NamedExpressions): Record<string, number> =>
    Object.fromEntries(Object.entries(expressions).map(([name, expression]) => [name, numberOf(expression)]));

  const adjustModel = (model: FlatModel): FlatModel => {
    let made = models.get(model);
    if (!made) {
      const expressions = { ...depends.models.get(key(model.name)), ...direct.numbers.get(model) };
      made = withNumbers(model, expressions);
      models.set(model, made);
    }
    return made;
  };
  const withNumbers = (model: FlatModel, expressions: NamedExpressions): FlatModel => {
    if (Object.keys(expressions).length === 0) return model;
    const made = keepPlaces(model, { ...model, parameters: { ...model.parameters, ...numbersOf(expressions) } });
    numbers.set(made, { ...numbers.get(model), ...expressions });
    return made;
  };
  const adjustDevice = (element: FlatDevice, expressions: NamedExpressions): FlatDevice => {
    const shared = element.model && adjustModel(element.model);
    const model = shared && withNumbers(shared, direct.own.get(element) ?? {});
    if (model === element.model && Object.keys(expressions).length === 0) return element;
    const { value, ...parameters } = numbersOf(expressions);
    const made: FlatDevice = keepPlaces(element, {
      ...element,
      ...(model && { model }),
      ...(value !== undefined && { value }),
      parameters: { ...element.parameters, ...parameters },
    });
    numbers.set(made, expressions);
    checkVariable(made, expressions, (model && numbers.get(model)) ?? {});
    return made;
  };
  const adjustSource = (element: FlatSource, expressions: NamedExpressions): FlatSource => {
    const given = numbersOf(expressions);
    const { waveform, ac } = element;
    const dc = given.dc ?? element.dc;
    const made: FlatSource = keepPlaces(element, {
      ...element,
      ...(dc !== undefined && { dc }),
      ...(ac && { ac: { magnitude: given.magnitude ?? ac.magnitude, phase: given.phase ?? ac.phase } }),
      ...(waveform && {
        waveform: keepPlaces(waveform, {
          ...waveform,
          values: waveform.values.map((number, index) => given[`values ${index}`] ?? number),
          ...(given.repeat !== undefined && { repeat: given.repeat }),
          ...(given.delay !== undefined && { delay: given.delay }),
        }),
      }),
    });
    const value = staticSource(graph, made, expressions, timeFrameOf(flat));
    if (value !== undefined) sources.set(made, value);
    return made;
  };
  const adjustElement = (element: FlatElement): FlatElement => {
    const expressions = { ...depends.elements.get(key(element.name)), ...direct.numbers.get(element) };
    if (element.kind === "device") return adjustDevice(element, expressions);
    if (element.kind === "behavioural") {
      const formula = depends.formulas.get(key(element.name));
      return formula ? keepPlaces(element, { ...element, formula }) : element;
    }
    if (Object.keys(expressions).length === 0) return element;
    if (element.kind === "source") return adjustSource(element, expressions);
    const made = keepPlaces(element, { ...element, ...numbersOf(expressions) });
    numbers.set(made, expressions);
    return made;
  };

  for (const option of depends.options) {
    throw new HillockError({
      code: "engine/fixed-number",
      problem: `the option ${option} follows from a quantity, which cannot be varied there`,
      help: option === "temp" ? "make the quantity temp adjustable instead" : "give the option a number",
    });
  }
  const elements = flat.elements.map(adjustElement);
  const { temperature } = direct;
  const options =
    temperature === undefined ? flat.options : { ...flat.options, temp: numberOf(temperature) - zeroCelsius };
  return {
    circuit: { ...flat, elements, options },
    adjusted: { graph, numbers, names: depends.names, temperature },
    sources,
  };
}

/** Refuses quantities that are whole numbers, choose another device or switch a flag: no slope can tell of them. */
function checkVariable(element: FlatDevice, own: NamedExpressions, model: NamedExpressions): void {
  const entry = catalogueEntry(element);
  const { parameters } = deviceModule(entry);
  const isWhole = (parameter: string): boolean =>
    parameters.some(({ name, type }) => name === parameter && type === "integer");
  const check = (name: string, map: Readonly<Record<string, string>>, holder: string): void => {
    const varies = Object.hasOwn(map, key(name)) && !isWhole(map[key(name)]);
    if (varies || Object.hasOwn(entry.idle, key(name)) || entry.initial.includes(key(name))) return;
    throw new HillockError({
      code: "engine/fixed-number",
      problem: `${name} of ${holder} follows from a quantity, which cannot be varied there`,
      place: placeOf(element) ?? element.name,
      help: `give ${name} a number`,
    });
  };
  for (const name of Object.keys(own)) if (name !== "value") check(name, entry.instance, element.name);
  for (const name of Object.keys(model)) check(name, entry.model, `the model ${element.model?.name}`);
}
