import type { ExactConstants } from "./exact-constants.js";
import { courseFromHighest, courseFromLowest } from "./exact-limit-course.js";
import type { Schedule } from "./exact-schedule.js";

/**
 * Of which v_h a synapse with protein is tagged through a whole schedule, below its rest (low) or above (high): v_h then moves by the
 * schedule's sum; or, where a limit is in the way, comes to where the course from the limit comes to. V; `from` and `to` are meant, too.
 */
export interface TaggedRanges {
  lowFrom: number;
  lowTo: number;
  /** Where the course from the lower limit ends: none ends below. Infinite if none of these courses comes to the limit. */
  lowEnd: number;
  highFrom: number;
  highTo: number;
  highEnd: number;
}

/** V: within this of a threshold, rounding may decide. */
const margin = 1e-12;
/** For fewer synapses the courses from the limits are not worth while. */
const several = 4;

/** Finds the ranges for a finished schedule of so many synapses, in place; there is none if the late phase counts. */
export function findTaggedRanges(
  ranges: TaggedRanges,
  schedule: Schedule,
  constants: ExactConstants,
  synapses: number,
): void {
  const { rest, upperTag, lowerTag, lowest, highest } = constants;
  const { above, below } = schedule;
  ranges.lowFrom = lowest - below.least + margin;
  ranges.lowTo = constants.counter ? Number.NEGATIVE_INFINITY : Math.min(lowerTag, rest) - below.most - margin;
  ranges.lowEnd = Number.NEGATIVE_INFINITY;
  if (synapses >= several && Number.isFinite(lowest) && below.least < 0 && lowest < ranges.lowTo) {
    const course = courseFromLowest(schedule, constants);
    if (course.highest < lowerTag) {
      ranges.lowFrom = lowest;
      ranges.lowEnd = course.voltage;
    }
  }
  ranges.highFrom = constants.counter ? Number.POSITIVE_INFINITY : Math.max(upperTag, rest) - above.least + margin;
  ranges.highTo = highest - above.most - margin;
  ranges.highEnd = Number.POSITIVE_INFINITY;
  if (synapses >= several && Number.isFinite(highest) && above.most > 0 && highest > ranges.highFrom) {
    const course = courseFromHighest(schedule, constants);
    if (course.lowest > upperTag) {
      ranges.highTo = highest;
      ranges.highEnd = course.voltage;
    }
  }
}
