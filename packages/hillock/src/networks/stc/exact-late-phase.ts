import { exp } from "../../expr/elementary/exponential.js";
import type { ExactConstants } from "./exact-constants.js";

/** Which way z goes: 1 towards z_max, -1 towards z_min, 0 not at all. */
export type LateDirection = -1 | 0 | 1;

/** What is left of the distance of z from where it goes, after a time with a tag and protein: exp(-alpha t/tau_z). */
export function latePhaseFactor({ latePhaseRate }: ExactConstants, duration: number): number {
  return exp(-latePhaseRate * duration);
}

/** z after that. */
export function movedLatePhase(constants: ExactConstants, z: number, direction: LateDirection, factor: number): number {
  if (direction === 0) return z;
  if (direction > 0) return constants.largestLatePhase + (z - constants.largestLatePhase) * factor;
  const lower = constants.leastLatePhase + (z - constants.leastLatePhase) * factor;
  return Math.max(lower, constants.latePhaseFloor);
}
