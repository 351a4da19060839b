/** Index of the last of the ascending `times` that is not after t; the first is not. */
export function lastAtOrBefore(times: readonly number[], t: number): number {
  let [low, high] = [0, times.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  return low;
}
