/**
 * When Newton's iteration has come close enough. Its error falls as e' = C e^2, and the step tells e before it: so after a
 * step s the error left is C s^2. C is taken from two steps in a row, twice what they show, and no less than `curvature`:
 * so that a step this small is believed although it is the first, as most are along a sweep.
 */
export interface NewtonRule {
  /** Error allowed, V. */
  readonly tolerance: number;
  /** Least C, 1/V. An exponential with the slope of a junction, exp(v / 25 mV), has 20. */
  readonly curvature: number;
  /** By what a step in each unknown is multiplied before its square counts: 1 for voltages, V/A for currents. */
  readonly scales: Float64Array;
  /** Iterations at a point, at most. */
  readonly limit: number;
}

/** Steps whose square is larger have left the range in which anything can be found. */
export const largestSquare = 1e100;

/** The currents that count like a volt: 10 uA, as for the operating point. */
const voltsPerAmpere = 1e5;

/** The rule for a system's unknowns. */
export function newtonRule(
  unknowns: readonly { readonly kind: "voltage" | "current" }[],
  tolerance: number,
): NewtonRule {
  return {
    tolerance,
    curvature: 100,
    scales: Float64Array.from(unknowns, ({ kind }) => (kind === "voltage" ? 1 : voltsPerAmpere)),
    limit: 50,
  };
}
