import { HillockError } from "../../base/error.js";
import { didYouMean, listing } from "../../base/suggest.js";
import { catalogueEntry } from "../../devices/catalogue-entry.js";
import type { FlatCircuit, FlatDevice, FlatElement, FlatModel } from "../../netlist/flat-circuit.js";
import { flatElementName } from "../../netlist/flatten/flat-names.js";
import type { Parameter, ScopeInstance } from "../../netlist/flatten/scope-instance.js";
import { key } from "../equations/names.js";

/** What a name of a quantity means. `name` is what the number is called at its holder. */
export type Meaning =
  | { readonly kind: "temperature" }
  /** A `.param`, or a parameter of an instance of a subcircuit. */
  | { readonly kind: "parameter"; readonly parameter: Parameter }
  /** An element's own number: `value`, `dc`, `gain`, `coefficient` or an instance parameter. */
  | { readonly kind: "element"; readonly element: FlatElement; readonly name: string }
  /** A parameter of a model card, for all devices that use it; `device` is one of them. */
  | { readonly kind: "card"; readonly model: FlatModel; readonly device: FlatDevice; readonly name: string }
  /** A parameter of a device's model, for this device alone. */
  | { readonly kind: "own"; readonly device: FlatDevice; readonly name: string };

interface Found {
  /** A name that means this and nothing else. */
  readonly explicit: string;
  readonly meaning: Meaning;
}

/** What quantities of a circuit are called. */
export interface QuantityNames {
  readonly circuit: FlatCircuit;
  readonly scopes: readonly ScopeInstance[];
}

/**
 * What a quantity's name means: `R1` (an element's value), `M1.w` (a parameter of an element), `DMOD.is` (of a model
 * card), `Q1.is` (of the model, for Q1 alone), `V1` (a source's DC value), a `.param`, `temp`; within X1 `x1.r1` or
 * `r.x1.r1`, `x1.dmod.is`, `x1.gain`; and `is` alone where one card or element has it. `param.r1` is the `.param` r1.
 *
 * @throws HillockError engine/unknown-quantity, engine/ambiguous-quantity
 */
export function findQuantity(names: QuantityNames, name: string): Meaning {
  const wanted = key(name.trim());
  const found = [...named(names, wanted)];
  const all = found.length > 0 ? found : bareParameter(names, wanted);
  // `.param R1=68k` and `R1 a b {R1}`: whoever varies R1 means the parameter.
  const parameter = all.find(({ meaning }) => meaning.kind === "parameter");
  if (all.length === 1) return all[0].meaning;
  if (all.length === 2 && parameter && all.every((one) => one === parameter || takesValueFrom(names, one, wanted))) {
    return parameter.meaning;
  }
  throw all.length === 0 ? unknown(names, name) : ambiguous(name, all);
}

function* named({ circuit, scopes }: QuantityNames, wanted: string): Generator<Found> {
  if (wanted === "temp") yield { explicit: "temp", meaning: { kind: "temperature" } };
  for (const scope of scopes) {
    for (const parameter of scope.parameters.values()) {
      const full = key(scope.path ? `${scope.path}.${parameter.name}` : parameter.name);
      if (full !== wanted && `param.${full}` !== wanted) continue;
      yield { explicit: `param.${full}`, meaning: { kind: "parameter", parameter } };
    }
  }
  const dot = wanted.lastIndexOf(".");
  const [holder, name] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot + 1)] : [undefined, ""];
  const cards = new Set<FlatModel>();
  for (const element of circuit.elements) {
    const own = principalNumber(element);
    if (own && isCalled(element, wanted)) {
      yield { explicit: `${elementName(element)}.${own.alias}`, meaning: { kind: "element", element, name: own.name } };
    }
    if (holder !== undefined && isCalled(element, holder)) {
      const meaning = own && name === own.alias ? ({ kind: "element", element, name: own.name } as const) : undefined;
      const found = meaning ?? (element.kind === "device" ? deviceParameter(element, name) : undefined);
      if (found) yield { explicit: `${elementName(element)}.${name}`, meaning: found };
    }
    if (element.kind !== "device" || !element.model || cards.has(element.model)) continue;
    cards.add(element.model);
    if (holder === undefined || key(element.model.name).replaceAll(":", ".") !== holder.replaceAll(":", ".")) continue;
    const parameter = cardParameter(element, name);
    if (parameter) yield { explicit: `${key(element.model.name)}.${name}`, meaning: parameter };
  }
}

