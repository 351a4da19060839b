import { diode1N4148, mosfetIRLML6246 } from "../devices/cards/index.js";
import { capacitor, circuit, diode, mosfet, resistor, transientAnalysis, voltage } from "../netlist/build.js";
import { type Cell, cell } from "../netlist/cell.js";
import type { Circuit } from "../netlist/circuit.js";
import { eSeries, farad, ohm, tolerance } from "../netlist/quantity.js";
import type { Value } from "../netlist/value.js";
import { inputDiode, type PulseDrive, pulseInput, supply } from "./ultra-compact-input.js";
import {
  ultraCompactElements,
  ultraCompactModels,
  ultraCompactParameters,
  ultraCompactSubcircuits,
} from "./ultra-compact-neuron.js";

/**
 * Where the parts of the feedback loop go. The text of the paper names them (R7 and C2 "that set the characteristic time",
 * T3 "in parallel with R2 at the gate", a diode; Table 1 adds a second 4.7 kohm resistor, R6) but not their wires. What
 * Fig. 3 shows, at pulses of 7 V every 100 us:
 *
 *                 high rate, then a lower one    gradually            R7 C2 sets          parts
 *     rectified   10 -> 0.4 kHz                  over 15 spikes       how soon            a bleed is added; without R6
 *     peak        1.7 -> 1.25 kHz                within two spikes    the final rate      all, and no other
 *     low-pass    10 -> 3.3 kHz                  over 17 spikes       how soon            without R6
 */
export type FeedbackWiring = "rectified" | "peak" | "low-pass";

const ports = ["vm", "vk", "vc2", "out", "vcc"] as const;
type Port = (typeof ports)[number];

const parameters = {
  ...ultraCompactParameters,
  R7: ohm(100e3, tolerance(0.05), eSeries(24)),
  C2: farad(22e-9, tolerance(0.1), eSeries(6)),
};

const feedbackDiode = diode1N4148.card.name;
const common = {
  ports,
  models: [...ultraCompactModels, diode1N4148.card],
  subcircuits: ultraCompactSubcircuits,
};

/** T3 in parallel with R2, its gate at C2: the more charge C2 holds, the more membrane voltage the thyristor's gate needs. */
const shunt = (drain: string) => mosfet("MT3", [drain, "vc2", "0"], mosfetIRLML6246.name);

/** Each output spike adds a little charge to C2; a bleed that the paper does not have takes it away slowly. */
const rectified = cell(
  {
    ...common,
    name: "UC_NEURON_RECTIFIED",
    parameters: { ...parameters, Rbleed: ohm(1e6, tolerance(0.05), eSeries(24)) },
  },
  (nodes, values) => [
    ...ultraCompactElements({ ...nodes, gate: "gate" }, values),
    diode("D2", nodes.out, "rectified", feedbackDiode),
    resistor("R7", "rectified", nodes.vc2, values.R7),
    capacitor("C2", nodes.vc2, "0", values.C2),
    resistor("Rbleed", nodes.vc2, "0", values.Rbleed),
    shunt("gate"),
  ],
);

/** Each output spike charges C2 at once, through R6; R7 empties it between spikes. */
const peak = cell(
  {
    ...common,
    name: "UC_NEURON_PEAK",
    parameters: { ...parameters, R6: ohm(4.7e3, tolerance(0.05), eSeries(24)) },
  },
  (nodes, values) => [
    ...ultraCompactElements({ ...nodes, gate: "gate" }, values),
    diode("D2", nodes.out, "rectified", feedbackDiode),
    resistor("R6", "rectified", nodes.vc2, values.R6),
    capacitor("C2", nodes.vc2, "0", values.C2),
    resistor("R7", nodes.vc2, "0", values.R7),
    shunt("gate"),
  ],
);

/** C2 follows the mean of the output; the diode stands between the thyristor's gate and T3. */
const lowPass = cell({ ...common, name: "UC_NEURON_LOW_PASS", parameters }, (nodes, values) => [
  ...ultraCompactElements({ ...nodes, gate: "gate" }, values),
  resistor("R7", nodes.out, nodes.vc2, values.R7),
  capacitor("C2", nodes.vc2, "0", values.C2),
  diode("D2", "gate", "shunted", feedbackDiode),
  shunt("shunted"),
]);

/**
 * Ultra-compact neuron with spike-frequency adaptation, type II (Rozenberg, Schneegans & Stoliar, Sci. Rep. 9, 11123, 2019,
 * Fig. 3; values of Table 1): a type I neuron whose output charges C2, which opens T3 beside R2, so that each spike makes
 * the next one harder. One cell per {@link FeedbackWiring}:
 *
 *     rectified  out - D2 - R7 - C2 (bleed 1 Mohm); T3 at the gate     tau = R7 C2 while the output is high
 *     peak       out - D2 - R6 - C2 parallel R7;    T3 at the gate     tau = R7 C2 between spikes
 *     low-pass   out - R7 - C2;                     D2 from the gate to T3     tau = R7 C2
 *
 * Ports: vm, the membrane (C1); vk, the thyristor's cathode; vc2, the feedback voltage; out; vcc.
 */
export const adaptiveUltraCompactNeurons: Readonly<Record<FeedbackWiring, Cell<Port, keyof typeof parameters>>> = {
  rectified,
  peak,
  "low-pass": lowPass,
};

/** How the circuit of Fig. 3 is wired and driven. */
export interface AdaptiveDrive extends PulseDrive {
  /** Default "rectified": the one that slows down gradually, spike by spike. */
  readonly wiring?: FeedbackWiring;
  /** Values of the neuron that differ from Table 1, by their names. */
  readonly neuron?: Partial<Readonly<Record<keyof typeof parameters, Value>>>;
}

/**
 * The circuit of Fig. 3: pulses through a resistor and the input diode onto the membrane of one neuron of type II.
 * Saves v(in), v(vm), v(vc2) and v(out).
 */
export function pulseDrivenAdaptiveNeuron(drive: AdaptiveDrive = {}): Circuit {
  const { wiring = "rectified", stop = 20e-3, neuron } = drive;
  const type = adaptiveUltraCompactNeurons[wiring];
  return circuit({
    title: "Ultra-compact leaky integrate-and-fire neuron, type II",
    models: [inputDiode.card],
    subcircuits: [type.subcircuit],
    elements: [
      supply(drive.supply),
      ...pulseInput("in", "vm", drive),
      type.instance("Xneuron", { vm: "vm", vk: "vk", vc2: "vc2", out: "out", vcc: "vcc" }, neuron),
    ],
    saves: [voltage("in"), voltage("vm"), voltage("vc2"), voltage("out")],
    analyses: [transientAnalysis({ step: 1e-6, stop })],
  });
}
