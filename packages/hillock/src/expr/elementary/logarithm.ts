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
  float[0] = x;
  const offset = words[highIndex] - LOWEST_BITS;
  const k = offset >> 20;
  const index = (offset >> 11) & 0x1fc;
  const z = x * powersOfTwo[-LOWEST_EXPONENT - k];
  const r = (z - table[index]) * table[index + 1];
  const leading = k * LN2_HIGH + table[index + 2];
  const high = leading + r;
  const low = leading - high + r + (k * LN2_LOW + table[index + 3]);
  const square = r * r;
  const curvature = L2 + r * L3 + square * (L4 + r * L5 + square * (L6 + r * L7));
  return high + (low + square * curvature);
}

/** ln x where x is not a normal positive number. */
function extremeLog(x: number): number {
  if (x > 0 && x < 1) return scaledLog(x * TWO_54, 0, -54);
  if (x === 0) return Number.NEGATIVE_INFINITY;
  return x > 0 ? x : Number.NaN;
}

/** ln(2^shift (x + rest)) for a normal positive x and |rest| of at most a unit in its last place. */
export function scaledLog(x: number, rest: number, shift: number): number {
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
  return high + (rest / x + (low + square * curvature));
}

/** ln(1 + x), accurate also near 0. */
export function log1p(x: number): number {
  if (!(Math.abs(x) < TWO_54)) return log(x);
  // Nearer to x than to any other double; and 1 + x would lose the sign of 0.
  if (Math.abs(x) < 1e-16) return x;
  const sum = 1 + x;
  if (sum <= 0) return log(sum);
  const partOfX = sum - 1;
  return scaledLog(sum, 1 - (sum - partOfX) + (x - partOfX), 0);
}
