import { wrongSetting } from "./check-settings.js";

/** Steps to record: every `every`-th from `from` on, before `to` (all that follow if absent). */
export interface RecordedSteps {
  readonly from: number;
  readonly to?: number;
  readonly every: number;
}

/**
 * The steps of `ranges` in a run of `steps` steps, ascending.
 *
 * @throws HillockError `models/settings` for ranges that overlap, are not in order or hold no whole numbers
 */
export function recordedSteps(ranges: readonly RecordedSteps[], steps: number): Float64Array {
  let end = 0;
  const counts = ranges.map(({ from, to = steps, every }) => {
    const whole = [from, to, every].every(Number.isSafeInteger);
    if (!whole || from < end || to < from || every < 1)
      throw wrongSetting(
        "record",
        `Every ${every}-th step of ${from} to ${to} cannot be recorded after step ${end - 1}.`,
      );
    end = to;
    return Math.max(0, Math.ceil((Math.min(to, steps) - from) / every));
  });
  const recorded = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
  let n = 0;
  ranges.forEach(({ from, every }, range) => {
    for (let k = 0; k < counts[range]; k++) recorded[n++] = from + k * every;
  });
  return recorded;
}
