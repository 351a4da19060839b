import { type InitialSynapse, synapseStates } from "../../models/stc/synapse-states.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";

/** A network that has not seen anything: membranes at V_rev, synapses at rest unless `initial` says otherwise. */
export function networkState(network: PlasticNetwork, initial: InitialSynapse = {}): NetworkState {
  const { inputs, neurons, synapse, neuron } = network;
  const { oscillatorPhase, ...states } = synapseStates(synapse, neurons * inputs, initial);
  return {
    ...states,
    oscillatorPhase: oscillatorPhase ?? new Float64Array(neurons * inputs),
    membrane: new Float64Array(neurons).fill(neuron.reversalPotential),
    synapticInput: new Float64Array(neurons),
    refractory: new Float64Array(neurons),
    samples: 0,
  };
}

/** The same, in arrays of its own. */
export function copyOfState(state: NetworkState): NetworkState {
  return {
    calcium: state.calcium.slice(),
    earlyPhase: state.earlyPhase.slice(),
    latePhase: state.latePhase.slice(),
    protein: state.protein.slice(),
    oscillatorPhase: state.oscillatorPhase.slice(),
    membrane: state.membrane.slice(),
    synapticInput: state.synapticInput.slice(),
    refractory: state.refractory.slice(),
    samples: state.samples,
  };
}
