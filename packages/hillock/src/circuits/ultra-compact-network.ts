import { circuit, diode, resistor, transientAnalysis, voltage } from "../netlist/build.js";
import type { Circuit, Element } from "../netlist/circuit.js";
import { adaptiveUltraCompactNeurons, type FeedbackWiring } from "./ultra-compact-adaptive.js";
import { inputDiode, type PulseTrain, pulseInput, supply } from "./ultra-compact-input.js";
import { ultraCompactNeuron } from "./ultra-compact-neuron.js";

/** What the network of Fig. 4 is driven with, and what of it the paper leaves open. */
export interface NetworkDrive {
  /** Inputs of N1 and N2; not in the paper: 7 V through 1 kohm, every 100 us and every 300 us. */
  readonly input1?: PulseTrain;
  readonly input2?: PulseTrain;
  /**
   * Synapses from N1 and from N2 to N3, ohm; "absent" cuts one. The paper has 10 kohm variable resistors at equal weights
   * and does not state their setting: 3.3 kohm. At 10 kohm and a supply of 5 V, N3 fires only while N1 is
   * still fast.
   */
  readonly synapse1?: number | "absent";
  readonly synapse2?: number | "absent";
  /** Feedback of N1. */
  readonly wiring?: FeedbackWiring;
  /** Supply of the output pairs, V; not in the paper: 5 V. */
  readonly supply?: number;
  /** Length of the run, s; default 20 ms. */
  readonly stop?: number;
}

/**
 * The network of Fig. 4 (Rozenberg, Schneegans & Stoliar, Sci. Rep. 9, 11123, 2019): N1, type II, and N2, type I, drive N3,
 * type I, through one resistor each. Each synapse has its own diode in series, the paper's variant without sneak paths, so
 * that no neuron loads the other's output.
 * Saves v(in1), v(in2), v(out1), v(out2), v(vm3) and v(out3).
 */
export function ultraCompactNetwork(drive: NetworkDrive = {}): Circuit {
  const { wiring = "rectified", synapse1 = 3.3e3, synapse2 = 3.3e3, stop = 20e-3 } = drive;
  const adaptive = adaptiveUltraCompactNeurons[wiring];
  return circuit({
    title: "Ultra-compact neurons in two layers",
    models: [inputDiode.card],
    subcircuits: [ultraCompactNeuron.subcircuit, adaptive.subcircuit],
    elements: [
      supply(drive.supply),
      ...pulseInput("in1", "vm1", { driveResistance: 1e3, ...drive.input1 }),
      adaptive.instance("XN1", { vm: "vm1", vk: "vk1", vc2: "vc2", out: "out1", vcc: "vcc" }),
      ...pulseInput("in2", "vm2", { driveResistance: 1e3, delay: 80e-6, interval: 300e-6, ...drive.input2 }),
      ultraCompactNeuron.instance("XN2", { vm: "vm2", vk: "vk2", out: "out2", vcc: "vcc" }),
      ...synapse(1, synapse1),
      ...synapse(2, synapse2),
      ultraCompactNeuron.instance("XN3", { vm: "vm3", vk: "vk3", out: "out3", vcc: "vcc" }),
    ],
    saves: ["in1", "in2", "out1", "out2", "vm3", "out3"].map((node) => voltage(node)),
    analyses: [transientAnalysis({ step: 1e-6, stop })],
  });
}

/** Resistor and diode from one neuron's output to the membrane of N3. */
function synapse(k: 1 | 2, resistance: number | "absent"): Element[] {
  if (resistance === "absent") return [];
  return [resistor(`RS${k}`, `out${k}`, `s${k}`, resistance), diode(`DS${k}`, `s${k}`, "vm3", inputDiode.card.name)];
}
