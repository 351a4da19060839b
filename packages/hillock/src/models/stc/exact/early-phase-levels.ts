import { isCircuit, restingEarlyPhase, type Synapse } from "../synapse-states.js";

/** Levels of the early phase at which something may switch, V; infinite where nothing does. */
export interface EarlyPhaseLevels {
  readonly rest: number;
  readonly upperTag: number;
  readonly lowerTag: number;
  readonly upperProtein: number;
  readonly lowerProtein: number;
  /** Between which it is held */
  readonly lowest: number;
  readonly highest: number;
}

/** Levels of a synapse: its rest, +- theta_tag and +- theta_pro, and its limits. */
export function earlyPhaseLevels(synapse: Synapse): EarlyPhaseLevels {
  const rest = restingEarlyPhase(synapse);
  const { tagThreshold, proteinThreshold } = synapse;
  const limits = isCircuit(synapse) ? synapse.earlyPhaseLimits : "none";
  return {
    rest,
    upperTag: rest + tagThreshold,
    lowerTag: rest - tagThreshold,
    upperProtein: rest + proteinThreshold,
    lowerProtein: rest - proteinThreshold,
    lowest: limits === "none" ? Number.NEGATIVE_INFINITY : 0,
    highest: limits === "supplies" && isCircuit(synapse) ? synapse.supplyVoltage : Number.POSITIVE_INFINITY,
  };
}

/** The levels that the early phase can come to, V, ascending. */
export function bendsAt(levels: EarlyPhaseLevels): number[] {
  const { rest, upperTag, lowerTag, upperProtein, lowerProtein, lowest, highest } = levels;
  return [...new Set([rest, upperTag, lowerTag, upperProtein, lowerProtein, lowest, highest])]
    .filter((level) => Number.isFinite(level) && level >= lowest && level <= highest)
    .sort((a, b) => a - b);
}
