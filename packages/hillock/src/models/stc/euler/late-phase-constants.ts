import type { CircuitSynapse } from "../circuit-synapse.js";
import type { DifferentialSynapse } from "../differential-synapse.js";
import { type Precision, rounding } from "./settings.js";

/** What a step of the protein (5) and of the late phase (4) needs, rounded once. */
export interface LatePhaseConstants {
  readonly rest: number;
  readonly tagThreshold: number;
  /** How far below rest the late phase is depressed: the tag threshold, or infinity if it never is. */
  readonly depressionTagThreshold: number;
  readonly proteinThreshold: number;
  readonly proteinAvailability: number;
  /** 1/tau_z, 1/s */
  readonly latePhaseRate: number;
  readonly leastLatePhase: number;
  readonly largestLatePhase: number;
  /** Below this z is not let. */
  readonly latePhaseFloor: number;
  /** dt, s */
  readonly timestep: number;
}

/** The constants of eqs (4) and (5), of either model. */
export function latePhaseConstants(
  synapse: CircuitSynapse | DifferentialSynapse,
  timestep: number,
  precision: Precision,
): LatePhaseConstants {
  const round = rounding(precision);
  const circuit = "capacitance" in synapse;
  const never = circuit && synapse.latePhaseDepression === "never";
  return {
    rest: round(circuit ? synapse.restingVoltage : synapse.restingWeight),
    tagThreshold: round(synapse.tagThreshold),
    depressionTagThreshold: never ? Number.POSITIVE_INFINITY : round(synapse.tagThreshold),
    proteinThreshold: round(synapse.proteinThreshold),
    proteinAvailability: round(synapse.proteinAvailability),
    latePhaseRate: round(1 / synapse.latePhaseTimeConstant),
    leastLatePhase: round(synapse.leastLatePhase),
    largestLatePhase: round(synapse.largestLatePhase),
    latePhaseFloor: circuit && synapse.latePhaseFloor === "zero" ? 0 : round(synapse.leastLatePhase),
    timestep: round(timestep),
  };
}
