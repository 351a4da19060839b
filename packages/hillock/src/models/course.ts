import { expm1 } from "../expr/elementary/exponential.js";
import { log1p } from "../expr/elementary/logarithm.js";

/**
 * A quantity between two events: with a rate it relaxes, value + (target - value) (1 - exp(-rate (t - origin))); without one it is
 * linear, value + slope (t - origin).
 */
export interface Course {
  /** When it has `value`, s */
  readonly origin: number;
  readonly value: number;
  /** 1/s */
  readonly slope: number;
  readonly target: number;
  /** 1/s, 0 if linear */
  readonly rate: number;
}

/** A quantity that changes by `slope` a second, 0 if absent. */
export function linear(origin: number, value: number, slope = 0): Course {
  return { origin, value, slope, target: value, rate: 0 };
}

/** A quantity that relaxes to `target` with `rate`, 1/s; with a rate of 0 it stays. */
export function relaxing(origin: number, value: number, target: number, rate: number): Course {
  return { origin, value, slope: 0, target, rate };
}

/** The quantity at time t, s. */
export function valueAt({ origin, value, slope, target, rate }: Course, t: number): number {
  const elapsed = t - origin;
  return rate === 0 ? value + slope * elapsed : value + (target - value) * -expm1(-rate * elapsed);
}

/** Which way a quantity moves: above 0 if it grows, below 0 if it falls, 0 if it stays. */
export function directionOf({ value, slope, target, rate }: Course): number {
  return rate === 0 ? slope : target - value;
}

/** When the quantity, not there at its origin, comes to `level`, s; infinity if it never does. */
export function timeOf({ origin, value, slope, target, rate }: Course, level: number): number {
  const way = level - value;
  if (rate === 0)
    return way !== 0 && way > 0 === slope > 0 && slope !== 0 ? origin + way / slope : Number.POSITIVE_INFINITY;
  const part = way / (target - value);
  return part > 0 && part < 1 ? origin - log1p(-part) / rate : Number.POSITIVE_INFINITY;
}
