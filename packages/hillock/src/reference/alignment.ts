import type { Edges } from "../base/crossings.js";

/** How the time axis of one run is laid on that of another, and what is left out of a comparison. */
export interface Alignment {
  /** Times of the second run's points on the first run's axis. */
  readonly toFirst: (times: Float64Array) => Float64Array;
  /** Pairs of times on the first run's axis between which nothing is compared. */
  readonly excluded: Float64Array;
}

/** Share of an inter-spike interval that is left out on either side of an edge. */
const edgeMargin = 0.01;

/** Nothing moved, nothing left out. */
export const plainTime: Alignment = { toFirst: (times) => times, excluded: new Float64Array(0) };

/**
 * Lays the spikes of two runs, equal in number, on each other. Between two spikes time is stretched evenly; before the
 * first it is stretched from the start of the run, after the last it is shifted. +-1 % of the interval around every rise
 * and every fall of either run is left out.
 *
 * @param first,second edges of the two runs' trains, s
 * @param start,end of the runs, s
 */
export function alignSpikes(first: Edges, second: Edges, start: number, end: number): Alignment {
  const knotsFirst = Float64Array.of(start, ...first.rises.filter((rise) => rise > start));
  const knotsSecond = Float64Array.of(start, ...second.rises.filter((rise) => rise > start));
  const toFirst = (times: Float64Array) => mapTimes(times, knotsSecond, knotsFirst);
  const edges = [...first.rises, ...first.falls, ...toFirst(second.falls)].sort((a, b) => a - b);
  return { toFirst, excluded: marginsAround(edges, first.rises, start, end) };
}

/** Piecewise linear map that takes `from` to `to`; a shift beyond the last knot. */
function mapTimes(times: Float64Array, from: Float64Array, to: Float64Array): Float64Array {
  const last = from.length - 1;
  let knot = 0;
  return times.map((time) => {
    while (knot < last && time > from[knot + 1]) knot++;
    if (knot === last || time < from[knot]) return time - from[knot] + to[knot];
    return to[knot] + ((time - from[knot]) / (from[knot + 1] - from[knot])) * (to[knot + 1] - to[knot]);
  });
}

/** Merged intervals of 1 % of the inter-spike interval to either side of each edge. */
function marginsAround(edges: readonly number[], rises: Float64Array, start: number, end: number): Float64Array {
  const margins: number[] = [];
  let spike = -1;
  for (const edge of edges) {
    while (spike + 1 < rises.length && rises[spike + 1] <= edge) spike++;
    const isRise = spike >= 0 && rises[spike] === edge;
    const from = edge - edgeMargin * interval(rises, isRise ? spike - 1 : spike, start, end);
    const to = edge + edgeMargin * interval(rises, spike, start, end);
    const open = margins.length - 1;
    if (open > 0 && from <= margins[open]) margins[open] = Math.max(margins[open], to);
    else margins.push(from, to);
  }
  return Float64Array.from(margins);
}

/**
 * Length of the interval after the spike with this index; before the first and after the last spike, that of the nearest
 * interval; the run's length if there is none.
 */
export function interval(rises: Float64Array, spike: number, start: number, end: number): number {
  if (rises.length < 2) return end - start;
  const index = Math.min(Math.max(spike, 0), rises.length - 2);
  return rises[index + 1] - rises[index];
}
