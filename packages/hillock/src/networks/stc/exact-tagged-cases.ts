import type { ExactConstants } from "./exact-constants.js";
import { courseFromHighest, courseFromLowest } from "./exact-limit-course.js";
import type { Schedule } from "./exact-schedule.js";

/**
 * The four ways through a schedule in which a synapse with protein is tagged all the time: below its rest with or (first) from the lower
 * limit on, above its rest without or (last) from the upper limit on. There is none if the late phase counts. Arrays are by these, `split` by the side of rest.
 */
export interface TaggedCases {
  /** v_h that parts the two cases of a side, V */
  readonly split: Float64Array;
  /** Between which v_h a case holds, V */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** v_h is then `keep` times v_h plus `end`: it moves by that, or comes to it. */
  readonly keep: Float64Array;
  readonly end: Float64Array;
  /** Where z goes, and what it is not let below */
  readonly target: Float64Array;
  readonly floor: Float64Array;
  /** Fills the arrays for a finished schedule of so many synapses. */
  readonly prepare: (schedule: Schedule, constants: ExactConstants, synapses: number) => void;
}

/** V: within this of a threshold, rounding may decide, and no case is taken. */
const margin = 1e-12;
/** For fewer synapses the courses from the limits are not worth while. */
const several = 4;

export function taggedCases(): TaggedCases {
  const four = () => new Float64Array(4);
  const [from, to, end, target] = [four(), four(), four(), four()];
  const floor = four().fill(Number.NEGATIVE_INFINITY);
  const split = new Float64Array(2);
  const keep = Float64Array.of(0, 1, 1, 0);
  const prepare: TaggedCases["prepare"] = (schedule, constants, synapses) => {
    const { rest, upperTag, lowerTag, lowest, highest, counter } = constants;
    if (counter) {
      to.fill(Number.NEGATIVE_INFINITY);
      return;
    }
    const { above, below } = schedule;
    const lowestFree = lowest - below.least + margin;
    const highestFree = highest - above.most - margin;
    const belowTag = Math.min(lowerTag, rest) - below.most - margin;
    const aboveTag = Math.max(upperTag, rest) - above.least + margin;
    split[0] = lowestFree;
    split[1] = highestFree;
    from[1] = lowestFree;
    to[1] = belowTag;
    end[1] = below.end;
    from[2] = aboveTag;
    to[2] = highestFree;
    end[2] = above.end;
    // None, unless the course from the limit is tagged all the time, too.
    to[0] = Number.NEGATIVE_INFINITY;
    if (synapses >= several && below.least < 0 && Number.isFinite(lowest) && lowest < belowTag) {
      const course = courseFromLowest(schedule, constants);
      if (course.highest < lowerTag) {
        from[0] = lowest - margin;
        to[0] = Math.min(belowTag, lowestFree - 2 * margin);
        end[0] = course.voltage;
      }
    }
    from[3] = Number.POSITIVE_INFINITY;
    if (synapses >= several && above.most > 0 && Number.isFinite(highest) && highest > aboveTag) {
      const course = courseFromHighest(schedule, constants);
      if (course.lowest > upperTag) {
        from[3] = Math.max(aboveTag, highestFree + 2 * margin);
        to[3] = highest + margin;
        end[3] = course.voltage;
      }
    }
    target[0] = constants.leastLatePhase;
    target[1] = constants.leastLatePhase;
    target[2] = constants.largestLatePhase;
    target[3] = constants.largestLatePhase;
    floor[0] = constants.latePhaseFloor;
    floor[1] = constants.latePhaseFloor;
  };
  return { split, from, to, keep, end, target, floor, prepare };
}
