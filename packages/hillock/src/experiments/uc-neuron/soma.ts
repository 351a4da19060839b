import { supply } from "../../circuits/ultra-compact-input.js";
import { ultraCompactNeuron } from "../../circuits/ultra-compact-neuron.js";
import { circuit, nodeValue, transientAnalysis, voltage } from "../../netlist/build.js";
import type { Analysis, Circuit, Element, Signal } from "../../netlist/circuit.js";

/** Level that an output spike passes, V: half of the supply. */
export const outputThreshold = 2.5;

/** Values of the neuron that an experiment changes. */
export type NeuronValues = Parameters<typeof ultraCompactNeuron.instance>[2];

/** One neuron of type I with its supply, and whatever else is connected to its nodes vm, vk and out. */
export function neuronWith(parts: {
  readonly title: string;
  readonly neuron?: NeuronValues;
  readonly elements?: readonly Element[];
  readonly analysis: Analysis;
  readonly saves: readonly Signal[];
  /** Membrane voltage at the start, V. */
  readonly membrane?: number;
}): Circuit {
  const { title, neuron, elements = [], analysis, saves, membrane } = parts;
  return circuit({
    title,
    subcircuits: [ultraCompactNeuron.subcircuit],
    elements: [
      supply(),
      ultraCompactNeuron.instance("Xneuron", { vm: "vm", vk: "vk", out: "out", vcc: "vcc" }, neuron),
      ...elements,
    ],
    initialConditions: membrane === undefined ? [] : [nodeValue("vm", membrane)],
    saves,
    analyses: [analysis],
  });
}

/** The membrane left alone from an initial voltage, V, for a time, s. */
export function leakingNeuron(membrane: number, stop: number, neuron: NeuronValues): Circuit {
  return neuronWith({
    title: "Leak of the ultra-compact neuron's membrane",
    neuron,
    membrane,
    saves: [voltage("vm")],
    analysis: transientAnalysis({ step: stop / 1000, stop }),
  });
}
