import type { CircuitSynapse } from "../circuit-synapse.js";
import { type SynapseStates, synapseStates } from "../synapse-states.js";
import type { EarlyPhaseStep } from "./early-phase-step.js";
import type { EulerLayer } from "./euler-layer.js";
import { latePhaseStep } from "./late-phase.js";
import type { EulerSettings } from "./settings.js";

/** Circuit synapses by forward Euler with an early-phase step, in JavaScript. */
export function scriptedLayer(synapse: CircuitSynapse, settings: EulerSettings, early: EarlyPhaseStep): EulerLayer {
  const { inputs, neurons } = settings;
  const late = latePhaseStep(synapse, settings);
  const own = synapseStates(synapse, inputs * neurons);
  const silent = new Uint8Array(inputs);
  let spiking: Uint8Array = silent;
  return {
    earlyPhase: own.earlyPhase,
    latePhase: own.latePhase,
    stride: inputs,
    load: (states) => copy(states, own),
    save: (states) => copy(own, states),
    spike(pre) {
      spiking = pre ?? silent;
    },
    step(neuron, post) {
      early(own, neuron, spiking, post);
      late(own, neuron);
    },
  };
}

function copy(from: SynapseStates, to: SynapseStates): void {
  to.calcium.set(from.calcium);
  to.earlyPhase.set(from.earlyPhase);
  to.latePhase.set(from.latePhase);
  to.protein.set(from.protein);
  if (from.oscillatorPhase) to.oscillatorPhase?.set(from.oscillatorPhase);
}
