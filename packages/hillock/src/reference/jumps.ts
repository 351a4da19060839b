const mostOfTheWay = 0.5;

/**
 * The steps that one engine takes across a jump of the other's signal: two values at one time, as where a node is
 * released from its initial condition or a switch closes. When its own signal jumps in between it does not say, so the
 * two are not compared there, provided that it goes most of the way in that step.
 *
 * @param times,values `[points]` of the engine that shows the jump, times ascending, s
 * @param otherTimes,otherValues `[points]` of the engine that takes a step across it
 * @returns pairs of times, `[from, to, from, to, ...]`, s
 */
export function stepsAcrossJumps(
  times: Float64Array,
  values: Float64Array,
  otherTimes: Float64Array,
  otherValues: Float64Array,
): number[] {
  const steps: number[] = [];
  let next = 0;
  for (let i = 1; i < times.length; i++) {
    if (times[i] !== times[i - 1] || values[i] === values[i - 1]) continue;
    while (next < otherTimes.length && otherTimes[next] <= times[i]) next++;
    if (next === 0 || next === otherTimes.length) continue;
    const share = (otherValues[next] - otherValues[next - 1]) / (values[i] - values[i - 1]);
    if (share > mostOfTheWay) steps.push(times[i], otherTimes[next]);
  }
  return steps;
}

/** The same intervals, ascending, those that overlap made one. */
export function mergeIntervals(intervals: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < intervals.length; i += 2) pairs.push([intervals[i], intervals[i + 1]]);
  pairs.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [from, to] of pairs) {
    const end = merged.length - 1;
    if (end > 0 && from <= merged[end]) merged[end] = Math.max(merged[end], to);
    else merged.push(from, to);
  }
  return merged;
}
