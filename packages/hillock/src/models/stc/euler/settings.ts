/** Arithmetic of a run: doubles; or every operation rounded to a float, in the order of the thesis's code, as its JAX does. */
export type Precision = "double" | "single";

/** What a forward Euler step needs besides the synapse's parameters. */
export interface EulerSettings {
  /** dt, s */
  readonly timestep: number;
  readonly precision: Precision;
  readonly inputs: number;
  readonly neurons: number;
}

/** Rounding of one operation's result. */
export function rounding(precision: Precision): (value: number) => number {
  return precision === "single" ? Math.fround : (value) => value;
}
