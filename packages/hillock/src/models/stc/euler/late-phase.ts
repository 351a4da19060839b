import { counterLevels } from "../counter.js";
import type { Synapse } from "../synapse-states.js";
import { counterStep } from "./counter-step.js";
import { type LatePhaseConstants, latePhaseConstants } from "./late-phase-constants.js";
import type { LatePhaseStep } from "./late-phase-step.js";
import { type EulerSettings, rounding } from "./settings.js";

/** The step of protein, then late phase, of either model. */
export function latePhaseStep(synapse: Synapse, settings: EulerSettings): LatePhaseStep {
  const constants = latePhaseConstants(synapse, settings.timestep, settings.precision);
  const levels = counterLevels(synapse);
  const latePhase = levels
    ? counterStep(levels, constants, settings)
    : (settings.precision === "single" ? singleStep : doubleStep)(constants, settings.inputs);
  if (synapse.protein === "synapse") return latePhase;
  const sumExceeds = neuronSum(constants, settings);
  return (states, neuron) => {
    const from = neuron * settings.inputs;
    if (states.protein[from] === 0) {
      if (!sumExceeds(states.earlyPhase, from)) return;
      states.protein.fill(1, from, from + settings.inputs);
    }
    latePhase(states, neuron);
  };
}

/** Whether sum_j |h_j - h_0| over the synapses from index `from` on exceeds theta_pro. */
export function neuronSum(constants: LatePhaseConstants, { inputs, precision }: EulerSettings) {
  const round = rounding(precision);
  const { rest, proteinThreshold } = constants;
  return (earlyPhase: Float64Array, from: number): boolean => {
    let sum = 0;
    for (let n = from; n < from + inputs; n++) sum = round(sum + Math.abs(round(earlyPhase[n] - rest)));
    return sum > proteinThreshold;
  };
}

// Where a neuron's sum decides, all flags are set before these run, so their test of one early phase is for the rule "synapse" only.

function doubleStep(constants: LatePhaseConstants, inputs: number): LatePhaseStep {
  return ({ earlyPhase, latePhase, protein }, neuron) => {
    const { rest, tagThreshold, depressionTagThreshold, proteinThreshold, proteinAvailability, timestep } = constants;
    const { latePhaseRate, leastLatePhase, largestLatePhase, latePhaseFloor } = constants;
    const from = neuron * inputs;
    for (let n = from; n < from + inputs; n++) {
      const distance = earlyPhase[n] - rest;
      if (protein[n] === 0) {
        if (!(Math.abs(distance) > proteinThreshold)) continue;
        protein[n] = 1;
      }
      if (distance > tagThreshold) {
        const z = latePhase[n];
        latePhase[n] = z + latePhaseRate * (proteinAvailability * (largestLatePhase - z)) * timestep;
      } else if (-distance > depressionTagThreshold) {
        const z = latePhase[n];
        const lower = z - latePhaseRate * (proteinAvailability * (z - leastLatePhase)) * timestep;
        latePhase[n] = Math.max(lower, latePhaseFloor);
      }
    }
  };
}

function singleStep(constants: LatePhaseConstants, inputs: number): LatePhaseStep {
  const f = Math.fround;
  return ({ earlyPhase, latePhase, protein }, neuron) => {
    const { rest, tagThreshold, depressionTagThreshold, proteinThreshold, proteinAvailability, timestep } = constants;
    const { latePhaseRate, leastLatePhase, largestLatePhase, latePhaseFloor } = constants;
    const from = neuron * inputs;
    for (let n = from; n < from + inputs; n++) {
      const distance = f(earlyPhase[n] - rest);
      if (protein[n] === 0) {
        if (!(Math.abs(distance) > proteinThreshold)) continue;
        protein[n] = 1;
      }
      if (distance > tagThreshold) {
        const z = latePhase[n];
        const rate = f(latePhaseRate * f(proteinAvailability * f(largestLatePhase - z)));
        latePhase[n] = f(z + f(rate * timestep));
      } else if (-distance > depressionTagThreshold) {
        const z = latePhase[n];
        const rate = f(latePhaseRate * f(proteinAvailability * f(z - leastLatePhase)));
        const lower = f(z - f(rate * timestep));
        latePhase[n] = Math.max(lower, latePhaseFloor);
      }
    }
  };
}
