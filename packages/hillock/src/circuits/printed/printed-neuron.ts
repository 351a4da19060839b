import type { PrintedLayerDesign, PrintedNetworkDesign, SignedResistance } from "./network-design.js";
import { type PrintedNetworkCircuit, printedNetwork } from "./printed-network.js";

/** Component values of one printed neuron. */
export interface PrintedNeuronDesign
  extends Pick<PrintedLayerDesign, "activation" | "negativeWeight">,
    Pick<PrintedNetworkDesign, "negativeWeightCircuit" | "buffered"> {
  /** `[inputs]` */
  readonly weights: readonly SignedResistance[];
  readonly bias: SignedResistance;
  readonly ground: SignedResistance;
}

/**
 * A printed neuron: a column of a crossbar, the negative-weight circuits that it needs and an activation circuit. With
 * conductances G_i = 1/|R_i|, and V_i' the input or what the negative-weight circuit makes of it:
 *
 *     V_z = (sum_i G_i V_i' + G_b 1 V)/(sum_i G_i + G_b + G_d),   V_out = ptanh(V_z)
 *
 * This holds for the voltages V_i' as they are with the crossbar connected: it loads the negative-weight circuits. Names are those
 * of a network with one neuron: inputs VX1 ..., sum z1_1, output a1_1.
 *
 * @throws HillockError circuits/network-design
 */
export function printedNeuron(design: PrintedNeuronDesign): PrintedNetworkCircuit {
  const { weights, bias, ground, activation, negativeWeight, ...rest } = design;
  const layer = { weights: [weights], bias: [bias], ground: [ground], activation, negativeWeight };
  return printedNetwork({ inputs: weights.length, layers: [layer], ...rest });
}
