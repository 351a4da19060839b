/** How one signal differs from another, point by point over both signals' points. */
export interface DifferenceTrace {
  /** `[points]`, ascending, on the first signal's time axis, s. */
  readonly times: Float64Array;
  /** `[points]`, first minus second; NaN where the signals are not compared. */
  readonly values: Float64Array;
}

/** A trace in numbers. */
export interface DifferenceMeasure {
  /** Largest absolute difference. */
  readonly maxAbs: number;
  /** Where it is, s; NaN if nothing was compared. */
  readonly at: number;
  /** Root of the mean square over the compared time. */
  readonly rms: number;
}

/**
 * Difference of two piecewise linear signals, exact at every point of either, hence between them too.
 *
 * Two engines may put a jump on either side of its instant, so a point agrees with every value that the other signal
 * takes within `jumpTolerance` of it.
 *
 * @param timesA,valuesA `[pointsA]`, times ascending, s
 * @param timesB,valuesB `[pointsB]`, on the same time axis
 * @param excluded pairs of times between which nothing is compared, ascending: `[from, to, from, to, ...]`
 * @param jumpTolerance s
 */
export function differenceTrace(
  timesA: Float64Array,
  valuesA: Float64Array,
  timesB: Float64Array,
  valuesB: Float64Array,
  excluded: ArrayLike<number>,
  jumpTolerance: number,
): DifferenceTrace {
  const from = Math.max(timesA[0], timesB[0]);
  const to = Math.min(timesA[timesA.length - 1], timesB[timesB.length - 1]);
  const times = new Float64Array(timesA.length + timesB.length);
  const values = new Float64Array(times.length);
  const rangeOfA = windowReader(timesA, valuesA, jumpTolerance);
  const rangeOfB = windowReader(timesB, valuesB, jumpTolerance);
  let count = 0;
  let gap = 0;
  for (let a = 0, b = 0; a < timesA.length || b < timesB.length; ) {
    const fromA = b >= timesB.length || (a < timesA.length && timesA[a] <= timesB[b]);
    const time = fromA ? timesA[a] : timesB[b];
    if (time >= from && time <= to) {
      while (gap < excluded.length && excluded[gap + 1] < time) gap += 2;
      times[count] = time;
      if (gap < excluded.length && excluded[gap] <= time) values[count] = Number.NaN;
      else values[count] = fromA ? outside(valuesA[a], rangeOfB(time)) : -outside(valuesB[b], rangeOfA(time));
      count++;
    }
    if (fromA) a++;
    else b++;
  }
  return { times: times.slice(0, count), values: values.slice(0, count) };
}

/** Largest and root mean square of a trace; the mean is over time, by the trapezoidal rule. */
export function measureTrace({ times, values }: DifferenceTrace): DifferenceMeasure {
  let maxAbs = 0;
  let at = Number.NaN;
  let integral = 0;
  let duration = 0;
  for (let i = 0; i < times.length; i++) {
    const size = Math.abs(values[i]);
    if (Number.isNaN(size)) continue;
    if (size > maxAbs || Number.isNaN(at)) {
      maxAbs = size;
      at = times[i];
    }
    if (i > 0 && !Number.isNaN(values[i - 1])) {
      const step = times[i] - times[i - 1];
      integral += 0.5 * step * (values[i - 1] ** 2 + values[i] ** 2);
      duration += step;
    }
  }
  return { maxAbs, at, rms: duration > 0 ? Math.sqrt(integral / duration) : maxAbs };
}

/** A reader of the lowest and highest value within `halfWidth` of a time; the times asked for must ascend. */
function windowReader(times: Float64Array, values: Float64Array, halfWidth: number) {
  const last = times.length - 1;
  const range = { low: 0, high: 0 };
  let first = 0;
  return (time: number) => {
    const start = time - halfWidth;
    const end = time + halfWidth;
    // The last point before the window, if there is one.
    while (first < last && times[first + 1] < start) first++;
    const atStart = interpolate(times, values, first, start);
    range.low = atStart;
    range.high = atStart;
    let index = times[first] >= start ? first : first + 1;
    for (; index <= last && times[index] <= end; index++) {
      range.low = Math.min(range.low, values[index]);
      range.high = Math.max(range.high, values[index]);
    }
    const atEnd = interpolate(times, values, Math.max(0, index - 1), end);
    range.low = Math.min(range.low, atEnd);
    range.high = Math.max(range.high, atEnd);
    return range;
  };
}

/** Value at `time` on the line from point `index` to the next; the end values outside of the signal. */
function interpolate(times: Float64Array, values: Float64Array, index: number, time: number): number {
  const next = index + 1;
  if (next >= times.length || time <= times[index]) return values[index];
  if (time >= times[next]) return values[next];
  return values[index] + ((time - times[index]) / (times[next] - times[index])) * (values[next] - values[index]);
}

/** Signed distance of a value from a range; 0 inside. */
function outside(value: number, { low, high }: { low: number; high: number }): number {
  if (value > high) return value - high;
  return value < low ? value - low : 0;
}
