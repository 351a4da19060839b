import type { DifferentialSynapse } from "../differential-synapse.js";
import type { EarlyPhaseStep } from "./early-phase-step.js";
import { type EulerSettings, type Precision, rounding } from "./settings.js";

/** What a step of eqs (2) and (3) needs, rounded once. */
interface DifferentialConstants {
  /** tau_c, s: the code divides by it */
  readonly calciumTimeConstant: number;
  readonly presynapticCalcium: number;
  readonly postsynapticCalcium: number;
  readonly potentiationThreshold: number;
  readonly depressionThreshold: number;
  readonly restingWeight: number;
  readonly largestEarlyPhase: number;
  /** 0.1/tau_h, gamma_p/tau_h and gamma_d/tau_h, 1/s */
  readonly recoveryRate: number;
  readonly potentiationRate: number;
  readonly depressionRate: number;
  /** dt, s */
  readonly timestep: number;
}

function differentialConstants(
  synapse: DifferentialSynapse,
  timestep: number,
  precision: Precision,
): DifferentialConstants {
  const round = rounding(precision);
  const rate = round(1 / synapse.earlyPhaseTimeConstant);
  return {
    calciumTimeConstant: round(synapse.calciumTimeConstant),
    presynapticCalcium: round(synapse.presynapticCalcium),
    postsynapticCalcium: round(synapse.postsynapticCalcium),
    potentiationThreshold: round(synapse.potentiationThreshold),
    depressionThreshold: round(synapse.depressionThreshold),
    restingWeight: round(synapse.restingWeight),
    largestEarlyPhase: round(synapse.largestEarlyPhase),
    recoveryRate: round(rate * round(0.1)),
    potentiationRate: round(rate * round(synapse.potentiationRate)),
    depressionRate: round(rate * round(synapse.depressionRate)),
    timestep: round(timestep),
  };
}

/**
 * The early-phase step of the differential equations:
 *
 *     c += -c/tau_c dt, + its jump if the input spikes, + its jump if the neuron does
 *     h += (0.1/tau_h (h_0 - h) + gamma_p/tau_h (h_max - h) [c > theta_p] - gamma_d/tau_h h [c > theta_d]) dt by the new c
 */
export function differentialEarlyPhaseStep(synapse: DifferentialSynapse, settings: EulerSettings): EarlyPhaseStep {
  const constants = differentialConstants(synapse, settings.timestep, settings.precision);
  return (settings.precision === "single" ? singleStep : doubleStep)(constants, settings.inputs);
}

function doubleStep(constants: DifferentialConstants, inputs: number): EarlyPhaseStep {
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const { calciumTimeConstant, presynapticCalcium, potentiationThreshold, depressionThreshold } = constants;
    const { restingWeight, largestEarlyPhase, recoveryRate, potentiationRate, depressionRate, timestep } = constants;
    const postJump = post * constants.postsynapticCalcium;
    const from = neuron * inputs;
    for (let input = 0, n = from; input < inputs; input++, n++) {
      const before = calcium[n];
      const c = before + (-before / calciumTimeConstant) * timestep + pre[input] * presynapticCalcium + postJump;
      calcium[n] = c;
      const h = earlyPhase[n];
      let rate = recoveryRate * (restingWeight - h);
      if (c > potentiationThreshold) rate += potentiationRate * (largestEarlyPhase - h);
      if (c > depressionThreshold) rate -= depressionRate * h;
      earlyPhase[n] = h + rate * timestep;
    }
  };
}

function singleStep(constants: DifferentialConstants, inputs: number): EarlyPhaseStep {
  const f = Math.fround;
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const { calciumTimeConstant, presynapticCalcium, potentiationThreshold, depressionThreshold } = constants;
    const { restingWeight, largestEarlyPhase, recoveryRate, potentiationRate, depressionRate, timestep } = constants;
    const postJump = post * constants.postsynapticCalcium;
    const from = neuron * inputs;
    for (let input = 0, n = from; input < inputs; input++, n++) {
      const before = calcium[n];
      const decayed = f(before + f(f(-before / calciumTimeConstant) * timestep));
      const c = f(f(decayed + pre[input] * presynapticCalcium) + postJump);
      calcium[n] = c;
      const h = earlyPhase[n];
      let rate = f(recoveryRate * f(restingWeight - h));
      if (c > potentiationThreshold) rate = f(rate + f(potentiationRate * f(largestEarlyPhase - h)));
      if (c > depressionThreshold) rate = f(rate - f(depressionRate * h));
      earlyPhase[n] = f(h + f(rate * timestep));
    }
  };
}
