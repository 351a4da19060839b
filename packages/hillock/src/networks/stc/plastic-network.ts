import type { LifNeuron } from "../../models/lif-neuron.js";
import type { CircuitSynapse } from "../../models/stc/circuit-synapse.js";

/**
 * Two layers: every input reaches every output neuron by a synapse with two-phase plasticity (M. A. Nicholson, thesis, University of
 * Groningen, 2024, Fig. 13). Arrays over synapses are `[neurons, inputs]`, the inputs of one neuron beside each other.
 */
export interface PlasticNetwork {
  readonly inputs: number;
  readonly neurons: number;
  readonly synapse: CircuitSynapse;
  readonly neuron: LifNeuron;
  /**
   * What drives a neuron during training: the weights of the inputs that spike; or, as in the thesis's code, the number of spikes
   * times the sum of all of the neuron's weights, which broadcasting makes of it there.
   */
  readonly drive: "dot-product" | "outer-product";
}

/** How samples are shown (thesis, 3.3.2): spikes and stimulus, then a pause without either. */
export interface Protocol {
  /** s */
  readonly presentation: number;
  /** s */
  readonly pause: number;
  /** Current into the neuron of the sample's label, A; all other neurons get its negative, which holds them at their reset potential. */
  readonly stimulus: number;
}

/** 150 ms, 200 ms, 1 nA. */
export const thesisProtocol: Protocol = { presentation: 0.15, pause: 0.2, stimulus: 1e-9 };

/** A sample as spikes. */
export interface EncodedSample {
  /** Spike times from the sample's beginning, ascending, s: what the inputs of each train have in common. */
  readonly trains: readonly Float64Array[];
  /** `[inputs]`: which train an input has */
  readonly trainOf: Uint16Array;
}

/** Everything that a network is between two samples. */
export interface NetworkState {
  /** i_ca, A `[neurons, inputs]` */
  readonly calcium: Float64Array;
  /** v_h, V `[neurons, inputs]` */
  readonly earlyPhase: Float64Array;
  /** z `[neurons, inputs]` */
  readonly latePhase: Float64Array;
  /** Whether protein is available, 0 or 1 `[neurons, inputs]`; equal within a neuron by the rule "neuron" */
  readonly protein: Uint8Array;
  /** Of the counter's oscillator, 0 to 1 `[neurons, inputs]`; needed by the late phase "counter" only */
  readonly oscillatorPhase: Float64Array;
  /** V `[neurons]` */
  readonly membrane: Float64Array;
  /** sum_j sum_k w_j epsilon(t - t_j^k) of exponential responses, V `[neurons]`; 0 with pulses */
  readonly synapticInput: Float64Array;
  /** What is left of the refractory period, s `[neurons]` */
  readonly refractory: Float64Array;
  /** Samples shown so far. */
  samples: number;
}
