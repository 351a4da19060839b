import { type PrintedNetworkCircuit, withBehaviouralTransistors } from "../../circuits/printed/index.js";
import type { Circuit } from "../../netlist/circuit.js";
import { writeNetlist } from "../../netlist/write.js";

/** What the head of a printed network's netlist says. */
export interface PrintedNetlistNotes {
  /** Voltages of the inputs `[inputs]`, V; 0 if absent. */
  readonly inputs?: ArrayLike<number>;
  /** What the inputs and outputs mean. */
  readonly inputNames?: readonly string[];
  readonly outputNames?: readonly string[];
  /** Further lines. */
  readonly remarks?: readonly string[];
}

/**
 * The component-level circuit as a SPICE netlist that ngspice runs as it is: its operating point. The printed transistor is a
 * subcircuit of a B source; what belongs to the model and not to what is printed is listed in the head.
 */
export function printedNetlist(network: PrintedNetworkCircuit, notes: PrintedNetlistNotes = {}): string {
  const { circuit, sources, outputs, modelElements } = network;
  const { inputs, inputNames = [], outputNames = [], remarks = [] } = notes;
  const driven = inputs ? withInputVoltages(network, inputs) : circuit;
  const [title, ...lines] = writeNetlist(withBehaviouralTransistors(driven)).split("\n");
  const named = (name: string, meaning: string | undefined) => (meaning === undefined ? name : `${name} ${meaning}`);
  const last = outputs[outputs.length - 1];
  const laws = new Map<string, string[]>();
  for (const { name, law, reason } of modelElements) {
    const text = `${law} (${reason})`;
    laws.set(text, [...(laws.get(text) ?? []), name]);
  }
  const head = [
    "Component values as they are printed. ngspice runs this file:  ngspice -b <file>",
    `Inputs: ${sources.map((name, i) => named(name, inputNames[i])).join(", ")}`,
    `Outputs, the largest is the answer: ${last.map((name, k) => named(`v(${name})`, outputNames[k])).join(", ")}`,
    ...remarks,
    ...(laws.size > 0 ? ["Elements that belong to the model and are not printed:"] : []),
    ...[...laws].flatMap(([law, names]) => [`  ${law}:`, `    ${names.join(" ")}`]),
  ];
  return [title, ...head.flatMap(broken).map((line) => `* ${line}`), ...lines].join("\n");
}

/** The circuit with its inputs at these voltages `[inputs]`, V. */
export function withInputVoltages({ circuit, sources }: PrintedNetworkCircuit, volts: ArrayLike<number>): Circuit {
  const elements = circuit.elements.map((element) => {
    const index = sources.indexOf(element.name);
    return element.kind === "source" && index >= 0 ? { ...element, dc: volts[index] } : element;
  });
  return { ...circuit, elements };
}

const longestLine = 110;

/** A remark in lines of bearable length; words stay whole. */
function broken(text: string): string[] {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  for (const line of text.split(/[\r\n]+/)) {
    let current = indent;
    for (const word of line.trim().split(/ +/)) {
      if (current.trim() !== "" && current.length + 1 + word.length > longestLine) {
        lines.push(current);
        current = indent;
      }
      current += current.trim() === "" ? word : ` ${word}`;
    }
    lines.push(current);
  }
  return lines;
}
