import { type DoubleDouble, quotient, sum } from "./double-double.js";

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
export const logarithmTable: Float64Array = /* @__PURE__ */ tabulateLogarithm();

/**
 * Four numbers per interval: a reciprocal of its middle of 11 bits, minus its logarithm in two parts as above, and an
 * unused one. With so short a reciprocal, z times it can be had without error.
 */
export const shortLogarithmTable: Float64Array = /* @__PURE__ */ tabulateShortLogarithm(logarithmTable);

function tabulateLogarithm(): Float64Array {
  const table = new Float64Array(512);
  const set = (i: number, logarithm: DoubleDouble): void => {
    const c = middle(i) / 256;
    const high = logarithm.high + TO_GRID - TO_GRID;
    table.set([c, 1 / c, high, logarithm.high - high + logarithm.low], 4 * i);
  };
  const one: DoubleDouble = { high: 0, low: 0 };
  set(75, one);
  for (let i = 76, logarithm = one; i < 128; i++) {
    logarithm = sum(logarithm, logarithmOfRatio(middle(i), middle(i - 1)));
    set(i, logarithm);
  }
  for (let i = 74, logarithm = one; i >= 0; i--) {
    logarithm = sum(logarithm, logarithmOfRatio(middle(i), middle(i + 1)));
    set(i, logarithm);
  }
  return table;
}

function tabulateShortLogarithm(logarithms: Float64Array): Float64Array {
  const table = new Float64Array(512);
  for (let i = 0; i < 128; i++) {
    const reciprocal = Math.round((1024 * 256) / middle(i));
    const { high, low } = sum(
      { high: logarithms[4 * i + 2], low: logarithms[4 * i + 3] },
      logarithmOfRatio(1024 * 256, reciprocal * middle(i)),
    );
    const rounded = high + TO_GRID - TO_GRID;
    table.set([reciprocal / 1024, rounded, high - rounded + low, 0], 4 * i);
  }
  return table;
}

/** ln(a / b) to 2^-78 for integers with |a - b| < (a + b) / 256: 2 artanh of t = (a - b) / (a + b). */
function logarithmOfRatio(a: number, b: number): DoubleDouble {
  const { high: t, low } = quotient({ high: a - b, low: 0 }, { high: a + b, low: 0 });
  const square = t * t;
  const series = t * square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9))));
  return sum({ high: 2 * t, low: 2 * low }, { high: 2 * series, low: 0 });
}
