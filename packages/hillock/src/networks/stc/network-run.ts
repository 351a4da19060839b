import type { EncodedSample, NetworkState, PlasticNetwork, Protocol } from "./plastic-network.js";
import type { SynapseMismatch } from "./synapse-mismatch.js";

/** What a run of a network needs beside the network, whatever integrates it. */
export interface RunSettings {
  readonly protocol: Protocol;
  /**
   * While the network only responds, its weights are divided by this. The weights that training ends with depend on how much was
   * shown; this adapts them to the threshold, 4 in the thesis's code.
   */
  readonly weightDivisor: number;
  /** How the synapses differ from each other; by default they do not. */
  readonly mismatch?: SynapseMismatch;
}

/**
 * A network in operation, trained sample by sample. Every integrator makes one: `eulerNetwork`, `exactNetwork`. Time goes on
 * from one sample to the next; what a sample gives depends on those before it only through the state.
 */
export interface NetworkRun {
  readonly network: PlasticNetwork;
  /**
   * Shows a sample and its class, then the pause; the synapses change.
   *
   * @param label the neuron that is stimulated
   * @returns output spikes `[neurons]`, those of the pause included; a new array
   */
  readonly present: (sample: EncodedSample, label: number) => Uint32Array;
  /** Lets time pass without a spike or a stimulus, s: early phases recover, late phases go on. */
  readonly rest: (duration: number) => void;
  /**
   * Shows a sample without its class, then the pause, while the synapses stay as they are. The state is not touched: membranes
   * begin at rest with the first response, and go on from one response to the next, as in the thesis's code.
   *
   * @returns output spikes `[neurons]`, those of the pause included; a new array
   */
  readonly respond: (sample: EncodedSample) => Uint32Array;
  /** w = beta (v_h + V_H0 z) of each synapse `[neurons, inputs]`; a new array */
  readonly weights: () => Float64Array;
  /** Everything the run is between two samples: going on from it gives the same bits. A copy. */
  readonly state: () => NetworkState;
}
