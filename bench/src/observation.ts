import { spikeTimes, type Waveforms } from "hillock";

/** What of a run is compared. */
export type Observation =
  /** Times at which a signal rises through a threshold, s. */
  | { readonly kind: "spikes"; readonly signal: string; readonly threshold: number }
  /** Values of a signal at `count` instants, from `first` every `interval` seconds. */
  | {
      readonly kind: "samples";
      readonly signal: string;
      readonly first: number;
      readonly interval: number;
      readonly count: number;
    };

/** The observed numbers of a transient. */
export function observe(run: Waveforms, observation: Observation): Float64Array {
  if (observation.kind === "spikes") return spikeTimes(run, observation.signal, observation.threshold);
  const { signal, first, interval, count } = observation;
  const values = run.signals.find(({ name }) => name === signal)?.values;
  if (!values) throw new Error(`the run has no signal ${signal}`);
  return Float64Array.from({ length: count }, (_, k) =>
    cubicInterpolation(run.scales[0].values, values, first + k * interval),
  );
}

/**
 * The value at `time` of the cubic through the four nearest points, so that an engine that takes long steps is judged by
 * its points and not by the straight lines between them.
 */
function cubicInterpolation(times: Float64Array, values: Float64Array, time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  // Points at the same time are two sides of a jump: one of them would divide by zero.
  const nodes: number[] = [];
  for (let i = Math.max(0, Math.min(low - 1, times.length - 4)); i < times.length && nodes.length < 4; i++) {
    if (nodes.length === 0 || times[i] > times[nodes[nodes.length - 1]]) nodes.push(i);
  }
  let sum = 0;
  for (const i of nodes) {
    let weight = 1;
    for (const j of nodes) if (j !== i) weight *= (time - times[j]) / (times[i] - times[j]);
    sum += weight * values[i];
  }
  return sum;
}

/** Largest difference of two observations; infinite if they do not have the same number of values. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length || a.length === 0) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
