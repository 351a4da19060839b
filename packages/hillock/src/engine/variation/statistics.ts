import { inverseNormal } from "../../sampling/inverse-normal.js";

/** Probabilities for which quantiles are reported. */
export const reportedQuantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** What samples of a number say of its distribution. */
export interface Summary {
  /** Samples with a value; the others are left out of all that follows, which is NaN if there are none. */
  readonly count: number;
  readonly mean: number;
  /** With n - 1; NaN for one sample. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** At {@link reportedQuantiles}. */
  readonly quantiles: readonly number[];
}

/** Summary of numbers; those that are NaN do not count. */
export function summaryOf(values: Float64Array): Summary {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const count = sorted.length;
  // About the middle value: large numbers that differ little keep their digits.
  const origin = count > 0 ? sorted[count >> 1] : Number.NaN;
  let sum = 0;
  for (const value of sorted) sum += value - origin;
  const mean = origin + sum / count;
  let squares = 0;
  for (const value of sorted) squares += (value - mean) * (value - mean);
  return {
    count,
    mean,
    deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN,
    minimum: count > 0 ? sorted[0] : Number.NaN,
    maximum: count > 0 ? sorted[count - 1] : Number.NaN,
    quantiles: reportedQuantiles.map((probability) => quantile(sorted, probability)),
  };
}

/**
 * The quantile of ascending numbers, linear between them: that of place (n - 1) p counted from 0 (Hyndman and Fan 1996,
 * type 7).
 */
export function quantile(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** A part of samples, and where that of the whole lies with a confidence. */
export interface Proportion {
  readonly passed: number;
  readonly count: number;
  readonly fraction: number;
  /** Wilson's interval of 95 %. */
  readonly interval: readonly [number, number];
}

/**
 * How many of `count` independent samples pass, with Wilson's score interval of 95 %:
 * (f + z^2/2n +- z sqrt(f (1 - f)/n + z^2/4n^2)) / (1 + z^2/n). For points of a low-discrepancy sequence it is on the safe
 * side.
 */
export function proportionOf(passed: number, count: number): Proportion {
  const z = inverseNormal(0.975);
  const fraction = passed / count;
  const middle = fraction + (z * z) / (2 * count);
  const half = z * Math.sqrt((fraction * (1 - fraction)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  // At 0 and 1 the bound is exact, but for rounding.
  const interval = [
    passed === 0 ? 0 : (middle - half) / scale,
    passed === count ? 1 : (middle + half) / scale,
  ] as const;
  return { passed, count, fraction, interval };
}
