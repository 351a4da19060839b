import type { ESeries } from "../sampling/e-series.js";
import type { Distribution, Variation, VariedQuantity } from "../sampling/variation.js";

/** SI units of circuit parameters; "" is a plain number. */
export type Unit = "ohm" | "F" | "H" | "V" | "A" | "m" | "s" | "Hz" | "";

/** A parameter of a circuit and its physics: unit, usual value, and how it may vary. */
export interface Quantity extends Variation {
  readonly unit: Unit;
  readonly default: number;
}

type Aspect = Variation;

const quantity =
  (unit: Unit) =>
  (value: number, ...aspects: readonly Aspect[]): Quantity =>
    Object.assign({ unit, default: value }, ...aspects);

/** A resistance: `ohm(68e3, tolerance(0.05), eSeries(24))`. */
export const ohm = quantity("ohm");
/** A capacitance. */
export const farad = quantity("F");
/** An inductance. */
export const henry = quantity("H");
/** A voltage. */
export const volt = quantity("V");
/** A current. */
export const ampere = quantity("A");
/** A length. */
export const metre = quantity("m");
/** A time. */
export const second = quantity("s");
/** A frequency. */
export const hertz = quantity("Hz");
/** A plain number. */
export const dimensionless = quantity("");

/**
 * How far a made or bought part may be from its value, relative to it: `tolerance(0.1)` is uniform within +-10 %,
 * `tolerance(0.1, "normal")` has that standard deviation; see {@link Spread}.
 */
export function tolerance(relative: number, distribution: Distribution = "uniform"): Aspect {
  return { tolerance: { relative, distribution } };
}

/** How far a made or bought part may be from its value, in the parameter's unit: `absoluteTolerance(5e-3, "normal")`. */
export function absoluteTolerance(absolute: number, distribution: Distribution = "uniform"): Aspect {
  return { tolerance: { absolute, distribution } };
}

/**
 * A deviation that all parameters of the same group share, such as that of a lot or a print, besides each one's own
 * tolerance: `ohm(10e3, matched("print", 0.2), tolerance(0.01, "normal"))`.
 */
export function matched(group: string, relative: number, distribution: Distribution = "uniform"): Aspect {
  return { matched: { group, relative, distribution } };
}

/** {@link matched} in the parameter's unit. */
export function absolutelyMatched(group: string, absolute: number, distribution: Distribution = "uniform"): Aspect {
  return { matched: { group, absolute, distribution } };
}

/**
 * The values that can be printed or bought, in the parameter's unit. A drawn value beyond them is drawn anew, or with
 * "clamp" set to the bound.
 */
export function range(least: number, most: number, beyondRange?: Variation["beyondRange"]): Aspect {
  return { range: [least, most], ...(beyondRange && { beyondRange }) };
}

/** The parameter is drawn from its whole range, evenly or evenly in the logarithm, not from around its default. */
export function spanning(scale: "linear" | "logarithmic"): Aspect {
  return { spanning: scale };
}

/** The part is sold in this E series. */
export function eSeries(series: ESeries): Aspect {
  return { series };
}

/** The part is made in these steps, in the parameter's unit: `grid(10e3)` has 0, 10 k, 20 k, ... */
export function grid(step: number, from = 0): Aspect {
  return { grid: { step, from } };
}

/** The part is made with values of so many significant decimal digits: with 3, 12.3 k and 124 k, not 123.4 k. */
export function significantDigits(digits: number): Aspect {
  return { significantDigits: digits };
}

/** Parameters by name, such as a cell's, as what `drawSamples` draws. */
export function variedQuantities(parameters: Readonly<Record<string, Quantity>>): VariedQuantity[] {
  return Object.entries(parameters).map(([name, { default: nominal, ...variation }]) => ({
    name,
    nominal,
    ...variation,
  }));
}
