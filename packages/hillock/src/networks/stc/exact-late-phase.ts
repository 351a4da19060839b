import { exp } from "../../expr/elementary/exponential.js";
import { type CounterLevels, lateValueOf, levelOf, remainingCounts } from "../../models/stc/counter.js";
import type { ExactConstants } from "./exact-constants.js";

/** Which way z goes: 1 towards z_max, -1 towards z_min, 0 not at all. */
export type LateDirection = -1 | 0 | 1;

/** The late phase of a synapse on its way. */
export interface LatePhaseCourse {
  z: number;
  /** Of the counter's oscillator, 0 to 1; of no account without a counter */
  phase: number;
}

/** What is left of the distance of z from where it goes, after a time with a tag and protein: exp(-alpha t/tau_z). */
export function latePhaseFactor({ latePhaseRate }: ExactConstants, duration: number): number {
  return exp(-latePhaseRate * duration);
}

/** Lets the late phase go one way for a time, s, in place: by eq. (4), or from count to count. */
export function moveLatePhase(
  course: LatePhaseCourse,
  constants: ExactConstants,
  direction: LateDirection,
  duration: number,
): void {
  const { counter, leastLatePhase: least, largestLatePhase: largest, latePhaseFloor, latePhaseRate } = constants;
  if (direction === 0) return;
  if (counter) {
    count(course, counter, latePhaseRate, direction, duration);
    return;
  }
  const factor = latePhaseFactor(constants, duration);
  if (direction > 0) course.z = largest + (course.z - largest) * factor;
  else course.z = Math.max(least + (course.z - least) * factor, latePhaseFloor);
}

/** The oscillator's frequency is constant from count to count: `rate` times the counts that are left, Hz. */
function count(
  course: LatePhaseCourse,
  levels: CounterLevels,
  rate: number,
  direction: LateDirection,
  duration: number,
): void {
  let level = levelOf(levels, course.z);
  let left = duration;
  for (;;) {
    const frequency = rate * remainingCounts(levels, level, direction > 0);
    const wait = frequency > 0 ? (1 - course.phase) / frequency : Number.POSITIVE_INFINITY;
    if (wait > left) {
      course.phase = Math.min(course.phase + frequency * left, 1);
      return;
    }
    left -= wait;
    level += direction;
    course.z = lateValueOf(levels, level);
    course.phase = 0;
  }
}
