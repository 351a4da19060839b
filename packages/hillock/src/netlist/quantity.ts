/** SI units of circuit parameters; "" is a plain number. */
export type Unit = "ohm" | "F" | "H" | "V" | "A" | "m" | "s" | "Hz" | "";

/** How far a made or bought part may be from its value: uniform within +-relative, or normal with that deviation. */
export interface Tolerance {
  readonly relative: number;
  readonly distribution: "uniform" | "normal";
}

/** A parameter of a circuit and its physics. */
export interface Quantity {
  readonly unit: Unit;
  readonly default: number;
  readonly tolerance?: Tolerance;
  /** Least and largest value that can be printed or bought. */
  readonly range?: readonly [number, number];
  /** Values per decade of the E series in which the part is sold. */
  readonly series?: ESeries;
}

export type ESeries = 3 | 6 | 12 | 24 | 48 | 96 | 192;

type Aspect = Partial<Pick<Quantity, "tolerance" | "range" | "series">>;

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

/** +-relative of the value: `tolerance(0.1)` is +-10 %. */
export function tolerance(relative: number, distribution: Tolerance["distribution"] = "uniform"): Aspect {
  return { tolerance: { relative, distribution } };
}

/** The values that can be printed or bought, in the parameter's unit. */
export function range(least: number, most: number): Aspect {
  return { range: [least, most] };
}

/** The part is sold in this E series. */
export function eSeries(series: ESeries): Aspect {
  return { series };
}
