import { HillockError } from "../base/error.js";
import { elementary } from "../expr/elementary.js";
import { nearestInSeries } from "./e-series.js";
import { inverseNormal } from "./inverse-normal.js";
import type { Distribution, Spread, Variation, VariedQuantity } from "./variation.js";

/** The deviate of a distribution that belongs to a number in (0, 1): u in (-1, 1), z, or +-1. */
export function deviate(distribution: Distribution, place: number): number {
  switch (distribution) {
    case "uniform":
      return 2 * place - 1;
    case "two-point":
      return place < 0.5 ? -1 : 1;
    default:
      return inverseNormal(place);
  }
}

/** A value with a spread, at a place in (0, 1) of its distribution; see {@link Spread}. */
export function spreadValue(value: number, spread: Spread, place: number): number {
  const { distribution, relative, absolute } = spread;
  const random = deviate(distribution, place);
  if (absolute !== undefined) return value + absolute * random;
  if (distribution === "log-normal") return value * elementary.exp(relative * random);
  return value * (1 + relative * random);
}

/** The value that can be bought or printed nearest to `value`. */
export function availableValue(
  value: number,
  { series, grid, significantDigits }: Pick<Variation, "series" | "grid" | "significantDigits">,
): number {
  if (series !== undefined) return nearestInSeries(value, series);
  if (grid) {
    const { step, from = 0 } = grid;
    // 61 steps of 1e-6 are 6.1e-5 and not 6.0999999999999995e-5, so that the last step of a range lies within it.
    return Number((from + Math.round((value - from) / step) * step).toPrecision(14));
  }
  if (significantDigits !== undefined) return Number(value.toPrecision(significantDigits));
  return value;
}

/** A place within a range, evenly or evenly in the logarithm. */
export function spanningValue(
  [least, most]: readonly [number, number],
  scale: "linear" | "logarithmic",
  place: number,
) {
  if (scale === "linear") return least + place * (most - least);
  const value = least * elementary.exp(place * elementary.log(most / least));
  return Math.min(Math.max(value, least), most);
}

/** Refuses what cannot be drawn from. @throws sampling/wrong-variation */
export function checkVariation(quantity: VariedQuantity): void {
  const { nominal, tolerance, matched, spanning, range, series, grid, significantDigits } = quantity;
  const wrong = (problem: string, help: string) =>
    new HillockError({ code: "sampling/wrong-variation", place: quantity.name, problem, help });
  if (!Number.isFinite(nominal)) throw wrong(`the nominal value ${nominal} is no number`, "give a finite value");
  for (const spread of [tolerance, matched]) {
    if (!spread) continue;
    const amount = spread.relative ?? spread.absolute;
    if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY)) {
      throw wrong(`a spread of ${amount} is none`, "give a number from 0");
    }
    if (spread.distribution === "log-normal" && spread.absolute !== undefined) {
      throw wrong("a log-normal spread is relative", "give the standard deviation of the logarithm as `relative`");
    }
  }
  if (range && !(range[0] <= range[1])) throw wrong(`the range ${range[0]} ... ${range[1]} is empty`, "least first");
  if (spanning && !range) throw wrong("there is no range to span", "give the least and the largest value");
  if (spanning && (tolerance || matched)) {
    throw wrong("it spans its range and has a tolerance, too", "draw the design first, then vary it");
  }
  if (spanning === "logarithmic" && range && !(range[0] > 0)) {
    throw wrong(`a logarithmic range begins above 0, not at ${range[0]}`, "span it linearly");
  }
  if (series !== undefined && !((spanning && range ? range[0] : nominal) > 0)) {
    throw wrong("the values of an E series are positive", "leave the series out");
  }
  if ([series, grid, significantDigits].filter((each) => each !== undefined).length > 1) {
    throw wrong("it has several of E series, grid and significant digits", "give one of them");
  }
  if (
    significantDigits !== undefined &&
    !(Number.isInteger(significantDigits) && significantDigits >= 1 && significantDigits <= 17)
  ) {
    throw wrong(`${significantDigits} significant digits are none`, "give a whole number from 1 to 17");
  }
  if (grid && !(grid.step > 0)) throw wrong(`a grid with steps of ${grid.step} is none`, "give a step above 0");
}
