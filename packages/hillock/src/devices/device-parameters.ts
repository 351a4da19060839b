import { HillockError, type SourcePlace } from "../base/error.js";
import { didYouMean } from "../base/suggest.js";
import type { FlatDevice } from "../netlist/flat-circuit.js";
import { placeOf } from "../netlist/place.js";
import type { CatalogueEntry, ParameterNames } from "./catalogue.js";
import { catalogueEntry } from "./catalogue-entry.js";

export interface DeviceParameters {
  /** Values of the module's parameters that are given, by their names in the module. */
  readonly parameters: Readonly<Record<string, number>>;
  /** One sentence for each name that is accepted and changes nothing. */
  readonly notes: readonly string[];
}

/**
 * The parameters of a device's module, from its model card, its own parameters and its value. What the element says
 * goes before what the model says.
 *
 * @param nominalTemperature K, where the model has no tnom
 * @throws HillockError `devices/unknown-parameter`, `devices/ambiguous-parameter`, `devices/unsupported-parameter`,
 *   `devices/missing-value`, `netlist/duplicate-parameter`
 */
export function deviceParameters(element: FlatDevice, nominalTemperature = 300.15): DeviceParameters {
  const entry = catalogueEntry(element);
  const { name, type, model, value } = element;
  const parameters: Record<string, number> = { TNOM: nominalTemperature - 273.15, ...entry.fixed };
  if (!hasTemperature(entry) || type === "verilogA") delete parameters.TNOM;
  const notes: string[] = [];

  // Notes name the card alone, so that they are the same for all devices that use it.
  const set = (
    given: Readonly<Record<string, number>>,
    map: ParameterNames,
    holder: string,
    owner: object,
    where: string,
  ): void => {
    const setHere = new Map<string, string>();
    for (const [written, number] of Object.entries(given)) {
      const key = written.toLowerCase();
      const place = placeOf(owner, `parameter ${written}`) ?? where;
      if (Object.hasOwn(map, key)) {
        const before = setHere.get(map[key]);
        if (before !== undefined && type === "verilogA") throw givenTwice(before, written, place);
        setHere.set(map[key], written);
        parameters[map[key]] = number;
        const caution = entry.cautions?.[key];
        if (caution !== undefined && number !== 0) notes.push(`${holder}: ${key}: ${caution}`);
      } else if (Object.hasOwn(entry.flags, key)) Object.assign(parameters, number === 0 ? {} : entry.flags[key]);
      else if (Object.hasOwn(entry.idle, key)) notes.push(`${holder}: ${key} has no effect: ${entry.idle[key]}`);
      else if (Object.hasOwn(entry.absent, key)) refuseEffect(key, number, entry, place);
      else if (!entry.initial.includes(key) && !(key === "level" && entry.levels.length > 0)) {
        throw unknownParameter(written, map, entry, place);
      }
    }
  };
  if (model) set(model.parameters, entry.model, `model ${model.name}`, model, `device ${name}, model ${model.name}`);
  set(element.parameters, entry.instance, `device ${name}`, element, `device ${name}`);

  if (value !== undefined && entry.value) parameters[entry.value.parameter] = value;
  if (entry.value && ![entry.value.parameter, ...entry.value.otherwise].some((known) => known in parameters)) {
    throw new HillockError({
      code: "devices/missing-value",
      place: `device ${name}`,
      problem: `the ${type} has no value`,
      help: `write it after the nodes, for example  ${name} ${element.nodes.join(" ")} 1k`,
    });
  }
  return { parameters, notes };
}

/**
 * The module parameter that a netlist's name means.
 *
 * @param scope whether the name stands in the model or at the element
 * @throws HillockError `devices/unknown-parameter`
 */
export function moduleParameter(element: FlatDevice, name: string, scope: "model" | "instance"): string {
  const entry = catalogueEntry(element);
  const key = name.toLowerCase();
  if (Object.hasOwn(entry[scope], key)) return entry[scope][key];
  throw unknownParameter(name, entry[scope], entry, `device ${element.name}`);
}

const hasTemperature = ({ model }: CatalogueEntry): boolean => Object.hasOwn(model, "tnom");

function refuseEffect(key: string, given: number, { absent }: CatalogueEntry, place: SourcePlace | string): void {
  if (given === absent[key]) return;
  throw new HillockError({
    code: "devices/unsupported-parameter",
    place,
    problem: `${key} = ${given}: ngspice has this parameter, it is not modelled here`,
    help:
      absent[key] === undefined ? "leave it out" : `leave it out, or give it the value without effect, ${absent[key]}`,
  });
}

function givenTwice(first: string, second: string, place: SourcePlace | string): HillockError {
  return new HillockError({
    code: "netlist/duplicate-parameter",
    place,
    problem: `"${first}" and "${second}" are the same parameter`,
    help: "keep one of them",
  });
}

function unknownParameter(
  written: string,
  map: ParameterNames,
  entry: CatalogueEntry,
  place: SourcePlace | string,
): HillockError {
  if (entry.ambiguous?.has(written.toLowerCase())) {
    return new HillockError({
      code: "devices/ambiguous-parameter",
      place,
      problem: `"${written}" means several parameters of the module: upper and lower case are the same in a netlist`,
      help: "rename one of them in the Verilog-A file",
    });
  }
  const known = [...Object.keys(map), ...Object.keys(entry.flags)];
  return new HillockError({
    code: "devices/unknown-parameter",
    place,
    problem: `there is no parameter "${written}"`,
    help: didYouMean(written, known, known.length > 0 ? `the parameters are ${known.join(" ")}` : "leave it out"),
  });
}
