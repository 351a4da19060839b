import type { ExactConstants } from "./exact-constants.js";
import type { SynapseCourse } from "./exact-course.js";
import { latePhaseFactor } from "./exact-late-phase.js";
import { courseFromHighest, courseFromLowest } from "./exact-limit-course.js";
import type { Schedule } from "./exact-schedule.js";
import { followSynapse } from "./exact-synapse.js";
import { findTaggedRanges, type TaggedRanges } from "./exact-tagged-ranges.js";
import type { NetworkState } from "./plastic-network.js";

/** Synapses of one neuron that share a calcium history. */
export interface Members {
  /** Index of the neuron's first synapse */
  readonly offset: number;
  /** Inputs, of which those from index `from` to before `to` are meant */
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Takes synapses through a finished schedule, in place. */
export type Advance = (members: Members, schedule: Schedule, constants: ExactConstants) => void;

/**
 * Most synapses meet no bend in a sample: v_h changes by the schedule's sum, z by one factor. Of those that are driven into a limit, the
 * limit is all that counts: two courses that have met stay together, and v_h of a synapse that touches the limit meets the course that
 * begins there. The others go from bend to bend.
 *
 * @param ownProtein whether each synapse has protein by its own early phase, rule "synapse"
 */
export function createAdvance(state: NetworkState, ownProtein: boolean): Advance {
  const { earlyPhase, latePhase, protein, oscillatorPhase } = state;
  const course: SynapseCourse = { voltage: 0, z: 0, phase: 0, protein: 0, highest: 0, lowest: 0 };
  const ranges: TaggedRanges = { lowFrom: 0, lowTo: 0, lowEnd: 0, highFrom: 0, highTo: 0, highEnd: 0 };

  const follow = (n: number, schedule: Schedule, constants: ExactConstants): void => {
    course.voltage = earlyPhase[n];
    course.z = latePhase[n];
    course.phase = oscillatorPhase[n];
    course.protein = protein[n];
    followSynapse(schedule, constants, course);
    earlyPhase[n] = course.voltage;
    latePhase[n] = course.z;
    oscillatorPhase[n] = course.phase;
    if (ownProtein) protein[n] = course.protein;
  };

  /** One that is not in a range: it may be untagged or without protein all the time; or it goes from bend to bend. */
  const takeOne = (n: number, schedule: Schedule, constants: ExactConstants): void => {
    const { rest, upperTag, lowerTag, upperProtein, lowerProtein, lowest, highest } = constants;
    const { above, below } = schedule;
    const voltage = earlyPhase[n];
    if (voltage === rest && schedule.holdsRest) return;
    const isBelow = voltage <= rest && voltage + below.most <= rest && voltage >= lowest;
    if (!isBelow && !(voltage >= rest && voltage + above.least >= rest && voltage <= highest)) {
      follow(n, schedule, constants);
      return;
    }
    const side = isBelow ? below : above;
    let bottom = voltage + side.least;
    let top = voltage + side.most;
    let last = voltage + side.end;
    if (isBelow && bottom < lowest) {
      const fromLowest = courseFromLowest(schedule, constants);
      last = fromLowest.voltage;
      bottom = lowest;
      top = Math.max(top, fromLowest.highest);
    } else if (!isBelow && top > highest) {
      const fromHighest = courseFromHighest(schedule, constants);
      last = fromHighest.voltage;
      top = highest;
      bottom = Math.min(bottom, fromHighest.lowest);
    }
    const has = protein[n] !== 0;
    const lower = has ? lowerTag : lowerProtein;
    const upper = has ? upperTag : upperProtein;
    if (bottom >= lower && top <= upper) earlyPhase[n] = last;
    else follow(n, schedule, constants);
  };

  return ({ offset, order, from, to }, schedule, constants) => {
    const { leastLatePhase: least, largestLatePhase: largest, latePhaseFloor: floor } = constants;
    const factor = latePhaseFactor(constants, schedule.total);
    const fall = schedule.below.end;
    const rise = schedule.above.end;
    findTaggedRanges(ranges, schedule, constants, to - from);
    const { lowFrom, lowTo, lowEnd, highFrom, highTo, highEnd } = ranges;
    for (let k = from; k < to; k++) {
      const n = offset + order[k];
      const voltage = earlyPhase[n];
      if (protein[n] !== 0) {
        if (voltage >= lowFrom && voltage <= lowTo) {
          earlyPhase[n] = Math.max(voltage + fall, lowEnd);
          latePhase[n] = Math.max(least + (latePhase[n] - least) * factor, floor);
          continue;
        }
        if (voltage >= highFrom && voltage <= highTo) {
          earlyPhase[n] = Math.min(voltage + rise, highEnd);
          latePhase[n] = largest + (latePhase[n] - largest) * factor;
          continue;
        }
      }
      takeOne(n, schedule, constants);
    }
  };
}
