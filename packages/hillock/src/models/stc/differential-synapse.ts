import type { LatePhase, ProteinRule } from "./late-phase.js";

/**
 * Synapse with two-phase plasticity as differential equations (M. A. Nicholson, thesis, University of Groningen, 2024):
 *
 *     dc/dt = -c/tau_c + c_pre sum_k delta(t - t_pre^k) + c_post sum_k delta(t - t_post^k)                              (2)
 *     tau_h dh/dt = 0.1 (h_0 - h) + gamma_p (h_max - h) [c > theta_p] - gamma_d h [c > theta_d]                         (3)
 *     tau_z dz/dt = p (z_max - z) [h - h_0 > theta_tag] - p (z - z_min) [h_0 - h > theta_tag]                           (4)
 *     p = alpha once |h - h_0| (or its sum over the neuron's synapses) exceeded theta_pro, before that 0                (5)
 *     w = h + h_0 z
 */
export interface DifferentialSynapse {
  /** tau_c, s */
  readonly calciumTimeConstant: number;
  /** c_pre and c_post: jumps at spikes, mM */
  readonly presynapticCalcium: number;
  readonly postsynapticCalcium: number;
  /** t_c,delay: from a presynaptic spike to its calcium, s */
  readonly calciumDelay: number;
  /** tau_h, s; the early phase recovers with tau_h/0.1 */
  readonly earlyPhaseTimeConstant: number;
  /** h_0, V */
  readonly restingWeight: number;
  /** h_max, V */
  readonly largestEarlyPhase: number;
  /** gamma_p and gamma_d */
  readonly potentiationRate: number;
  readonly depressionRate: number;
  /** theta_p and theta_d, mM */
  readonly potentiationThreshold: number;
  readonly depressionThreshold: number;
  /** theta_tag, V */
  readonly tagThreshold: number;
  /** theta_pro, V */
  readonly proteinThreshold: number;
  /** alpha */
  readonly proteinAvailability: number;
  /** tau_z, s */
  readonly latePhaseTimeConstant: number;
  /** z_min and z_max */
  readonly leastLatePhase: number;
  readonly largestLatePhase: number;
  readonly latePhase: LatePhase;
  readonly protein: ProteinRule;
}

/** Table 2 of the thesis, with what its equations mean. */
export const differentialSynapse: DifferentialSynapse = {
  calciumTimeConstant: 48.8e-3,
  presynapticCalcium: 0.6,
  postsynapticCalcium: 0.1655,
  calciumDelay: 0,
  earlyPhaseTimeConstant: 688.4,
  restingWeight: 4.20075e-3,
  largestEarlyPhase: 10e-3,
  potentiationRate: 1645.6,
  depressionRate: 313.1,
  potentiationThreshold: 0.3,
  depressionThreshold: 0.2,
  tagThreshold: 0.640149e-4,
  proteinThreshold: 2.3e-3,
  proteinAvailability: 1,
  latePhaseTimeConstant: 3600,
  leastLatePhase: -0.5,
  largestLatePhase: 1,
  latePhase: { kind: "equation" },
  protein: "neuron",
};
