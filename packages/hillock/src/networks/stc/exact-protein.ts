import type { SynapseCourse } from "./exact-course.js";
import type { Groups } from "./exact-groups.js";
import type { Schedule } from "./exact-schedule.js";
import { followSynapse } from "./exact-synapse.js";
import type { NetworkState } from "./plastic-network.js";

/**
 * When the sum of all early-phase changes of a neuron, sum_j |v_h,j - V_H0|, first exceeds theta_pro, s after the schedules' beginning;
 * infinite if it does not within them. The sum is linear between the bends of its terms.
 *
 * @param schedules of the groups, all of the same duration
 */
export function proteinTime(
  groups: Groups,
  schedules: readonly Schedule[],
  { earlyPhase }: NetworkState,
  threshold: number,
): number {
  let sum = 0;
  let most = 0;
  for (let g = 0; g < groups.count; g++) {
    const { offset, order, from, to, constants } = groups.all[g];
    for (let k = from; k < to; k++) sum += Math.abs(earlyPhase[offset + order[k]] - constants.rest);
    most += (to - from) * pathLength(schedules[g], constants.slopeAbove, constants.slopeBelow);
  }
  if (sum > threshold) return 0;
  if (sum + most <= threshold) return Number.POSITIVE_INFINITY;
  return firstExcess(groups, schedules, earlyPhase, sum, threshold);
}

/** How far any synapse can come away from its rest in a schedule, V. */
function pathLength({ pieces, duration, branch }: Schedule, above: Float64Array, below: Float64Array): number {
  let length = 0;
  for (let k = 0; k < pieces; k++) length += duration[k] * Math.max(above[branch[k]], -below[branch[k]], 0);
  return length;
}

function firstExcess(
  groups: Groups,
  schedules: readonly Schedule[],
  earlyPhase: Float64Array,
  initial: number,
  threshold: number,
): number {
  // Where the rate of the sum changes, and by how much.
  const times: number[] = [];
  const changes: number[] = [];
  const course: SynapseCourse = { voltage: 0, z: 0, phase: 0, protein: 0, highest: 0, lowest: 0 };
  for (let g = 0; g < groups.count; g++) {
    const { offset, order, from, to, constants } = groups.all[g];
    const { rest } = constants;
    for (let k = from; k < to; k++) {
      let before = 0;
      course.voltage = earlyPhase[offset + order[k]];
      course.protein = 0;
      followSynapse(schedules[g], constants, course, (time, voltage, slope) => {
        const rate = voltage > rest ? slope : voltage < rest ? -slope : Math.abs(slope);
        if (rate === before) return;
        times.push(time);
        changes.push(rate - before);
        before = rate;
      });
    }
  }
  const sorted = Array.from(times, (_, k) => k).sort((a, b) => times[a] - times[b] || a - b);
  let [time, sum, rate] = [0, initial, 0];
  for (const k of sorted) {
    const next = sum + rate * (times[k] - time);
    if (next > threshold) return time + (threshold - sum) / rate;
    time = times[k];
    sum = next;
    rate += changes[k];
  }
  const { total } = schedules[0];
  if (sum + rate * (total - time) > threshold) return time + (threshold - sum) / rate;
  return Number.POSITIVE_INFINITY;
}
