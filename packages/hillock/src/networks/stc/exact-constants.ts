import type { CircuitSynapse } from "../../models/stc/circuit-synapse.js";
import { type CounterLevels, counterLevels } from "../../models/stc/counter.js";
import { circuitSlopes } from "../../models/stc/exact/circuit-slopes.js";
import { bendsAt, type EarlyPhaseLevels, earlyPhaseLevels } from "../../models/stc/exact/early-phase-levels.js";
import { restingCalcium } from "../../models/stc/synapse-states.js";
import type { SynapseMismatch } from "./synapse-mismatch.js";

/**
 * What the exact integration needs of a synapse's parameters. `lowerTag` is infinite if the late phase is never depressed, the levels of
 * protein are where the synapse does not make it available by itself.
 */
export interface ExactConstants extends EarlyPhaseLevels {
  /** tau_DPI, s */
  readonly calciumTimeConstant: number;
  /** I_TH I_INDC/I_TAU, A */
  readonly restingCalcium: number;
  /** I_THPOT and I_THDEP, A */
  readonly potentiationThreshold: number;
  readonly depressionThreshold: number;
  /** dv_h/dt above V_H0 and below it, V/s: index 1 if i_ca > I_THPOT, + 2 if i_ca > I_THDEP */
  readonly slopeAbove: Float64Array;
  readonly slopeBelow: Float64Array;
  /** Where the course of v_h or z may bend, within the limits, ascending, V */
  readonly bends: Float64Array;
  /** alpha/tau_z, 1/s */
  readonly latePhaseRate: number;
  readonly leastLatePhase: number;
  readonly largestLatePhase: number;
  /** Below this z does not fall. */
  readonly latePhaseFloor: number;
  /** Of a late phase that counts */
  readonly counter: CounterLevels | undefined;
}

/** Constants of a synapse, whose thresholds, currents and capacitance may deviate by the factors of number `index` of a mismatch. */
export function exactConstants(nominal: CircuitSynapse, mismatch?: SynapseMismatch, index = 0): ExactConstants {
  const synapse = mismatch ? deviating(nominal, mismatch, index) : nominal;
  const { above, below } = circuitSlopes(synapse);
  const { upperProtein, lowerProtein, lowerTag, ...others } = earlyPhaseLevels(synapse);
  const own = synapse.protein === "synapse";
  const levels: EarlyPhaseLevels = {
    ...others,
    lowerTag: synapse.latePhaseDepression === "never" ? Number.NEGATIVE_INFINITY : lowerTag,
    upperProtein: own ? upperProtein : Number.POSITIVE_INFINITY,
    lowerProtein: own ? lowerProtein : Number.NEGATIVE_INFINITY,
  };
  return {
    ...levels,
    bends: Float64Array.from(bendsAt(levels)),
    calciumTimeConstant: synapse.calciumTimeConstant,
    restingCalcium: restingCalcium(synapse),
    potentiationThreshold: synapse.potentiationThreshold,
    depressionThreshold: synapse.depressionThreshold,
    slopeAbove: above,
    slopeBelow: below,
    latePhaseRate: synapse.proteinAvailability / synapse.latePhaseTimeConstant,
    leastLatePhase: synapse.leastLatePhase,
    largestLatePhase: synapse.largestLatePhase,
    latePhaseFloor: synapse.latePhaseFloor === "zero" ? 0 : synapse.leastLatePhase,
    counter: counterLevels(synapse),
  };
}

function deviating(synapse: CircuitSynapse, mismatch: SynapseMismatch, index: number): CircuitSynapse {
  return {
    ...synapse,
    potentiationThreshold: synapse.potentiationThreshold * mismatch.potentiationThreshold[index],
    depressionThreshold: synapse.depressionThreshold * mismatch.depressionThreshold[index],
    potentiationCurrent: synapse.potentiationCurrent * mismatch.potentiationCurrent[index],
    depressionCurrent: synapse.depressionCurrent * mismatch.depressionCurrent[index],
    capacitance: synapse.capacitance * mismatch.capacitance[index],
  };
}
