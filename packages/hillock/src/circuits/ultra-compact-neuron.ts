import { mosfetIRLML6246, mosfetZVP3310A, thyristorCR02A } from "../devices/cards/index.js";
import { capacitor, circuit, instance, mosfet, resistor, transientAnalysis, voltage } from "../netlist/build.js";
import { cell } from "../netlist/cell.js";
import type { Circuit, Element } from "../netlist/circuit.js";
import { eSeries, farad, ohm, tolerance } from "../netlist/quantity.js";
import type { Value } from "../netlist/value.js";
import { inputDiode, type PulseDrive, pulseInput, supply } from "./ultra-compact-input.js";

/** Values of Table 1 for the parts of a type I neuron. The tolerances are those of ordinary parts; the paper states none. */
export const ultraCompactParameters = {
  C: farad(15e-9, tolerance(0.1), eSeries(6)),
  R1: ohm(68e3, tolerance(0.05), eSeries(24)),
  R2: ohm(390e3, tolerance(0.05), eSeries(24)),
  R3: ohm(1.5e3, tolerance(0.05), eSeries(24)),
  R4: ohm(10e3, tolerance(0.05), eSeries(24)),
  R5: ohm(4.7e3, tolerance(0.05), eSeries(24)),
};

/** Models and subcircuits that these parts need. */
export const ultraCompactModels = [mosfetIRLML6246.card, mosfetZVP3310A.card];
export const ultraCompactSubcircuits = [thyristorCR02A.card];

/** The elements of a type I neuron, Fig. 1b; `gate` is the thyristor's. */
export function ultraCompactElements(
  { vm, vk, out, vcc, gate }: Readonly<Record<"vm" | "vk" | "out" | "vcc" | "gate", string>>,
  { C, R1, R2, R3, R4, R5 }: Readonly<Record<keyof typeof ultraCompactParameters, Value>>,
): Element[] {
  return [
    capacitor("C1", vm, "0", C),
    resistor("R1", vm, gate, R1),
    resistor("R2", gate, "0", R2),
    instance("Xscr", [vm, gate, vk], thyristorCR02A.name),
    resistor("R3", vk, "0", R3),
    mosfet("MT1", ["drain", vk, "0"], mosfetIRLML6246.name),
    resistor("R4", vcc, "drain", R4),
    mosfet("MT2", [out, "drain", vcc], mosfetZVP3310A.name),
    resistor("R5", out, "0", R5),
  ];
}

/**
 * Ultra-compact leaky integrate-and-fire neuron, type I (Rozenberg, Schneegans & Stoliar, Sci. Rep. 9, 11123, 2019,
 * Fig. 1b; values of Table 1).
 *
 * C integrates the input current, R1 + R2 leak it; the thyristor fires at its gate threshold and empties C through R3,
 * whose voltage drives the output pair MT1, MT2.
 *
 *     tau_leak = (R1 + R2) C,  tau_ref = R3 C   [s]
 *
 * Ports: vm, the membrane; vk, the thyristor's cathode; out; vcc, the supply of the output pair. The input diode of
 * Fig. 1b belongs to the input circuit.
 */
export const ultraCompactNeuron = cell(
  {
    name: "UC_NEURON",
    ports: ["vm", "vk", "out", "vcc"],
    parameters: ultraCompactParameters,
    models: ultraCompactModels,
    subcircuits: ultraCompactSubcircuits,
  },
  (ports, parameters) => ultraCompactElements({ ...ports, gate: "gate" }, parameters),
);

/**
 * The circuit of Fig. 2: pulses through a resistor and the input diode onto the membrane of one neuron.
 * Saves v(in), v(vm), v(vk) and v(out).
 */
export function pulseDrivenNeuron(
  drive: PulseDrive & {
    /** Values of the neuron that differ from Table 1, by their names. */
    readonly neuron?: Parameters<typeof ultraCompactNeuron.instance>[2];
  } = {},
): Circuit {
  const { stop = 20e-3, neuron } = drive;
  return circuit({
    title: "Ultra-compact leaky integrate-and-fire neuron, type I",
    models: [inputDiode.card],
    subcircuits: [ultraCompactNeuron.subcircuit],
    elements: [
      supply(drive.supply),
      ...pulseInput("in", "vm", drive),
      ultraCompactNeuron.instance("Xneuron", { vm: "vm", vk: "vk", out: "out", vcc: "vcc" }, neuron),
    ],
    saves: [voltage("in"), voltage("vm"), voltage("vk"), voltage("out")],
    analyses: [transientAnalysis({ step: 1e-6, stop })],
  });
}
