import type { ESeries } from "./e-series.js";

/**
 * How values scatter around a nominal one n by a random part, relative to it or absolute in its unit:
 *
 *     uniform     n (1 + r u)  or  n + a u,  u uniform in (-1, 1)
 *     normal      n (1 + r z)  or  n + a z,  z standard normal
 *     log-normal  n exp(r z): n is the median, r the standard deviation of the logarithm
 *     two-point   n (1 +- r)   or  n +- a, equally likely
 */
export type Spread = { readonly distribution: Distribution } & (
  | { readonly relative: number; readonly absolute?: undefined }
  | { readonly absolute: number; readonly relative?: undefined }
);

export type Distribution = "uniform" | "normal" | "log-normal" | "two-point";

/** What is known of a value besides its nominal one: how it scatters, and which values there are. */
export interface Variation {
  /** The part of the scatter that is this quantity's own: its mismatch. */
  readonly tolerance?: Spread;
  /** A part that all quantities of the group have in common, such as that of a lot: one random number for all of them. */
  readonly matched?: Spread & { readonly group: string };
  /** Instead of around the nominal value: over the whole range, evenly or evenly in the logarithm. */
  readonly spanning?: "linear" | "logarithmic";
  /** Least and largest value that can be printed or bought. */
  readonly range?: readonly [least: number, most: number];
  /** What becomes of a drawn value beyond the range: another sample is drawn (default), or it is set to the bound. */
  readonly beyondRange?: "reject" | "clamp";
  /** Values per decade of the E series in which the part is sold. */
  readonly series?: ESeries;
  /** The values that can be printed: from, from + step, from + 2 step, ...; `from` is 0 if absent. */
  readonly grid?: { readonly step: number; readonly from?: number };
  /** The values that can be made: those of so many significant decimal digits, from 1 to 17. */
  readonly significantDigits?: number;
}

/** A named quantity to be drawn. */
export interface VariedQuantity extends Variation {
  readonly name: string;
  /** Value without scatter, SI. */
  readonly nominal: number;
  /** For messages. */
  readonly unit?: string;
}
