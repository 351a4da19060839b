import { HillockError } from "../error.js";
import { interSpikeIntervals } from "./intervals.js";

/** A rate along time. */
export interface RateCourse {
  /** `[points]`, s */
  readonly times: Float64Array;
  /** `[points]`, 1/s */
  readonly rates: Float64Array;
}

/**
 * Instantaneous rate: f_k = 1 / ISI_k, placed in the middle of its interval.
 *
 * @param spikes `[spikes]`, ascending, s
 * @returns `[spikes - 1]` points
 * @throws spikes/order
 */
export function instantaneousRate(spikes: ArrayLike<number>): RateCourse {
  const intervals = interSpikeIntervals(spikes);
  return {
    times: intervals.map((interval, k) => spikes[k] + interval / 2),
    rates: intervals.map((interval) => 1 / interval),
  };
}

/**
 * Mean rate of the window [from, to): spikes in it over its length, 1/s.
 *
 * @param spikes `[spikes]`, s
 * @param from,to s
 * @throws spikes/window if the window has no length
 */
export function meanRate(spikes: ArrayLike<number>, from: number, to: number): number {
  if (!(to > from)) {
    throw new HillockError({
      code: "spikes/window",
      problem: `the window from ${from} s to ${to} s has no length`,
      help: "let it end after it begins",
    });
  }
  let count = 0;
  for (let k = 0; k < spikes.length; k++) if (spikes[k] >= from && spikes[k] < to) count++;
  return count / (to - from);
}
