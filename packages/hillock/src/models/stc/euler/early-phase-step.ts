import type { SynapseStates } from "../synapse-states.js";

/**
 * Calcium and early phase of the synapses of one neuron, one forward Euler step, in place.
 *
 * @param pre `[inputs]`, 1 where an input spikes
 * @param post 1 if the neuron spikes
 */
export type EarlyPhaseStep = (states: SynapseStates, neuron: number, pre: Uint8Array, post: number) => void;
