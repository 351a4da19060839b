import { upperHalf } from "./double-double.js";

// A positive double is 2^k z with z in [LOWEST, 2 LOWEST), LOWEST = 1 - 75.5/256. The range of z is cut into 128
// intervals of equal length in the bits of z: 75 below 1, one with 1 in its middle, and 52 above. In the middle one the
// logarithm is its polynomial alone, so that it is accurate also near its zero.

/** Upper half of the bits of LOWEST, the smallest z. */
export const LOWEST_BITS = 0x3ff00000 - 75 * 0x2000 - 0x1000;

/** ln 2 = LN2_HIGH + LN2_LOW; LN2_HIGH is a multiple of 2^-42, so that its product with an exponent is exact. */
export const LN2_HIGH = 0.6931471805598903;
export const LN2_LOW = 5.497923018708371e-14;

/** Coefficients of ln(1 + r) = r + r^2 (L2 + L3 r + ... + L7 r^5), |r| < 1/256. */
export const L2 = -0.5;
export const L3 = 0.33333333333333337;
export const L4 = -0.24999999997116681;
export const L5 = 0.19999999997437048;
export const L6 = -0.1666704636108659;
export const L7 = 0.14286051792005128;

/** Coefficients of ln(1 + r) = r - r^2/2 + r^3 (M3 + M4 r + ... + M9 r^6), |r| < 0.0046. */
export const M3 = 0.3333333333333333;
export const M4 = -0.2500000000000001;
export const M5 = 0.2000000000000001;
export const M6 = -0.1666666666274878;
export const M7 = 0.14285714282151676;
export const M8 = -0.12500370308162193;
export const M9 = 0.11111447779134503;

/** 1.5 * 2^10: adding it rounds to a multiple of 2^-42. */
const TO_GRID = 1536;

/** 256 times the middle of interval `i`. */
const middle = (i: number): number => (i <= 75 ? 181 + i : 256 + 2 * (i - 75));

/**
 * Four numbers per interval: its middle c, 1/c, and ln c in two parts, the first a multiple of 2^-42, so that adding it
 * to a multiple of LN2_HIGH is exact.
 */
export const logarithmTable: Float64Array = /* @__PURE__ */ tabulateLogarithm(false);

/**
 * Four numbers per interval: a reciprocal of its middle of 11 bits, minus its logarithm in two parts as above, and an
 * unused one. With so short a reciprocal, z times it can be had without error.
 */
export const shortLogarithmTable: Float64Array = /* @__PURE__ */ tabulateLogarithm(true);

function tabulateLogarithm(short: boolean): Float64Array {
  const table = new Float64Array(512);
  const step = new Float64Array(2);
  for (const direction of [1, -1]) {
    let high = 0;
    let low = 0;
    for (let i = 75; i >= 0 && i < 128; i += direction) {
      const m = middle(i);
      if (i !== 75) {
        logarithmOfRatio(m, middle(i - direction), step);
        const next = high + step[0];
        low += high - next + step[0] + step[1];
        high = next;
      }
      const at = 4 * i;
      if (short) {
        const reciprocal = Math.round(262144 / m);
        logarithmOfRatio(262144, reciprocal * m, step);
        const sum = high + step[0];
        const rounded = sum + TO_GRID - TO_GRID;
        table[at] = reciprocal / 1024;
        table[at + 1] = rounded;
        table[at + 2] = sum - rounded + (high - sum + step[0] + step[1] + low);
      } else {
        const rounded = high + TO_GRID - TO_GRID;
        table[at] = m / 256;
        table[at + 1] = 256 / m;
        table[at + 2] = rounded;
        table[at + 3] = high - rounded + low;
      }
    }
  }
  return table;
}

/**
 * ln(a / b) to 2^-78 as a sum of two doubles, the first the larger, for integers a and b of up to 19 bits with
 * |a - b| < (a + b) / 256: 2 artanh of t = (a - b) / (a + b).
 */
function logarithmOfRatio(a: number, b: number, result: Float64Array): void {
  const divisor = a + b;
  const t = (a - b) / divisor;
  const upper = upperHalf(t);
  const rest = (a - b - upper * divisor - (t - upper) * divisor) / divisor;
  const square = t * t;
  const series = t * square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9))));
  result[0] = 2 * t;
  result[1] = 2 * (rest + series);
}
