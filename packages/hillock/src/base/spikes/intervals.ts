import { HillockError } from "../error.js";

/**
 * Inter-spike intervals: ISI_k = t_(k+1) - t_k.
 *
 * @param spikes `[spikes]`, s
 * @returns `[spikes - 1]`, s; empty for fewer than two spikes
 * @throws spikes/order if the times do not ascend
 */
export function interSpikeIntervals(spikes: ArrayLike<number>): Float64Array {
  const intervals = new Float64Array(Math.max(0, spikes.length - 1));
  for (let k = 0; k < intervals.length; k++) {
    intervals[k] = spikes[k + 1] - spikes[k];
    if (!(intervals[k] > 0)) {
      throw new HillockError({
        code: "spikes/order",
        problem: `spike ${k + 1} is at ${spikes[k]} s and spike ${k + 2} at ${spikes[k + 1]} s`,
        help: "give spike times in ascending order, each once",
      });
    }
  }
  return intervals;
}
