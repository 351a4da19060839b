import { diode1N4148, mosfetIRLML6246, mosfetZVP3310A, thyristorCR02A } from "../devices/cards/index.js";
import {
  capacitor,
  circuit,
  diode,
  instance,
  mosfet,
  pulse,
  resistor,
  transientAnalysis,
  voltage,
  voltageSource,
} from "../netlist/build.js";
import { cell } from "../netlist/cell.js";
import type { Circuit } from "../netlist/circuit.js";
import { eSeries, farad, ohm, tolerance } from "../netlist/quantity.js";

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
 * Fig. 1b belongs to the input circuit. The tolerances are those of ordinary parts; the paper states none.
 */
export const ultraCompactNeuron = cell(
  {
    name: "UC_NEURON",
    ports: ["vm", "vk", "out", "vcc"],
    parameters: {
      C: farad(15e-9, tolerance(0.1), eSeries(6)),
      R1: ohm(68e3, tolerance(0.05), eSeries(24)),
      R2: ohm(390e3, tolerance(0.05), eSeries(24)),
      R3: ohm(1.5e3, tolerance(0.05), eSeries(24)),
      R4: ohm(10e3, tolerance(0.05), eSeries(24)),
      R5: ohm(4.7e3, tolerance(0.05), eSeries(24)),
    },
    models: [mosfetIRLML6246.card, mosfetZVP3310A.card],
    subcircuits: [thyristorCR02A.card],
  },
  ({ vm, vk, out, vcc }, { C, R1, R2, R3, R4, R5 }) => [
    capacitor("C1", vm, "0", C),
    resistor("R1", vm, "gate", R1),
    resistor("R2", "gate", "0", R2),
    instance("Xscr", [vm, "gate", vk], thyristorCR02A.name),
    resistor("R3", vk, "0", R3),
    mosfet("MT1", ["drain", vk, "0"], mosfetIRLML6246.name),
    resistor("R4", vcc, "drain", R4),
    mosfet("MT2", [out, "drain", vcc], mosfetZVP3310A.name),
    resistor("R5", out, "0", R5),
  ],
);

/** How a neuron is driven and for how long; what the paper leaves open has the value that reproduces its threshold. */
export interface PulseDrive {
  /** Height of the input pulses, V; default 7 (Fig. 2 goes from 2 to 7). */
  readonly amplitude?: number;
  /** Length and interval of the pulses, s; default 10 us and 100 us (Fig. 2). */
  readonly width?: number;
  readonly interval?: number;
  /** Delay of the first pulse and duration of its edges, s; not in the paper: 50 us and 0.1 us. */
  readonly delay?: number;
  readonly edge?: number;
  /** Resistor between the source and the input diode, ohm. Not in the paper: at 2.2 kohm firing begins at 5 V. */
  readonly driveResistance?: number;
  /** Supply of the output pair, V. Not in the paper: 5 V. */
  readonly supply?: number;
  /** Length of the run, s; default 20 ms. */
  readonly stop?: number;
  /** Values of the neuron that differ from Table 1, by their names. */
  readonly neuron?: Parameters<typeof ultraCompactNeuron.instance>[2];
}

/**
 * The circuit of Fig. 2: pulses through a resistor and the input diode onto the membrane of one neuron.
 * Saves v(in), v(vm), v(vk) and v(out).
 */
export function pulseDrivenNeuron(drive: PulseDrive = {}): Circuit {
  const { amplitude = 7, width = 10e-6, interval = 100e-6, delay = 50e-6, edge = 0.1e-6 } = drive;
  const { driveResistance = 2.2e3, supply = 5, stop = 20e-3, neuron } = drive;
  const input = pulse({ from: 0, to: amplitude, delay, rise: edge, fall: edge, width, period: interval });
  return circuit({
    title: "Ultra-compact leaky integrate-and-fire neuron, type I",
    models: [diode1N4148.card],
    subcircuits: [ultraCompactNeuron.subcircuit],
    elements: [
      voltageSource("Vcc", "vcc", "0", { dc: supply }),
      voltageSource("Vin", "in", "0", { waveform: input }),
      resistor("Rin", "in", "i1", driveResistance),
      diode("Din", "i1", "vm", diode1N4148.card.name),
      ultraCompactNeuron.instance("Xneuron", { vm: "vm", vk: "vk", out: "out", vcc: "vcc" }, neuron),
    ],
    saves: [voltage("in"), voltage("vm"), voltage("vk"), voltage("out")],
    analyses: [transientAnalysis({ step: 1e-6, stop })],
  });
}
