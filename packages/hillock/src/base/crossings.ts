/** Levels that tell an edge from ripple: an edge counts once the signal has gone from one outer level to the other. */
export interface EdgeLevels {
  readonly low: number;
  /** Where the time of the edge is taken. */
  readonly middle: number;
  readonly high: number;
}

/** Times of a signal's edges, ascending, in s. */
export interface Edges {
  readonly rises: Float64Array;
  readonly falls: Float64Array;
}

/** Lowest and highest of `values`; `[0, 0]` if there are none. */
export function extent(values: ArrayLike<number>): [low: number, high: number] {
  if (values.length === 0) return [0, 0];
  let low = values[0];
  let high = low;
  for (let i = 1; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/**
 * The levels at 40, 50 and 60 % of a range, or around a given threshold: 10 % of the range to both sides, at most half
 * the way to the end of the range.
 *
 * @param low,high the signal's range
 * @param threshold the middle level; the middle of the range if absent
 */
export function edgeLevels(low: number, high: number, threshold?: number): EdgeLevels {
  const band = 0.1 * (high - low);
  if (threshold === undefined) {
    const middle = 0.5 * (low + high);
    return { low: middle - band, middle, high: middle + band };
  }
  return {
    low: threshold - Math.min(band, Math.abs(threshold - low) / 2),
    middle: threshold,
    high: threshold + Math.min(band, Math.abs(high - threshold) / 2),
  };
}

/**
 * Rising and falling edges of a piecewise linear signal. A rise counts when the signal, once at or below `low`, reaches
 * `high`; its time is the last crossing of `middle` on the way. Falls likewise. What a signal does before it first
 * reaches one of the outer levels is no edge.
 *
 * @param times `[points]`, ascending, s
 * @param values `[points]`
 */
export function findEdges(times: ArrayLike<number>, values: ArrayLike<number>, levels: EdgeLevels): Edges {
  const { low, middle, high } = levels;
  const rises: number[] = [];
  const falls: number[] = [];
  let state: "unknown" | "low" | "high" = "unknown";
  let crossedUp = Number.NaN;
  let crossedDown = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) {
      const before = values[i - 1];
      const crossing = () => times[i - 1] + ((middle - before) / (value - before)) * (times[i] - times[i - 1]);
      if (before < middle && value >= middle) crossedUp = crossing();
      else if (before > middle && value <= middle) crossedDown = crossing();
    }
    if (value >= high && state !== "high") {
      if (state === "low") rises.push(crossedUp);
      state = "high";
    } else if (value <= low && state !== "low") {
      if (state === "high") falls.push(crossedDown);
      state = "low";
    }
  }
  return { rises: Float64Array.from(rises), falls: Float64Array.from(falls) };
}
