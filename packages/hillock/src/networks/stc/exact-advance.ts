import type { ExactConstants } from "./exact-constants.js";
import { latePhaseFactor } from "./exact-late-phase.js";
import type { Schedule } from "./exact-schedule.js";
import { followSynapse, type SynapseCourse } from "./exact-synapse.js";
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
  const { earlyPhase, latePhase, protein } = state;
  const course: SynapseCourse = { voltage: 0, z: 0, protein: 0, highest: 0, lowest: 0 };

  const follow = (n: number, schedule: Schedule, constants: ExactConstants): void => {
    course.voltage = earlyPhase[n];
    course.z = latePhase[n];
    course.protein = protein[n];
    followSynapse(schedule, constants, course);
    earlyPhase[n] = course.voltage;
    latePhase[n] = course.z;
    if (ownProtein) protein[n] = course.protein;
  };

  return ({ offset, order, from, to }, schedule, constants) => {
    const { rest, upperTag, lowerTag, upperProtein, lowerProtein, lowest, highest } = constants;
    const { above, below, holdsRest } = schedule;
    const [endAbove, mostAbove, leastAbove] = [above.end, above.most, above.least];
    const [endBelow, mostBelow, leastBelow] = [below.end, below.most, below.least];
    const { largestLatePhase: largest, leastLatePhase: least, latePhaseFloor: floor } = constants;
    const factor = latePhaseFactor(constants, schedule.total);
    let fromLowest: SynapseCourse | undefined;
    let fromHighest: SynapseCourse | undefined;
    for (let k = from; k < to; k++) {
      const n = offset + order[k];
      const voltage = earlyPhase[n];
      const has = protein[n];
      if (voltage === rest && holdsRest) continue;
      if (voltage <= rest && voltage + mostBelow <= rest && voltage >= lowest) {
        let bottom = voltage + leastBelow;
        let end = voltage + endBelow;
        let top = voltage + mostBelow;
        if (bottom < lowest) {
          fromLowest ??= limitCourse(schedule, constants, lowest);
          end = fromLowest.voltage;
          bottom = lowest;
          if (fromLowest.highest > top) top = fromLowest.highest;
        }
        if (has === 0) {
          if (bottom >= lowerProtein && top <= rest) {
            earlyPhase[n] = end;
            continue;
          }
        } else if (top < lowerTag) {
          earlyPhase[n] = end;
          const z = least + (latePhase[n] - least) * factor;
          latePhase[n] = Math.max(z, floor);
          continue;
        } else if (bottom >= lowerTag && top <= upperTag) {
          earlyPhase[n] = end;
          continue;
        }
      } else if (voltage >= rest && voltage + leastAbove >= rest && voltage <= highest) {
        let top = voltage + mostAbove;
        let end = voltage + endAbove;
        let bottom = voltage + leastAbove;
        if (top > highest) {
          fromHighest ??= limitCourse(schedule, constants, highest);
          end = fromHighest.voltage;
          top = highest;
          if (fromHighest.lowest < bottom) bottom = fromHighest.lowest;
        }
        if (has === 0) {
          if (top <= upperProtein && bottom >= rest) {
            earlyPhase[n] = end;
            continue;
          }
        } else if (bottom > upperTag) {
          earlyPhase[n] = end;
          latePhase[n] = largest + (latePhase[n] - largest) * factor;
          continue;
        } else if (top <= upperTag && bottom >= lowerTag) {
          earlyPhase[n] = end;
          continue;
        }
      }
      follow(n, schedule, constants);
    }
  };
}

/** The course that begins at a limit. */
function limitCourse(schedule: Schedule, constants: ExactConstants, voltage: number): SynapseCourse {
  const course: SynapseCourse = { voltage, z: 0, protein: 1, highest: voltage, lowest: voltage };
  followSynapse(schedule, constants, course);
  return course;
}
