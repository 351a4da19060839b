import { HillockError } from "../../base/error.js";
import type { EncodedSample, PlasticNetwork } from "./plastic-network.js";

/**
 * How the answer of a network is read:
 *
 * - counts: the neuron with the most output spikes
 * - drive: that with the largest sum of weight x input spikes, what arrives at the neuron before any threshold
 * - normalised: the same, divided by the length (L2 norm) of the neuron's weights, so that no neuron wins by being larger
 */
export type ReadOut = "counts" | "drive" | "normalised";

export const readOuts: readonly ReadOut[] = ["counts", "drive", "normalised"];

/** The class of the largest value; of equal ones the first, as the thesis's argmax has it. */
export function winner(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/** sum_j w_ij n_j of each neuron `[neurons]`, V, with n_j the number of spikes of input j. */
export type DriveReader = (sample: EncodedSample) => Float64Array;

/** Reads drives with these weights `[neurons, inputs]`. */
export function driveReader({ inputs, neurons }: PlasticNetwork, weights: Float64Array): DriveReader {
  if (weights.length !== inputs * neurons)
    throw new HillockError({
      code: "networks/plastic-network",
      problem: `${weights.length} weights for ${neurons} neurons with ${inputs} inputs each`,
      help: "give the weights of the same network",
    });
  return ({ trains, trainOf }) => {
    const drive = new Float64Array(neurons);
    for (let k = 0; k < neurons; k++) {
      let sum = 0;
      for (let input = 0, n = k * inputs; input < inputs; input++, n++)
        sum += trains[trainOf[input]].length * weights[n];
      drive[k] = sum;
    }
    return drive;
  };
}

/** L2 norm of each neuron's weights `[neurons]`; 1 where all are 0. */
export function weightNorms({ inputs, neurons }: PlasticNetwork, weights: Float64Array): Float64Array {
  return Float64Array.from({ length: neurons }, (_, k) => {
    let sum = 0;
    for (let n = k * inputs; n < (k + 1) * inputs; n++) sum += weights[n] * weights[n];
    return Math.sqrt(sum) || 1;
  });
}

/** What a network gives for a sample, by all read-outs. */
export interface NetworkAnswer {
  /** Output spikes `[neurons]` */
  readonly counts: Uint32Array;
  /** V `[neurons]` */
  readonly drive: Float64Array;
  /** `[neurons]` */
  readonly normalised: Float64Array;
  /** The class by each read-out. */
  readonly classes: Readonly<Record<ReadOut, number>>;
}

/**
 * Reads a trained network by all read-outs at once.
 *
 * @param run its weights are taken now
 */
export function answerReader(run: {
  readonly network: PlasticNetwork;
  readonly weights: () => Float64Array;
  readonly respond: (sample: EncodedSample) => Uint32Array;
}): (sample: EncodedSample) => NetworkAnswer {
  const weights = run.weights();
  const drives = driveReader(run.network, weights);
  const norms = weightNorms(run.network, weights);
  return (sample) => {
    const counts = run.respond(sample);
    const drive = drives(sample);
    const normalised = drive.map((value, k) => value / norms[k]);
    return {
      counts,
      drive,
      normalised,
      classes: { counts: winner(counts), drive: winner(drive), normalised: winner(normalised) },
    };
  };
}
