import { ROUNDER } from "./elementary/exponential-table.js";

/** Coefficients of a piece: 64 bytes, a line of the cache. */
export const pieceSize = 8;

/**
 * Functions of one variable as polynomials of degree 7 on pieces of equal width, for generated code. With
 * s = (x - low) scale, piece k is that of |s - k| <= 1/2, and its variable is t = s - k.
 */
export interface PiecewisePolynomials {
  readonly low: number;
  readonly scale: number;
  readonly pieces: number;
  /** How many functions there are. */
  readonly functions: number;
  /** `[pieces, functions, 8]`, lowest power first. */
  readonly coefficients: Float64Array;
}

/** Fits are refined until they are this close, relative to the values in a piece. */
const relativeAccuracy = 1e-11;
/** Relative to the largest value of all: where less is left, accuracy is of no use. */
const negligible = 1e-25;
const fewestPieces = 64;

/** Chebyshev's nodes on [-1/2, 1/2], cos(pi (2i + 1) / 16) / 2, and places between them, where a fit is worst. */
const nodes = Float64Array.of(
  ...[0.4903926402016152, 0.41573480615127262, 0.27778511650980114, 0.09754516100806414].flatMap((one) => [one, -one]),
);
const checked = [-0.5, -0.46193976625564337, -0.19134171618254489, 0, 0.3535533905932738, 0.5];

/** Values of functions of one variable at x, into `out`. */
export type EvaluateFunctions = (x: number, out: Float64Array) => void;

/**
 * Tabulates functions on an interval.
 *
 * @param mostPieces a bound on the size of the table
 * @returns undefined if they are not finite, or not smooth enough for so many pieces
 */
export function fitPieces(
  evaluate: EvaluateFunctions,
  functions: number,
  low: number,
  high: number,
  mostPieces: number,
): PiecewisePolynomials | undefined {
  const largest = new Float64Array(functions);
  const out = new Float64Array(functions);
  for (let k = 0; k <= fewestPieces; k++) {
    evaluate(low + ((high - low) * k) / fewestPieces, out);
    for (let f = 0; f < functions; f++) largest[f] = Math.max(largest[f], Math.abs(out[f]));
  }
  if (!largest.every(Number.isFinite)) return undefined;
  for (let pieces = fewestPieces; pieces <= mostPieces; pieces *= 2) {
    const fit = fitWith(evaluate, largest, low, (pieces - 1) / (high - low), pieces);
    if (fit) return fit;
  }
  return undefined;
}

/** A fit with so many pieces, unless one of them is not close enough. */
function fitWith(
  evaluate: EvaluateFunctions,
  largest: Float64Array,
  low: number,
  scale: number,
  pieces: number,
): PiecewisePolynomials | undefined {
  const functions = largest.length;
  const coefficients = new Float64Array(pieces * functions * pieceSize);
  const values = new Float64Array(functions * pieceSize);
  const exact = new Float64Array(functions);
  for (let piece = 0; piece < pieces; piece++) {
    for (let i = 0; i < pieceSize; i++) {
      evaluate(low + (piece + nodes[i]) / scale, exact);
      for (let f = 0; f < functions; f++) values[f * pieceSize + i] = exact[f];
    }
    const row = piece * functions * pieceSize;
    for (let f = 0; f < functions; f++) interpolate(values, f * pieceSize, coefficients, row + f * pieceSize);
    for (const t of checked) {
      evaluate(low + (piece + t) / scale, exact);
      for (let f = 0; f < functions; f++) {
        const at = row + f * pieceSize;
        // The lowest coefficient is the value in the middle; with the next one it tells how large the function is there.
        const size = Math.abs(coefficients[at]) + Math.abs(coefficients[at + 1]);
        const allowed = relativeAccuracy * size + negligible * largest[f];
        if (!(Math.abs(polynomial(coefficients, at, t) - exact[f]) <= allowed)) return undefined;
      }
    }
  }
  return { low, scale, pieces, functions, coefficients };
}

const differences = new Float64Array(pieceSize);

/** Coefficients of the polynomial through values at the nodes: divided differences (Newton), multiplied out. */
function interpolate(values: Float64Array, from: number, coefficients: Float64Array, at: number): void {
  for (let i = 0; i < pieceSize; i++) differences[i] = values[from + i];
  for (let order = 1; order < pieceSize; order++) {
    for (let i = pieceSize - 1; i >= order; i--) {
      differences[i] = (differences[i] - differences[i - 1]) / (nodes[i] - nodes[i - order]);
    }
  }
  for (let i = pieceSize - 1; i >= 0; i--) {
    for (let power = pieceSize - 1; power > 0; power--) {
      coefficients[at + power] = coefficients[at + power - 1] - nodes[i] * coefficients[at + power];
    }
    coefficients[at] = differences[i] - nodes[i] * coefficients[at];
  }
}

/** Value of the polynomial whose coefficients begin at `at`: as generated code evaluates it, operation by operation. */
function polynomial(c: Float64Array, at: number, t: number): number {
  const square = t * t;
  const upper = c[at + 4] + t * c[at + 5] + square * (c[at + 6] + t * c[at + 7]);
  return c[at] + t * c[at + 1] + square * (c[at + 2] + t * c[at + 3] + square * upper);
}

/** A function of a table, for generated code. */
export interface TableColumn {
  readonly pieces: PiecewisePolynomials;
  /** Number of the function in it. */
  readonly index: number;
  /** Whether its slope is meant: that of the polynomials. */
  readonly isSlope: boolean;
}

/**
 * JavaScript statements that give the variable `result` the value of a tabulated function. With s = t^2, a polynomial is
 * A + s (B + s (C + s D)), where A = c0 + t c1 and so on, and its slope c1 + s (c3 + s (c5 + s c7)) + 2t (B + s (2C + s 3D)).
 *
 * @param argument a name or number: it is evaluated more than once
 * @param table name of the coefficients
 * @param beyond name of the function itself, for arguments outside of the table
 */
export function inlineLookUp(
  { pieces: { low, scale, pieces, functions }, index, isSlope }: TableColumn,
  result: string,
  argument: string,
  table: string,
  beyond: string,
): string {
  const c = (k: number): string => `${table}[at${k > 0 ? ` + ${k}` : ""}]`;
  const pair = (k: number): string => `(${c(k)} + t * ${c(k + 1)})`;
  const value = `${pair(0)} + square * (${pair(2)} + square * (${pair(4)} + square * ${pair(6)}))`;
  const odd = `${c(1)} + square * (${c(3)} + square * (${c(5)} + square * ${c(7)}))`;
  const even = `b + square * (d + d + square * (3 * ${pair(6)}))`;
  const slope = `(${odd} + (t + t) * (${even})) * ${scale}`;
  return `{
  const s = (${argument} - (${low})) * ${scale};
  if (s >= 0 && s <= ${pieces - 1}) {
    const piece = s + ${ROUNDER} - ${ROUNDER};
    const t = s - piece;
    const square = t * t;
    const at = (piece | 0) * ${functions * pieceSize} + ${index * pieceSize};${
      isSlope ? `\n    const b = ${pair(2)};\n    const d = ${pair(4)};` : ""
    }
    ${result} = $settled[0] = ${isSlope ? slope : value};
  } else ${result} = ${beyond}(${argument});
}`;
}
