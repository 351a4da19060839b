import { HillockError } from "../error.js";
import { interSpikeIntervals } from "./intervals.js";

/**
 * Adaptation index: the mean, over pairs of neighbouring intervals, of their relative difference
 *
 *     A = 1/(n - 1) sum_(k=1..n-1) (ISI_(k+1) - ISI_k) / (ISI_(k+1) + ISI_k),  n intervals.
 *
 * Above 0 the train slows down, below 0 it speeds up; -1 < A < 1; the unit of time does not matter. It is the
 * accommodation index of Druckmann et al., Front. Neurosci. 1, 7, 2007, from the first interval on. As every mean of
 * changes, it shrinks as a train goes on in its steady state: compare trains of equal length.
 *
 * @param spikes `[spikes]`, ascending, s
 * @throws spikes/too-few for fewer than three spikes; spikes/order
 */
export function adaptationIndex(spikes: ArrayLike<number>): number {
  if (spikes.length < 3) {
    throw new HillockError({
      code: "spikes/too-few",
      problem: `an adaptation index needs two intervals; there ${spikes.length === 1 ? "is 1 spike" : `are ${spikes.length} spikes`}`,
      help: "let the run last longer, or drive the neuron more strongly",
    });
  }
  const intervals = interSpikeIntervals(spikes);
  let sum = 0;
  for (let k = 1; k < intervals.length; k++) {
    sum += (intervals[k] - intervals[k - 1]) / (intervals[k] + intervals[k - 1]);
  }
  return sum / (intervals.length - 1);
}
