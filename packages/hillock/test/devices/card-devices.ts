import { deviceModule } from "../../src/devices/device-module.js";
import { shippedModules } from "../../src/devices/modules.js";
import type { Device, Model, Subcircuit } from "../../src/netlist/circuit.js";
import type { FlatDevice } from "../../src/netlist/flat-circuit.js";
import type { Value } from "../../src/netlist/value.js";

const numbers = (given: Readonly<Record<string, Value>>, defaults: ReadonlyMap<string, Value> = new Map()) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, numberOf(value, defaults)]));

function numberOf(value: Value, defaults: ReadonlyMap<string, Value>): number {
  if (typeof value === "number") return value;
  if (value.kind === "name") return numberOf(defaults.get(value.name) as Value, new Map());
  throw new Error("a card holds numbers and parameters");
}

/** A subcircuit's devices with its default parameters. */
function flatDevices({ elements, models, defaults }: Subcircuit): FlatDevice[] {
  const values = new Map(defaults.map(({ name, value }) => [name, value]));
  return elements.map((element) => {
    const { model, value, parameters, ...rest } = element as Device;
    const card = models.find(({ name }) => name === model);
    return {
      ...rest,
      model: card && { ...card, parameters: numbers(card.parameters, values) },
      value: value === undefined ? undefined : numberOf(value, values),
      parameters: numbers(parameters),
    };
  });
}

const elements: Readonly<Record<string, readonly [FlatDevice["type"], nodeCount: number]>> = {
  ...{ D: ["diode", 2], NMOS: ["mosfet", 4], PMOS: ["mosfet", 4], VDMOS: ["mosfet", 3] },
};

function modelDevice(model: Model): FlatDevice {
  const module = shippedModules[model.type.toLowerCase()];
  const [type, count] = elements[model.type] ?? ["verilogA", deviceModule({ source: module }).ports.length];
  const nodes = Array.from({ length: count }, (_, k) => `n${k}`);
  return {
    kind: "device",
    type,
    name: "x1",
    nodes,
    model: { ...model, parameters: numbers(model.parameters) },
    parameters: {},
  };
}

/** The devices of a part's card: a model, a pair of complementary models, or a subcircuit. */
export function cardDevices(card: Model | { readonly n: Model; readonly p: Model } | Subcircuit): FlatDevice[] {
  if ("elements" in card) return flatDevices(card);
  return ("n" in card ? [card.n, card.p] : [card]).map(modelDevice);
}
