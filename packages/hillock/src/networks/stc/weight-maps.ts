import { HillockError } from "../../base/error.js";
import type { PlasticNetwork } from "./plastic-network.js";

/** The weights of one neuron as a picture of its inputs. */
export interface WeightMap {
  readonly neuron: number;
  readonly height: number;
  readonly width: number;
  /** `[height, width]` */
  readonly values: Float64Array;
}

/**
 * One map for each neuron, `[height, width]` of its inputs: what Fig. 15 of the thesis shows.
 *
 * @param weights `[neurons, inputs]`
 * @param width of the pictures that are the input
 * @throws networks/plastic-network if the inputs are no picture of this width
 */
export function weightMaps({ inputs, neurons }: PlasticNetwork, weights: Float64Array, width = 28): WeightMap[] {
  if (inputs % width !== 0 || weights.length !== inputs * neurons)
    throw new HillockError({
      code: "networks/plastic-network",
      problem: `${weights.length} weights of ${neurons} neurons are no pictures that are ${width} wide`,
      help: "give the weights of the network and the width of its input",
    });
  return Array.from({ length: neurons }, (_, neuron) => ({
    neuron,
    height: inputs / width,
    width,
    values: weights.slice(neuron * inputs, (neuron + 1) * inputs),
  }));
}
