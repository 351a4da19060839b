import type { SynapseStates } from "../synapse-states.js";

/** Protein (5) and late phase (4) of the synapses of one neuron by their new early phase, one forward Euler step, in place. */
export type LatePhaseStep = (states: SynapseStates, neuron: number) => void;
