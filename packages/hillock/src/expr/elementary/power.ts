import { createBitView, LOWEST_EXPONENT, SMALLEST_NORMAL, powersOfTwo as sharedPowersOfTwo } from "./binary-format.js";
import { SPLITTER } from "./double-double.js";
import { scaledExp } from "./exponential.js";
import {
  E2,
  E3,
  E4,
  E5,
  ROUNDER,
  STEP_HIGH,
  STEP_LOW,
  STEPS_PER_UNIT,
  exponentialTable as sharedExponentials,
} from "./exponential-table.js";
import { LN2_HIGH, LN2_LOW, LOWEST_BITS, M3, M4, M5, M6, M7, M8, M9, shortLogarithmTable } from "./logarithm-table.js";

// x^y = e^(y ln x). An error of y ln x is one of x^y, relatively, and y ln x is up to 745: so ln x and the product are
// computed to about 2^-68, as sums of two doubles.

// Constants of this module are compiled into the code that uses them; imported ones are looked up at every use.
const logarithms = shortLogarithmTable;
const exponentials = sharedExponentials;
const powersOfTwo = sharedPowersOfTwo;
const { float, words, highIndex } = /* @__PURE__ */ createBitView();

/** Up to here a base can be split without overflow. */
const LARGEST_BASE = 1e290;
/** 2^30 + 1: splits off the upper 23 bits of a double. */
const SPLITTER_TO_23 = 1073741825;

// Operands and result pass through memory: as arguments and value of a call they would be made objects, at a third of
// the cost of the whole function.
const operands = /* @__PURE__ */ new Float64Array(/* @__PURE__ */ new ArrayBuffer(16));

/** x^y, with the conventions of Math.pow: x^0 is 1 for every x; (+-1)^(+-Infinity) is NaN. */
export function pow(x: number, y: number): number {
  operands[0] = x;
  operands[1] = y;
  raise(0);
  return operands[0];
}

/** (2^shift x)^y of the two operands, in place of the first. */
function raise(shift: number): void {
  const x = operands[0];
  const y = operands[1];
  if (!(x >= SMALLEST_NORMAL && x < LARGEST_BASE)) {
    operands[0] = powOfUnusualBase(x, y);
    return;
  }
  float[0] = x;
  const offset = words[highIndex] - LOWEST_BITS;
  const exponent = offset >> 20;
  const index = (offset >> 11) & 0x1fc;
  const k = exponent + shift;

  // 2^-k x / c - 1 = a + b, both exact, since 1/c has 11 bits and the upper part of x 23; then r = a + b rounded.
  const scaledX = x * SPLITTER_TO_23;
  const upperX = scaledX - (scaledX - x);
  const factor = logarithms[index] * powersOfTwo[-LOWEST_EXPONENT - exponent];
  const a = upperX * factor - 1;
  const b = (x - upperX) * factor;
  const r = a + b;

  // ln x = k ln2 + ln c + r - r^2/2 + r^3 (...), each sum with what it rounds off.
  const leading = k * LN2_HIGH + logarithms[index + 1];
  const linear = leading + r;
  const halfSquare = -0.5 * a * a;
  const high = linear + halfSquare;
  const square = r * r;
  const cubic = M3 + r * M4 + square * (M5 + r * M6) + square * square * (M7 + r * M8 + square * M9);
  const low =
    k * LN2_LOW +
    logarithms[index + 2] +
    (a - r + b) +
    b * -0.5 * (a + r) +
    (leading - linear + r) +
    (linear - high + halfSquare) +
    r * square * cubic;

  // y ln x, with the upper halves of both multiplied exactly.
  const scaledHigh = high * SPLITTER;
  const upper = scaledHigh - (scaledHigh - high);
  const scaledY = y * SPLITTER;
  const upperY = scaledY - (scaledY - y);
  const product = upperY * upper;
  const productLow = (y - upperY) * upper + y * (high - upper + low);

  const rounded = y * (high + low);
  if (!(Math.abs(product) <= 708)) {
    operands[0] = extremePow(rounded, product, productLow);
    return;
  }
  const steps = rounded * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const s = product - steps * STEP_HIGH + (productLow - steps * STEP_LOW);
  const step = steps | 0;
  const row = (step & 127) << 1;
  const power = exponentials[row];
  const s2 = s * s;
  const growth = s + s2 * (E2 + s * E3 + s2 * (E4 + s * E5));
  operands[0] = (power + (exponentials[row + 1] + power * growth)) * powersOfTwo[(step >> 7) - LOWEST_EXPONENT];
}

/** e^(product + productLow) = x^y for a normal x where it overflows or underflows, or y is not finite. */
function extremePow(rounded: number, product: number, productLow: number): number {
  // 1^y, where y is too large to be split.
  if (rounded === 0) return 1;
  if (Math.abs(rounded) < 1000) return scaledExp(product, productLow, 0);
  if (Number.isNaN(rounded)) return Number.NaN;
  return rounded > 0 ? Number.POSITIVE_INFINITY : 0;
}

/** x^y where x is not a normal positive number. */
function powOfUnusualBase(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const magnitude = Math.abs(x);
  // Doubles from 2^53 on are even.
  const odd = Math.abs(y) < 9007199254740992 && Math.abs(y % 2) === 1;
  const negative = x < 0 || Object.is(x, -0);
  if (magnitude === 0 || magnitude === Number.POSITIVE_INFINITY) {
    const result = (magnitude === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
    return negative && odd ? -result : result;
  }
  if (negative && Number.isFinite(y) && !Number.isInteger(y)) return Number.NaN;
  const shift = magnitude < SMALLEST_NORMAL ? -54 : magnitude < LARGEST_BASE ? 0 : 100;
  operands[0] = magnitude * powersOfTwo[-LOWEST_EXPONENT - shift];
  operands[1] = y;
  raise(shift);
  return negative && odd ? -operands[0] : operands[0];
}
