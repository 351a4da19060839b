import { createBitView, LOWEST_EXPONENT, SMALLEST_NORMAL, powersOfTwo as sharedPowersOfTwo } from "./binary-format.js";
import { L2, L3, L4, L5, L6, L7, LN2_HIGH, LN2_LOW, LOWEST_BITS, logarithmTable } from "./logarithm-table.js";

// x = 2^k z, z = c (1 + r): ln x = k ln2 + ln c + ln(1 + r), with c the middle of the interval of z, and |r| < 1/256
// (Tang, ACM Transactions on Mathematical Software 16(4), 1990).

// Constants of this module are compiled into the code that uses them; imported ones are looked up at every use.
const table = logarithmTable;
const powersOfTwo = sharedPowersOfTwo;
/** 2^54, which makes subnormal numbers normal. */
const TWO_54 = 18014398509481984;
const { float, words, highIndex } = /* @__PURE__ */ createBitView();

/** The natural logarithm of x; NaN for x < 0, -Infinity for 0. */
export function log(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x <= Number.MAX_VALUE)) return extremeLog(x);
  return logOfNormal(x, 0);
}

/** ln(2^shift x) for a normal positive x. */
function logOfNormal(x: number, shift: number): number {
  float[0] = x;
  const offset = words[highIndex] - LOWEST_BITS;
  const exponent = offset >> 20;
  const index = (offset >> 11) & 0x1fc;
  const z = x * powersOfTwo[-LOWEST_EXPONENT - exponent];
  const r = (z - table[index]) * table[index + 1];
  const k = exponent + shift;
  const leading = k * LN2_HIGH + table[index + 2];
  const high = leading + r;
  const low = leading - high + r + (k * LN2_LOW + table[index + 3]);
  const square = r * r;
  const curvature = L2 + r * L3 + square * (L4 + r * L5 + square * (L6 + r * L7));
  return high + (low + square * curvature);
}

/** ln x where x is not a normal positive number. */
function extremeLog(x: number): number {
  if (x > 0 && x < 1) return logOfNormal(x * TWO_54, -54);
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

/** ln(high + low) for |low| <= half a unit in the last place of `high`. */
export function logOfSum(high: number, low: number): number {
  return log(high) + low / high;
}

/** ln(1 + x), accurate also near 0. */
export function log1p(x: number): number {
  if (!(x < TWO_54) || x === 0) return x > 0 ? log(x) : x;
  const high = 1 + x;
  if (high <= 0) return log(high);
  const partOfX = high - 1;
  return logOfSum(high, 1 - (high - partOfX) + (x - partOfX));
}
