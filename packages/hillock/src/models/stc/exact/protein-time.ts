import { valueAt } from "../../course.js";
import { signChanges } from "../../exponential-sum.js";
import type { EarlyPhaseLaw } from "./early-phase-law.js";
import { earlyPhaseAt, type MovingSynapse } from "./moving-synapse.js";

/** After so many of its longest time constants a sum of exponentials is its constant. */
const settled = 45;

/**
 * When the neuron's sum_j |h_j - h_0| first exceeds theta_pro (5): with the circuit's early phases a linear function of time until the next
 * event of any synapse, else a sum of exponentials with at most four rates, whose sign changes are found one and all.
 *
 * @param from s: now, at or after which no event has been missed
 * @param until s: the next event of any synapse or input; may be infinite
 * @returns a time in [from, until), s; infinity if it does not exceed it there
 */
export function proteinTime(
  moving: readonly MovingSynapse[],
  { rest }: EarlyPhaseLaw,
  threshold: number,
  from: number,
  until: number,
): number {
  let excess = -threshold;
  let growth = 0;
  const amplitudes = new Map<number, number>();
  for (const each of moving) {
    const { early } = each;
    const distance = earlyPhaseAt(each, from) - rest;
    // It does not pass rest before the next event; at rest it counts by the way it goes.
    const way = early.rate === 0 ? early.slope : early.target - valueAt(early, from);
    const sign = distance > 0 || (distance === 0 && way > 0) ? 1 : -1;
    excess += Math.abs(distance);
    if (early.rate === 0) growth += sign * early.slope;
    else if (way !== 0) amplitudes.set(early.rate, (amplitudes.get(early.rate) ?? 0) - sign * way);
  }
  const rates = [...amplitudes.keys()].sort((a, b) => a - b);
  for (const rate of rates) growth -= rate * (amplitudes.get(rate) as number);
  if (excess > 0 || (excess === 0 && growth > 0)) return from;
  if (rates.length === 0) {
    const time = growth > 0 ? from - excess / growth : Number.POSITIVE_INFINITY;
    return time < until ? time : Number.POSITIVE_INFINITY;
  }
  const values = rates.map((rate) => amplitudes.get(rate) as number);
  const sum = { constant: values.reduce((rest, value) => rest - value, excess), amplitudes: values, rates };
  const [first] = signChanges(sum, Math.min(until - from, settled / rates[0]));
  return first !== undefined && from + first < until ? from + first : Number.POSITIVE_INFINITY;
}
