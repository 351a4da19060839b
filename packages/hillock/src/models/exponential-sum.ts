import { exp } from "../expr/elementary/exponential.js";
import { bracketedRoot } from "./bracketed-root.js";

/** A sum of exponentials: constant + sum_k amplitudes[k] exp(-rates[k] t), with different rates above 0, ascending. */
export interface ExponentialSum {
  readonly constant: number;
  readonly amplitudes: readonly number[];
  /** 1/s */
  readonly rates: readonly number[];
}

/** The sum at time t, s. */
export function sumAt({ constant, amplitudes, rates }: ExponentialSum, t: number): number {
  let sum = constant;
  for (let k = 0; k < rates.length; k++) sum += amplitudes[k] * exp(-rates[k] * t);
  return sum;
}

/**
 * Where the sum changes its sign in (0, to], ascending: all places, as it is monotone between the sign changes of its derivative, and
 * that, times exp(rates[0] t), is a sum with a term less.
 *
 * @param to s, finite
 */
export function signChanges(sum: ExponentialSum, to: number): number[] {
  const { amplitudes, rates } = sum;
  if (rates.length === 0 || !(to > 0)) return [];
  const turns = signChanges(
    {
      constant: -rates[0] * amplitudes[0],
      amplitudes: amplitudes.slice(1).map((amplitude, k) => -rates[k + 1] * amplitude),
      rates: rates.slice(1).map((rate) => rate - rates[0]),
    },
    to,
  );
  const places: number[] = [];
  let before = 0;
  for (const next of [...turns, to]) {
    const [first, last] = [sumAt(sum, before), sumAt(sum, next)];
    if (first > 0 !== last > 0) places.push(bracketedRoot((t) => sumAt(sum, t), before, next));
    before = next;
  }
  return places;
}
