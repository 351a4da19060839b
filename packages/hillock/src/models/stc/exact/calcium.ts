import { type Course, relaxing, timeOf, valueAt } from "../../course.js";
import { restingCalcium, type Synapse } from "../synapse-states.js";

/** Spike times of the two sides, each ascending, s. */
export interface SpikeTimes {
  readonly pre: ArrayLike<number>;
  readonly post: ArrayLike<number>;
}

/** Calcium from one spike to the next, and when it passes the two thresholds: at most once each, as it goes one way. */
export interface Calcium {
  readonly course: Course;
  /** Whether it is above the threshold before `potentiationTime`, which is infinite if that does not change. */
  readonly potentiates: boolean;
  readonly potentiationTime: number;
  readonly depresses: boolean;
  readonly depressionTime: number;
}

/** Calcium that is `value` at `origin`, s, until the next spike. */
export function calciumFrom(synapse: Synapse, origin: number, value: number): Calcium {
  const target = restingCalcium(synapse);
  const course = relaxing(origin, value, target, 1 / synapse.calciumTimeConstant);
  // At a threshold it counts as above if it is about to be.
  const above = (threshold: number) => value > threshold || (value === threshold && target > threshold);
  return {
    course,
    potentiates: above(synapse.potentiationThreshold),
    potentiationTime: timeOf(course, synapse.potentiationThreshold),
    depresses: above(synapse.depressionThreshold),
    depressionTime: timeOf(course, synapse.depressionThreshold),
  };
}

/** Calcium after `pre` and `post` spikes at time t, s. */
export function calciumAfterSpikes(synapse: Synapse, before: Calcium, t: number, pre: number, post: number): Calcium {
  const value = valueAt(before.course, t);
  return calciumFrom(synapse, t, value + pre * synapse.presynapticCalcium + post * synapse.postsynapticCalcium);
}

/** Whether calcium is above theta_p (bit 0) and theta_d (bit 1) right after time t, s. */
export function calciumClass(calcium: Calcium, t: number): number {
  const potentiates = calcium.potentiates !== t >= calcium.potentiationTime;
  const depresses = calcium.depresses !== t >= calcium.depressionTime;
  return (potentiates ? 1 : 0) + (depresses ? 2 : 0);
}
