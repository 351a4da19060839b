/** Least and largest conductance of a crossbar resistor, in units of the network: 10 Mohm and 10 kohm at 10 uS. */
export const leastTheta = 0.01;
export const largestTheta = 10;
/** Conductance of a weight of 1, S; with the bounds above, resistors from 10 kohm to 10 Mohm. */
export const defaultUnitConductance = 1e-5;

/** What becomes of weights too small to be printed. */
export type SmallConductances = "rounded" | "dropped";

/**
 * The printable conductance next to a free weight, in units of the network: |theta|, at most {@link largestTheta}, and below
 * {@link leastTheta} either that or none, whichever is nearer ("rounded") or always none ("dropped", as in the published code).
 *
 * If rounded, the gradient is passed straight through, as if the conductance were |theta| everywhere (Bengio et al. 2013): otherwise
 * the weight of a resistor that is not printed would never come back. If dropped, it is zero, as published.
 */
export function printableConductance(theta: number, small: SmallConductances = "rounded"): number {
  const size = Math.abs(theta);
  if (size >= largestTheta) return largestTheta;
  if (size >= leastTheta) return size;
  return small === "rounded" && size >= leastTheta / 2 ? leastTheta : 0;
}
