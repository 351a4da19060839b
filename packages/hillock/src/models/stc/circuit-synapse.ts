import type { LatePhase, ProteinRule } from "./late-phase.js";

/**
 * CMOS synapse with two-phase plasticity, by the logic of its circuits (M. A. Nicholson, thesis, University of Groningen, 2024):
 *
 *     tau_DPI di_ca/dt = I_TH I_INDC/I_TAU - i_ca, and a jump at each spike: differential pair integrator              (6)
 *     C dv_h/dt = i_hp + i_hd + i_hr, kept from 0 V to the supply                                                  (Fig. 8)
 *         i_hp = I_TAILP if i_ca > I_THPOT, else its leakage
 *         i_hd = -I_TAILD if i_ca > I_THDEP, else its leakage
 *         i_hr = -i_hrn if v_h > V_H0, i_hrp if v_h < V_H0: linear recovery; at V_H0 it holds v_h there
 *     the late phase z by eqs (4) and (5) with v_h for h, or by a counter
 *     w = beta (v_h + V_H0 z)
 */
export interface CircuitSynapse {
  /** tau_DPI, s */
  readonly calciumTimeConstant: number;
  /** I_INDC, I_TH and I_TAU, A */
  readonly tailCurrent: number;
  readonly gainCurrent: number;
  readonly leakCurrent: number;
  /** Jumps of i_ca at spikes, A */
  readonly presynapticCalcium: number;
  readonly postsynapticCalcium: number;
  /** C, F */
  readonly capacitance: number;
  /** V_H0, V */
  readonly restingVoltage: number;
  /** V_DD, V */
  readonly supplyVoltage: number;
  /** I_THPOT and I_THDEP, A */
  readonly potentiationThreshold: number;
  readonly depressionThreshold: number;
  /** I_TAILP and I_TAILD, A */
  readonly potentiationCurrent: number;
  readonly depressionCurrent: number;
  /** I_TAILP_low and I_TAILD_low: what flows while a branch is off, A */
  readonly potentiationLeakage: number;
  readonly depressionLeakage: number;
  /** i_hrp and i_hrn, A */
  readonly upwardRecovery: number;
  readonly downwardRecovery: number;
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
  /** beta: synaptic weight per volt */
  readonly weightFactor: number;
  readonly latePhase: LatePhase;
  readonly protein: ProteinRule;
  /** Between which voltages v_h is kept: the supplies; from 0 V up as in the code of Appendix A; or not at all as in that of Fig. 9. */
  readonly earlyPhaseLimits: "supplies" | "ground" | "none";
  /** Which way the depression branch's leakage flows: out of the capacitor; or, as in the thesis's code, into it. */
  readonly depressionLeakageSign: "discharges" | "charges";
  /** Late-phase depression below V_H0 - theta_tag; or, as in the code of the figures that compares with 0 V, never. */
  readonly latePhaseDepression: "acts" | "never";
  /** Least z that is kept: z_min; or 0 as in the code of Appendix A. */
  readonly latePhaseFloor: "least" | "zero";
}

/** Table 1 of the thesis (Fig. 9), with what the circuit means. */
export const circuitSynapse: CircuitSynapse = {
  calciumTimeConstant: 4.88e-3,
  tailCurrent: 25e-12,
  gainCurrent: 10e-12,
  leakCurrent: 20e-12,
  presynapticCalcium: 60e-12,
  postsynapticCalcium: 15e-12,
  capacitance: 1.2215e-12,
  restingVoltage: 0.9,
  supplyVoltage: 1.8,
  potentiationThreshold: 62e-12,
  depressionThreshold: 55e-12,
  potentiationCurrent: 90e-12,
  depressionCurrent: 10e-12,
  potentiationLeakage: 1.2e-15,
  depressionLeakage: 0.8e-15,
  upwardRecovery: 2.5e-15,
  downwardRecovery: 2.5e-15,
  tagThreshold: 0.0151226,
  proteinThreshold: 0.45,
  proteinAvailability: 1,
  latePhaseTimeConstant: 360,
  leastLatePhase: -0.5,
  largestLatePhase: 1,
  weightFactor: 4.6675e-3,
  latePhase: { kind: "equation" },
  protein: "neuron",
  earlyPhaseLimits: "supplies",
  depressionLeakageSign: "discharges",
  latePhaseDepression: "acts",
  latePhaseFloor: "least",
};

/**
 * Table 3 of the thesis (networks): one spike of either side depresses, both together potentiate. Its recovery downwards is 32 times
 * as fast as that of Table 1, its late phase is not; `standardTiming` and `acceleratedTiming` are what the stated accuracies need.
 */
export const networkSynapse: CircuitSynapse = {
  ...circuitSynapse,
  presynapticCalcium: 15e-12,
  potentiationThreshold: 30e-12,
  depressionThreshold: 25e-12,
  potentiationCurrent: 50e-12,
  depressionLeakage: 1.2e-15,
  downwardRecovery: 80e-15,
  proteinThreshold: 0.02,
};

/** Recovery and late phase at the pace of Table 1. */
export const standardTiming = { downwardRecovery: 2.5e-15, latePhaseTimeConstant: 360 };

/** Recovery downwards and late phase 32 times as fast. */
export const acceleratedTiming = { downwardRecovery: 80e-15, latePhaseTimeConstant: 11.25 };
