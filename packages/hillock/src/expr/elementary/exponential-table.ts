import { upperHalf } from "./double-double.js";

/**
 * 1.5 * 2^52. Adding it to a number below 2^51 rounds that to an integer, by the rounding of addition; subtracting it
 * again gives the integer as a double.
 */
export const ROUNDER = 6755399441055744;

/** 128 / ln 2. */
export const STEPS_PER_UNIT = 184.6649652337873;

/** ln 2 / 128 = STEP_HIGH + STEP_LOW; STEP_HIGH has 35 bits, so that its product with a step number is exact. */
export const STEP_HIGH = 0.0054152123482253955;
export const STEP_LOW = -1.0082281460997769e-13;

/** Coefficients of e^r = 1 + r + r^2 (E2 + E3 r + E4 r^2 + E5 r^3), |r| <= ln 2 / 256. */
export const E2 = 0.4999999999999905;
export const E3 = 0.16666666666666533;
export const E4 = 0.04166667692881092;
export const E5 = 0.008333334799353902;

/** 2^(j/128) for j = 0 ... 127, to 106 bits: high parts at 2j, low parts at 2j + 1. */
export const exponentialTable: Float64Array = /* @__PURE__ */ tabulateExponential();

// Tables are made when the module is loaded, by code that runs once: plain numbers, for objects would take most of the
// time.
function tabulateExponential(): Float64Array {
  const table = new Float64Array(256);
  const ratio = 1.0054299011128027;
  const ratioLow = 9.499186535455032e-17;
  const ratioUpper = upperHalf(ratio);
  let high = 1;
  let low = 0;
  for (let j = 0; j < 256; j += 2) {
    table[j] = high;
    table[j + 1] = low;
    // (high + low) (ratio + ratioLow), the product of the high parts exactly (Dekker 1971).
    const upper = upperHalf(high);
    const lower = high - upper;
    const product = high * ratio;
    const rest =
      upper * ratioUpper -
      product +
      upper * (ratio - ratioUpper) +
      lower * ratioUpper +
      lower * (ratio - ratioUpper) +
      (high * ratioLow + low * ratio);
    high = product + rest;
    low = product - high + rest;
  }
  return table;
}
