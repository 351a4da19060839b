import type { CircuitSynapse } from "../circuit-synapse.js";

/**
 * Slopes of v_h by the class of calcium (bit 0: above I_THPOT, bit 1: above I_THDEP), V/s. Upwards recovery is never less than downwards,
 * so `below[k] >= above[k]`.
 */
export interface CircuitSlopes {
  /** Below V_H0 */
  readonly below: Float64Array;
  /** Above V_H0 */
  readonly above: Float64Array;
  /** At V_H0: 0 if the recovery pushes towards it from both sides, else the slope of the side that v_h leaves to */
  readonly at: Float64Array;
}

/** The slopes of Fig. 8: the currents over C. */
export function circuitSlopes(synapse: CircuitSynapse): CircuitSlopes {
  const leakage = synapse.depressionLeakageSign === "charges" ? synapse.depressionLeakage : -synapse.depressionLeakage;
  const slope = (recovery: number, kind: number) => {
    const potentiation = kind & 1 ? synapse.potentiationCurrent : synapse.potentiationLeakage;
    const depression = kind & 2 ? -synapse.depressionCurrent : leakage;
    return (recovery + potentiation + depression) / synapse.capacitance;
  };
  const classes = [0, 1, 2, 3];
  const below = Float64Array.from(classes, (kind) => slope(synapse.upwardRecovery, kind));
  const above = Float64Array.from(classes, (kind) => slope(-synapse.downwardRecovery, kind));
  const at = Float64Array.from(classes, (kind) => (above[kind] > 0 ? above[kind] : Math.min(below[kind], 0)));
  return { below, above, at };
}

/** Slope of v_h at a voltage between its limits, held at them and at V_H0. */
export function slopeAt(
  slopes: CircuitSlopes,
  { restingVoltage, earlyPhaseLimits, supplyVoltage }: CircuitSynapse,
  voltage: number,
  kind: number,
): number {
  const side = voltage > restingVoltage ? slopes.above : voltage < restingVoltage ? slopes.below : slopes.at;
  const slope = side[kind];
  if (earlyPhaseLimits !== "none" && voltage <= 0 && slope < 0) return 0;
  if (earlyPhaseLimits === "supplies" && voltage >= supplyVoltage && slope > 0) return 0;
  return slope;
}
