import { type Course, linear, relaxing, valueAt } from "../../course.js";
import { counterLevels, lateValueOf, levelOf, remainingCounts } from "../counter.js";
import { isCircuit, type Synapse } from "../synapse-states.js";

/** The late phase until its direction changes or the counter counts. */
export interface LatePhaseCourse {
  /** z, without the floor */
  readonly course: Course;
  /** -1, 0 or 1: depressed, kept, potentiated */
  readonly direction: number;
  /** Phase of the counter's oscillator, 0 ... 1 */
  readonly phase: Course;
  /** When the counter counts, s; infinite if it does not */
  readonly countTime: number;
}

/** How the late phase moves. */
export interface LatePhaseLaw {
  readonly start: (t: number, value: number, phase: number) => LatePhaseCourse;
  /** What follows when the direction changes at time t, s. */
  readonly turn: (before: LatePhaseCourse, t: number, direction: number) => LatePhaseCourse;
  /** What follows the count at `countTime`. */
  readonly count: (before: LatePhaseCourse) => LatePhaseCourse;
  /** z at time t, s */
  readonly valueAt: (late: LatePhaseCourse, t: number) => number;
}

/** The late phase by eq. (4), or by the counter. */
export function latePhaseLaw(synapse: Synapse): LatePhaseLaw {
  const { leastLatePhase, largestLatePhase } = synapse;
  const floor = isCircuit(synapse) && synapse.latePhaseFloor === "zero" ? 0 : leastLatePhase;
  const rate = synapse.proteinAvailability / synapse.latePhaseTimeConstant;
  const levels = counterLevels(synapse);
  const value = (late: LatePhaseCourse, t: number) => Math.max(valueAt(late.course, t), floor);

  const course = (t: number, z: number, phase: number, direction: number): LatePhaseCourse => {
    if (!levels) {
      const target = direction > 0 ? largestLatePhase : leastLatePhase;
      const moving = direction === 0 ? linear(t, z) : relaxing(t, z, target, rate);
      return { course: moving, direction, phase: linear(t, 0), countTime: Number.POSITIVE_INFINITY };
    }
    const level = levelOf(levels, z);
    const frequency = direction === 0 ? 0 : rate * remainingCounts(levels, level, direction > 0);
    return {
      course: linear(t, z),
      direction,
      phase: linear(t, phase, frequency),
      countTime: frequency > 0 ? t + (1 - phase) / frequency : Number.POSITIVE_INFINITY,
    };
  };

  return {
    start: (t, z, phase) => course(t, z, phase, 0),
    turn: (before, t, direction) => course(t, value(before, t), Math.min(valueAt(before.phase, t), 1), direction),
    count: (before) => {
      if (!levels) return before;
      const level = levelOf(levels, before.course.value) + before.direction;
      return course(before.countTime, lateValueOf(levels, level), 0, before.direction);
    },
    valueAt: value,
  };
}
