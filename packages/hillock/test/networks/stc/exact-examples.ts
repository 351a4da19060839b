import type { LifNeuron } from "../../../src/models/lif-neuron.js";
import { luboeinskiNeuron } from "../../../src/models/lif-neuron.js";
import { acceleratedTiming, type CircuitSynapse, networkSynapse } from "../../../src/models/stc/circuit-synapse.js";
import type { EncodedSample, PlasticNetwork } from "../../../src/networks/stc/plastic-network.js";
import { randomStream } from "../../../src/sampling/random-stream.js";

/** One spike of an input raises V by 100 times its weight; with a weight of 4 mV, some ten at once reach the threshold. */
export const pulseNeuron: LifNeuron = {
  ...luboeinskiNeuron,
  threshold: 2,
  refractoryPeriod: 3e-3,
  synapticResponse: { kind: "pulse", area: 1 },
};

export function smallNetwork(
  synapse: Partial<CircuitSynapse> = {},
  others: Partial<Omit<PlasticNetwork, "synapse">> = {},
): PlasticNetwork {
  return {
    inputs: 20,
    neurons: 3,
    synapse: { ...networkSynapse, ...acceleratedTiming, ...synapse },
    neuron: pulseNeuron,
    drive: "dot-product",
    ...others,
  };
}

/** Inputs with 0 to 6 regular spikes, drawn; `uneven` moves all times by an amount that is no multiple of any step. */
export function regularSample(seed: number, inputs: number, uneven = 0): EncodedSample {
  const { uniform } = randomStream(seed);
  const trains = Array.from({ length: 7 }, (_, count) =>
    Float64Array.from({ length: count }, (_, k) => k * Math.floor(150 / count) * 1e-3 + uneven),
  );
  return { trains, trainOf: Uint16Array.from({ length: inputs }, () => Math.floor(uniform() * 7)) };
}

/** Inputs with trains of their own, some of which are empty. */
export function irregularSample(seed: number, inputs: number): EncodedSample {
  const { uniform } = randomStream(seed);
  const trains = Array.from({ length: inputs }, () =>
    Float64Array.from({ length: Math.floor(uniform() * 6) }, () => 0.15 * uniform()).sort(),
  );
  return { trains, trainOf: Uint16Array.from({ length: inputs }, (_, k) => k) };
}

/** Factors of 1: every synapse is computed by itself, and comes to the same. */
export function noMismatch({ inputs, neurons }: PlasticNetwork) {
  const ones = new Float64Array(inputs * neurons).fill(1);
  return {
    potentiationThreshold: ones,
    depressionThreshold: ones,
    potentiationCurrent: ones,
    depressionCurrent: ones,
    capacitance: ones,
  };
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let k = 0; k < a.length; k++) {
    const difference = Math.abs(a[k] - b[k]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
