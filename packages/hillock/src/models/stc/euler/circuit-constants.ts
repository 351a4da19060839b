import type { CircuitSynapse } from "../circuit-synapse.js";
import { restingCalcium } from "../synapse-states.js";
import { type Precision, rounding } from "./settings.js";

/** Current of a branch into the capacitor, A. */
export interface BranchCurrent {
  readonly on: number;
  readonly off: number;
}

/** What a step of calcium (6) and of the early phase (Fig. 8) needs, rounded once. */
export interface CircuitConstants {
  /** 1/tau_DPI, 1/s */
  readonly calciumRate: number;
  readonly restingCalcium: number;
  readonly presynapticCalcium: number;
  readonly postsynapticCalcium: number;
  readonly potentiationThreshold: number;
  readonly depressionThreshold: number;
  readonly restingVoltage: number;
  readonly lowestVoltage: number;
  readonly highestVoltage: number;
  /** dt, s */
  readonly timestep: number;
  /** 1/C, 1/F */
  readonly conductance: number;
  /** i_hr: on if v_h > V_H0 */
  readonly recovery: BranchCurrent;
  /** i_hp: on if i_ca > I_THPOT */
  readonly potentiation: BranchCurrent;
  /** i_hd: on if i_ca > I_THDEP */
  readonly depression: BranchCurrent;
}

/** The constants of a circuit synapse in the arithmetic of a run. */
export function circuitConstants(synapse: CircuitSynapse, timestep: number, precision: Precision): CircuitConstants {
  const round = rounding(precision);
  const leakSign = synapse.depressionLeakageSign === "charges" ? 1 : -1;
  const branch = (on: number, off: number): BranchCurrent => ({ on: round(on), off: round(off) });
  return {
    calciumRate: round(1 / synapse.calciumTimeConstant),
    restingCalcium: round(restingCalcium(synapse)),
    presynapticCalcium: round(synapse.presynapticCalcium),
    postsynapticCalcium: round(synapse.postsynapticCalcium),
    potentiationThreshold: round(synapse.potentiationThreshold),
    depressionThreshold: round(synapse.depressionThreshold),
    restingVoltage: round(synapse.restingVoltage),
    lowestVoltage: synapse.earlyPhaseLimits === "none" ? Number.NEGATIVE_INFINITY : 0,
    highestVoltage: synapse.earlyPhaseLimits === "supplies" ? round(synapse.supplyVoltage) : Number.POSITIVE_INFINITY,
    timestep: round(timestep),
    conductance: round(1 / synapse.capacitance),
    recovery: branch(-synapse.downwardRecovery, synapse.upwardRecovery),
    potentiation: branch(synapse.potentiationCurrent, synapse.potentiationLeakage),
    depression: branch(-synapse.depressionCurrent, leakSign * synapse.depressionLeakage),
  };
}
