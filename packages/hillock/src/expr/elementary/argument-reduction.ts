import { createBitView, LOWEST_EXPONENT, powersOfTwo } from "./binary-format.js";
import { type DoubleDouble, fastTwoSum, product, sum } from "./double-double.js";
import { ROUNDER } from "./exponential-table.js";

// pi/2 in three parts of at most 33 bits, whose products with an integer below 2^20 are exact, and a rest
// (Cody and Waite, Software Manual for the Elementary Functions, 1980).
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;
const HALF_PI: DoubleDouble = { high: 1.5707963267948966, low: 6.123233995736766e-17 };
const TWO_OVER_PI = 0.6366197723675814;

/** The first 52 digits of 2/pi in base 2^24. */
// biome-ignore format: a table
const digitsOfTwoOverPi = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb, 0xc561b7,
  0x246e3a, 0x424dd2, 0xe00649, 0x2eea09, 0xd1921c, 0xfe1deb, 0x1cb129, 0xa73ee8, 0x8235f5, 0x2ebb44, 0x84e99c,
  0x7026b4, 0x5f7e41, 0x3991d6, 0x398353, 0x39f49c, 0x845f8b, 0xbdf928, 0x3b1ff8, 0x97ffde, 0x05980f, 0xef2f11,
  0x8b5a0a, 0x6d1f6d, 0x367ecf, 0x27cb09, 0xb74f46, 0x3f669e, 0x5fea2d, 0x7527ba, 0xc7ebe5, 0xf17b3d, 0x0739f7,
  0x8a5292, 0xea6bfb, 0x5fb11f, 0x8d5d08, 0x560330, 0x46fc7b, 0x6babf0, 0xcfbc20,
];
const BASE = 16777216;

/** Where {@link reduceToQuadrant} leaves the remainder: its double at 0, what that rounds off at 1. */
export const remainder: Float64Array = /* @__PURE__ */ new Float64Array(/* @__PURE__ */ new ArrayBuffer(16));
const { float, words, highIndex } = /* @__PURE__ */ createBitView();

/**
 * x - n pi/2 for the integer n nearest to x / (pi/2), to at least 70 bits, for any x: in {@link remainder}.
 *
 * @returns n modulo 4 in its two lowest bits
 */
export function reduceToQuadrant(x: number): number {
  if (!(Math.abs(x) < 1.6e6)) return reduceLarge(x);
  const n = x * TWO_OVER_PI + ROUNDER - ROUNDER;
  // Exact: x and the product are close, or the product is 0.
  const a = x - n * HALF_PI_1;
  const b = n * HALF_PI_2;
  const first = a - b;
  const partOfA = first + b;
  const firstLow = a - partOfA - (b - (partOfA - first));
  const c = n * HALF_PI_3;
  const second = first - c;
  const partOfFirst = second + c;
  const low = first - partOfFirst - (c - (partOfFirst - second)) + (firstLow - n * HALF_PI_4);
  const high = second + low;
  remainder[0] = high;
  remainder[1] = second - high + low;
  return n | 0;
}

/**
 * The same for large x (Payne and Hanek, SIGNUM Newsletter 18, 1983): of the product of x and 2/pi in base 2^24, only
 * the digits that matter modulo 4 are computed.
 */
function reduceLarge(x: number): number {
  if (!(Math.abs(x) < Number.POSITIVE_INFINITY)) {
    remainder[0] = Number.NaN;
    remainder[1] = Number.NaN;
    return 0;
  }
  // |x| = sum over i of digit i times base^(place - i).
  float[0] = x;
  const exponent = ((words[highIndex] >> 20) & 0x7ff) - 1023;
  const place = Math.floor(exponent / 24);
  const digits = [0, 0, 0, 0];
  let rest = Math.abs(x) * powersOfTwo[-24 * place - LOWEST_EXPONENT];
  for (let i = 0; i < 4; i++) {
    digits[i] = Math.floor(rest);
    rest = (rest - digits[i]) * BASE;
  }

  // Column n of the product has the weight base^-n; columns before 0 are multiples of 4.
  const columns: number[] = [];
  for (let n = 0; n <= 8; n++) {
    let column = 0;
    for (let i = 0; i < 4; i++) column += digits[i] * (digitsOfTwoOverPi[n + place - 1 - i] ?? 0);
    columns.push(column);
  }
  for (let n = 8; n > 0; n--) {
    const carry = Math.floor(columns[n] / BASE);
    columns[n] -= carry * BASE;
    columns[n - 1] += carry;
  }
  let quadrant = columns[0] % 4;
  if (columns[1] >= BASE / 2) {
    quadrant += 1;
    columns[1] -= BASE;
  }
  let fraction: DoubleDouble = { high: 0, low: 0 };
  for (let n = 8; n > 0; n--) {
    fraction = sum({ high: columns[n] * powersOfTwo[-24 * n - LOWEST_EXPONENT], low: 0 }, fraction);
  }
  const { high, low } = product(fastTwoSum(fraction.high, fraction.low), HALF_PI);
  remainder[0] = x < 0 ? -high : high;
  remainder[1] = x < 0 ? -low : low;
  return x < 0 ? -quadrant : quadrant;
}
