import { elementary } from "../expr/elementary.js";

/** Values per decade of the E series of IEC 60063. */
export type ESeries = 3 | 6 | 12 | 24 | 48 | 96 | 192;

/** The series of two digits grew before the rule for those of three. */
const e24 = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91];

/** The digits of a series' values in one decade, and how many digits those have after the first. */
function digitsOf(series: ESeries): { readonly digits: readonly number[]; readonly places: number } {
  if (series <= 24) return { digits: e24.filter((_, index) => index % (24 / series) === 0), places: 1 };
  const digits = Array.from({ length: series }, (_, k) => Math.round(100 * elementary.pow(10, k / series)));
  // The one value of the standard that is not the rounded power.
  return { digits: digits.map((each) => (each === 919 ? 920 : each)), places: 2 };
}

/**
 * The value of an E series whose ratio to `value` is nearest to 1; of two as near, the larger one.
 *
 * @param value above 0, in any unit
 */
export function nearestInSeries(value: number, series: ESeries): number {
  const { digits, places } = digitsOf(series);
  const decade = Math.floor(Number(value.toExponential().split("e")[1]));
  const at = (exponent: number) => digits.map((each) => Number(`${each}e${exponent - places}`));
  const candidates = [...at(decade), Number(`${digits[0]}e${decade + 1 - places}`)];
  let best = candidates[0];
  for (const above of candidates) {
    if (above <= value) best = above;
    else return (value / best) * (value / above) >= 1 ? above : best;
  }
  return best;
}
