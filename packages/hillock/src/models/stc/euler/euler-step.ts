import { checkSynapse } from "../check-synapse.js";
import { isCircuit, type Synapse, type SynapseStates } from "../synapse-states.js";
import { checkSettings } from "./check-settings.js";
import { circuitEarlyPhaseStep } from "./circuit-early-phase.js";
import { differentialEarlyPhaseStep } from "./differential-early-phase.js";
import { latePhaseStep } from "./late-phase.js";
import type { EulerSettings } from "./settings.js";

/**
 * One forward Euler step of the synapses `[neurons, inputs]`, in place.
 *
 * @param pre `[inputs]`, 1 where an input spikes in this step, else 0
 * @param post `[neurons]`, 1 where a neuron spikes in this step, else 0
 */
export type EulerStep = (states: SynapseStates, pre: Uint8Array, post: Uint8Array) => void;

/**
 * The forward Euler step of a layer of synapses, in the order of the thesis's code: calcium with its jumps; early phase by the new calcium,
 * with the recovery's sign by the old early phase; protein and late phase by the new early phase. The spikes of a step act in it.
 * All choices are made here, once; the step itself allocates nothing.
 *
 * The states of a run in single precision hold numbers that floats have: begin with `synapseStates(..., "single")`.
 * A presynaptic spike's calcium delay is the caller's: shift the spikes.
 *
 * @throws HillockError `models/...` for parameters or settings without meaning
 */
export function eulerStep(synapse: Synapse, settings: EulerSettings): EulerStep {
  checkSynapse(synapse);
  checkSettings(settings);
  const earlyPhase = isCircuit(synapse)
    ? circuitEarlyPhaseStep(synapse, settings)
    : differentialEarlyPhaseStep(synapse, settings);
  const latePhase = latePhaseStep(synapse, settings);
  const { neurons } = settings;
  return (states, pre, post) => {
    for (let neuron = 0; neuron < neurons; neuron++) {
      earlyPhase(states, neuron, pre, post[neuron]);
      latePhase(states, neuron);
    }
  };
}