/** A parameter without its holder: of those that write it, or else of those that may, if there is but one. */
function bareParameter({ circuit }: QuantityNames, wanted: string): Found[] {
  const written: Found[] = [];
  const possible: Found[] = [];
  const cards = new Set<FlatModel>();
  for (const element of circuit.elements) {
    if (element.kind !== "device") continue;
    const entry = catalogueEntry(element);
    if (Object.hasOwn(entry.instance, wanted) && entry.instance[wanted] !== entry.value?.parameter) {
      const found = {
        explicit: `${elementName(element)}.${wanted}`,
        meaning: deviceParameter(element, wanted) as Meaning,
      };
      (Object.hasOwn(element.parameters, wanted) ? written : possible).push(found);
    }
    if (!element.model || cards.has(element.model)) continue;
    cards.add(element.model);
    const meaning = cardParameter(element, wanted);
    if (!meaning) continue;
    const found = { explicit: `${key(element.model.name)}.${wanted}`, meaning };
    (Object.hasOwn(element.model.parameters, wanted) ? written : possible).push(found);
  }
  return written.length > 0 ? written : possible;
}

/** The number that an element's name alone stands for, and what it is called with the element. */
function principalNumber(element: FlatElement): { readonly name: string; readonly alias: string } | undefined {
  switch (element.kind) {
    case "source":
      return { name: "dc", alias: "dc" };
    case "controlled":
      return { name: "gain", alias: "gain" };
    case "coupling":
      return { name: "coefficient", alias: "coefficient" };
    case "behavioural":
      return undefined;
    case "device": {
      const { value } = catalogueEntry(element);
      return value && { name: "value", alias: key(value.parameter) };
    }
  }
}

function deviceParameter(device: FlatDevice, name: string): Meaning | undefined {
  const { instance, model } = catalogueEntry(device);
  if (Object.hasOwn(instance, name)) {
    return { kind: "element", element: device, name: writtenName(device.parameters, instance, name) };
  }
  if (!device.model || !Object.hasOwn(model, name)) return undefined;
  return { kind: "own", device, name: writtenName(device.model.parameters, model, name) };
}

function cardParameter(device: FlatDevice, name: string): Meaning | undefined {
  const { model: map } = catalogueEntry(device);
  const { model } = device;
  if (!model || !Object.hasOwn(map, name)) return undefined;
  return { kind: "card", model, device, name: writtenName(model.parameters, map, name) };
}

/** The name under which the netlist gives a parameter that has several. */
function writtenName(
  given: Readonly<Record<string, number>>,
  map: Readonly<Record<string, string>>,
  name: string,
): string {
  return (
    Object.keys(given)
      .filter((one) => map[key(one)] === map[name])
      .at(-1) ?? name
  );
}

/** `x1.r1` for the element `R.X1.R1`. */
function elementName({ name }: FlatElement): string {
  return key(/^\w\..+\./.test(name) ? name.slice(2) : name);
}

function isCalled(element: FlatElement, wanted: string): boolean {
  return key(element.name) === wanted || elementName(element) === wanted;
}

/** Whether an element's value is the parameter of its own name: `R1 a b {R1}`. */
function takesValueFrom({ scopes }: QuantityNames, { meaning }: Found, wanted: string): boolean {
  if (meaning.kind !== "element") return false;
  for (const scope of scopes) {
    for (const element of scope.definition.elements) {
      if (key(flatElementName(scope, element.name)) !== key(meaning.element.name)) continue;
      const value = element.kind === "device" ? element.value : element.kind === "source" ? element.dc : undefined;
      return typeof value === "object" && value.kind === "name" && wanted.endsWith(key(value.name));
    }
  }
  return false;
}

/** Names that stand for a quantity by themselves. */
function quantityNames({ circuit, scopes }: QuantityNames): string[] {
  const names = new Set<string>();
  for (const scope of scopes) {
    for (const { name } of scope.parameters.values()) names.add(scope.path ? `${scope.path}.${name}` : name);
  }
  for (const element of circuit.elements) {
    if (principalNumber(element)) names.add(elementName(element));
    if (element.kind !== "device") continue;
    for (const name of Object.keys(element.parameters)) names.add(`${elementName(element)}.${name}`);
    if (!element.model) continue;
    for (const name of Object.keys(element.model.parameters)) names.add(`${key(element.model.name)}.${name}`);
  }
  return [...names, "temp"];
}

function unknown(names: QuantityNames, name: string): HillockError {
  const known = quantityNames(names);
  return new HillockError({
    code: "engine/unknown-quantity",
    problem: `there is nothing "${name}" to adjust`,
    details: [`The circuit has ${listing(known, 20)}.`],
    help: didYouMean(name, known, "name an element (R1), its parameter (M1.w), a model's (DMOD.is), or a .param"),
  });
}

function ambiguous(name: string, found: readonly Found[]): HillockError {
  const explicit = found.map((one) => one.explicit);
  return new HillockError({
    code: "engine/ambiguous-quantity",
    problem: `"${name}" may be ${listing(explicit, 6)}`,
    help: `write one of them, for example ${explicit[0]}`,
  });
}
