import type { Waveforms } from "../base/waveforms.js";
import { signalOf } from "../reference/spike-train.js";

/** A signal of a run and its time (or what is swept). */
export interface Trace {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** @throws reference/different-signals if the run has no such signal */
export function trace(run: Waveforms, signal: string): Trace {
  return { x: run.scales[0].values, y: signalOf(run, signal).values };
}

/** The value at `x` on straight lines between the points; NaN outside of them. Of a jump, the value after it. */
export function valueAt({ x: xs, y: ys }: Trace, x: number): number {
  if (!(x >= xs[0] && x <= xs[xs.length - 1])) return Number.NaN;
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  const span = xs[high] - xs[low];
  return span > 0 ? ys[low] + ((x - xs[low]) / span) * (ys[high] - ys[low]) : ys[high];
}

/** The part of a trace from `from` to `to`, with its values at both ends. */
export function between(whole: Trace, from: number, to: number): Trace {
  const inside = [...whole.x.keys()].filter((k) => whole.x[k] > from && whole.x[k] < to);
  return {
    x: Float64Array.of(from, ...inside.map((k) => whole.x[k]), to),
    y: Float64Array.of(valueAt(whole, from), ...inside.map((k) => whole.y[k]), valueAt(whole, to)),
  };
}

/** How long after `from` the signal has fallen to 1/e of what it was then; NaN if it does not. */
export function decayTime({ x, y }: Trace, from: number): number {
  const level = valueAt({ x, y }, from) / Math.E;
  for (let k = 1; k < x.length; k++) {
    if (x[k] > from && y[k] <= level && y[k - 1] > level) {
      const fall = x[k - 1] + ((level - y[k - 1]) / (y[k] - y[k - 1])) * (x[k] - x[k - 1]);
      if (fall > from) return fall - from;
    }
  }
  return Number.NaN;
}

/** Integral of a product of two signals of one run over time, from `from` to `to` (whole steps of the run). */
export function productIntegral(a: Trace, b: Trace, from: number, to: number): number {
  const { x } = a;
  let sum = 0;
  for (let k = 1; k < x.length; k++) {
    if (x[k - 1] < from || x[k] > to) continue;
    const [a0, a1, b0, b1] = [a.y[k - 1], a.y[k], b.y[k - 1], b.y[k]];
    // Exact for straight lines.
    sum += ((x[k] - x[k - 1]) * (2 * a0 * b0 + a0 * b1 + a1 * b0 + 2 * a1 * b1)) / 6;
  }
  return sum;
}
