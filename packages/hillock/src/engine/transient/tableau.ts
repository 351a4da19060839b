/** A singly diagonally implicit, stiffly accurate Runge-Kutta method: its last stage is the solution. */
export interface Tableau {
  readonly label: string;
  /** Rows of coefficients up to the diagonal `[stage][earlier stage]`. */
  readonly a: readonly (readonly number[])[];
  readonly c: readonly number[];
  /** Diagonal coefficient. */
  readonly gamma: number;
  /** The first stage is the end of the last step: it needs the rate dq/dt there. */
  readonly explicitFirst: boolean;
  /** b - b_embedded `[stage]`; empty where the error is estimated from earlier steps instead. */
  readonly error: readonly number[];
  /** The error estimate shrinks as h to this power. */
  readonly errorOrder: number;
  /** Interior stages that, with both ends, carry the interpolation of a step. */
  readonly interior: readonly number[];
  /** The other interior stages: they show how good the interpolation is. */
  readonly checked: readonly number[];
}

/** b - b_embedded for a method whose solution is its last stage. */
const differences = (a: readonly (readonly number[])[], embedded: readonly number[]): number[] =>
  a[a.length - 1].map((b, stage) => b - embedded[stage]);

const esdirk4Coefficients = [
  [0],
  [1 / 4, 1 / 4],
  [8611 / 62500, -1743 / 31250, 1 / 4],
  [5012029 / 34652500, -654441 / 2922500, 174375 / 388108, 1 / 4],
  [15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912, 1 / 4],
  [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211, 1 / 4],
];

/**
 * ESDIRK4(3)6L[2]SA: order 4, embedded order 3, stage order 2, L-stable (Kennedy & Carpenter, Appl. Numer. Math. 44,
 * 2003, implicit part of ARK4(3)6L[2]SA).
 */
export const esdirk4: Tableau = {
  label: "esdirk4",
  a: esdirk4Coefficients,
  c: [0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1],
  gamma: 1 / 4,
  explicitFirst: true,
  error: differences(esdirk4Coefficients, [
    4586570599 / 29645900160,
    0,
    178811875 / 945068544,
    814220225 / 1159782912,
    -3700637 / 11593932,
    61727 / 225920,
  ]),
  errorOrder: 4,
  interior: [2, 3],
  checked: [1, 4],
};

const sdirk4Coefficients = [
  [1 / 4],
  [1 / 2, 1 / 4],
  [17 / 50, -1 / 25, 1 / 4],
  [371 / 1360, -137 / 2720, 15 / 544, 1 / 4],
  [25 / 24, -49 / 48, 125 / 16, -85 / 12, 1 / 4],
];

/**
 * SDIRK4: order 4, embedded order 3, no explicit stage (Hairer & Wanner, Solving Ordinary Differential Equations II,
 * table IV.6.5). It starts every smooth stretch: after a corner or an event, the old dq/dt is no longer true.
 */
export const sdirk4: Tableau = {
  label: "sdirk4",
  a: sdirk4Coefficients,
  c: [1 / 4, 3 / 4, 11 / 20, 1 / 2, 1],
  gamma: 1 / 4,
  explicitFirst: false,
  error: differences(sdirk4Coefficients, [59 / 48, -17 / 96, 225 / 32, -85 / 12, 0]),
  errorOrder: 4,
  interior: [0, 1],
  checked: [2, 3],
};

const trBdf2Diagonal = 1 - Math.SQRT2 / 2;
const trBdf2Weight = Math.SQRT2 / 4;
const trBdf2Coefficients = [[0], [trBdf2Diagonal, trBdf2Diagonal], [trBdf2Weight, trBdf2Weight, trBdf2Diagonal]];

/** TR-BDF2 with its third-order companion (Hosea & Shampine, Appl. Numer. Math. 20, 1996). */
export const trBdf2: Tableau = {
  label: "tr-bdf2",
  a: trBdf2Coefficients,
  c: [0, 2 * trBdf2Diagonal, 1],
  gamma: trBdf2Diagonal,
  explicitFirst: true,
  error: differences(trBdf2Coefficients, [(1 - trBdf2Weight) / 3, (3 * trBdf2Weight + 1) / 3, trBdf2Diagonal / 3]),
  errorOrder: 3,
  interior: [1],
  checked: [],
};

/** The trapezoidal rule; its error is estimated by the third derivative of the charges over the last steps. */
export const trapezoidal: Tableau = {
  label: "trapezoidal",
  a: [[0], [1 / 2, 1 / 2]],
  c: [0, 1],
  gamma: 1 / 2,
  explicitFirst: true,
  error: [],
  errorOrder: 3,
  interior: [],
  checked: [],
};

/** Integration methods by name. */
export const methods = { esdirk4, "tr-bdf2": trBdf2, trapezoidal } as const;

export type Method = keyof typeof methods;
