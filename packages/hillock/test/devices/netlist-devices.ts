import type { FlatDevice } from "../../src/netlist/flat-circuit.js";

type Numbers = Readonly<Record<string, number>>;

/** A device for a test, nodes named n0, n1, ... */
export function device(
  type: FlatDevice["type"],
  nodeCount: number,
  model?: { readonly type: string; readonly parameters: Numbers },
  parameters: Numbers = {},
  value?: number,
): FlatDevice {
  return {
    kind: "device",
    type,
    name: "x1",
    nodes: Array.from({ length: nodeCount }, (_, index) => `n${index}`),
    model: model && { name: "card", ...model },
    parameters,
    value,
  };
}

export const diode = (card: Numbers, own: Numbers = {}): FlatDevice =>
  device("diode", 2, { type: "D", parameters: card }, own);

export const bipolar = (type: "NPN" | "PNP", card: Numbers, own: Numbers = {}, nodeCount = 4): FlatDevice =>
  device("bipolar", nodeCount, { type, parameters: card }, own);

export const mosfet = (type: "NMOS" | "PMOS", card: Numbers, own: Numbers = {}): FlatDevice =>
  device("mosfet", 4, { type, parameters: card }, own);

export const vdmos = (card: Numbers, own: Numbers = {}): FlatDevice =>
  device("mosfet", 3, { type: "VDMOS", parameters: card }, own);

const letters: Readonly<Record<FlatDevice["type"], string>> = {
  ...{ resistor: "R", capacitor: "C", inductor: "L", diode: "D", bipolar: "Q", mosfet: "M" },
  ...{ switch: "S", currentSwitch: "W", verilogA: "N" },
};

const flags = new Set(["pchan", "nchan", "on", "off"]);

const assignments = (given: Numbers): string =>
  Object.entries(given)
    .map(([name, value]) => (flags.has(name) ? name : `${name}=${value}`))
    .join(" ");

/** The netlist lines of a device: its model card, and the element as `label` between `nodes`. */
export function netlistLines(element: FlatDevice, label: string, nodes: readonly string[]): string[] {
  const { model, value, parameters } = element;
  const words = [letters[element.type] + label, ...nodes, model ? `card${label}` : "", value ?? ""];
  const line = `${words.join(" ")} ${assignments(parameters)}`;
  return model ? [`.model card${label} ${model.type}(${assignments(model.parameters)})`, line] : [line];
}
