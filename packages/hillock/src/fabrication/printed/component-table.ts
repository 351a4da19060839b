import { type PrintedNetworkCircuit, printedTransistorModel } from "../../circuits/printed/index.js";
import type { FlatDevice } from "../../netlist/flat-circuit.js";
import { flatten } from "../../netlist/flatten.js";

/** A component that is printed. */
export interface PrintedComponent {
  /** In the circuit, as in R1_2_3 of a crossbar or XA1_1.N2 of an activation circuit. */
  readonly name: string;
  readonly kind: "resistor" | "transistor";
  readonly part: "crossbar" | "activation" | "negative weight";
  /** From 1. */
  readonly layer: number;
  /** Of a resistor its two ends, of a transistor drain, gate and source. */
  readonly nodes: readonly string[];
  /** ohm */
  readonly resistance?: number;
  /** Of the channel, m. */
  readonly width?: number;
  readonly length?: number;
}

/** What a network takes to print. */
export interface PrintedDeviceCount {
  readonly total: number;
  readonly crossbarResistors: number;
  readonly circuitResistors: number;
  readonly transistors: number;
  readonly activationCircuits: number;
  readonly negativeWeightCircuits: number;
  /** Sum of W L of all transistors, m^2. The publications give no area of resistors, wires and contacts: they are not in it. */
  readonly channelArea: number;
}

/** The components of a printed network: all its resistors and transistors but those elements that belong to the model. */
export function printedComponents({ circuit, modelElements }: PrintedNetworkCircuit): PrintedComponent[] {
  const left = new Set(modelElements.map(({ name }) => name.toLowerCase()));
  return flatten(circuit).elements.flatMap((element): PrintedComponent[] => {
    if (element.kind !== "device") return [];
    const name = element.name.includes(".") ? element.name.slice(element.name.indexOf(".") + 1) : element.name;
    return left.has(name.toLowerCase()) ? [] : [componentOf(element, name)];
  });
}

function componentOf({ type, nodes, value, model, parameters }: FlatDevice, name: string): PrintedComponent {
  const [instance] = name.split(".");
  const part = instance.startsWith("XA") ? "activation" : instance.startsWith("XN") ? "negative weight" : "crossbar";
  const place = { name, part, layer: Number(/\d+/.exec(instance)?.[0]), nodes } as const;
  if (type === "resistor") return { ...place, kind: "resistor", resistance: value as number };
  if (model?.name.endsWith(printedTransistorModel.name))
    return { ...place, kind: "transistor", width: parameters.w, length: parameters.l };
  throw new Error(`${name} is neither a resistor nor a printed transistor`);
}

/** Counts components: see {@link PrintedDeviceCount}. */
export function countDevices(components: readonly PrintedComponent[]): PrintedDeviceCount {
  const transistors = components.filter(({ kind }) => kind === "transistor");
  const resistors = (crossbar: boolean) =>
    components.filter(({ kind, part }) => kind === "resistor" && (part === "crossbar") === crossbar).length;
  const circuits = (of: PrintedComponent["part"]) =>
    new Set(components.filter(({ part }) => part === of).map(({ name }) => name.split(".")[0])).size;
  return {
    total: components.length,
    crossbarResistors: resistors(true),
    circuitResistors: resistors(false),
    transistors: transistors.length,
    activationCircuits: circuits("activation"),
    negativeWeightCircuits: circuits("negative weight"),
    channelArea: transistors.reduce((sum, { width = 0, length = 0 }) => sum + width * length, 0),
  };
}

/** The component table as CSV (RFC 4180) with a header: SI units, but channels in um, as a printer is told them. */
export function componentTable(components: readonly PrintedComponent[]): string {
  const micrometres = (length: number | undefined) =>
    length === undefined ? "" : Number((1e6 * length).toPrecision(9));
  const rows = components.map(({ name, kind, part, layer, nodes, resistance, width, length }) =>
    [name, kind, part, layer, nodes.join(" "), resistance ?? "", micrometres(width), micrometres(length)].join(","),
  );
  return ["component,kind,part,layer,nodes,resistance_ohm,width_um,length_um", ...rows, ""].join("\n");
}
