import type { SynapseStates } from "../synapse-states.js";

/** Synapses of a layer of neurons while they are carried through many forward Euler steps. */
export interface EulerLayer {
  /** v_h, V, and z `[neurons, stride]`: the first of a neuron are its inputs */
  readonly earlyPhase: Float64Array;
  readonly latePhase: Float64Array;
  readonly stride: number;
  /** Begins with these states `[neurons, inputs]`; they are copied. */
  readonly load: (states: SynapseStates) => void;
  /** Copies the present states to `states`. */
  readonly save: (states: SynapseStates) => void;
  /**
   * How many spikes each input has in the steps that follow, until others are given; none at first.
   *
   * @param pre `[inputs]`; undefined if there is none
   */
  readonly spike: (pre: Uint8Array | undefined) => void;
  /**
   * One step of the synapses of one neuron, in the order of `eulerStep`.
   *
   * @param post 1 if the neuron spikes
   */
  readonly step: (neuron: number, post: number) => void;
}
