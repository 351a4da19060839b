/**
 * An unevaluated sum `high + low` of two doubles, |low| <= half a unit in the last place of `high`: 106 bits.
 * Used where tables are made and in rare cases; hot paths write the few operations they need in line.
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1: multiplying by it splits a double into halves of 26 bits (Dekker 1971). */
export const SPLITTER = 134217729;

/** The upper 26 bits of a double. */
export function upperHalf(a: number): number {
  const scaled = a * SPLITTER;
  return scaled - (scaled - a);
}

/** a + b exactly, if |a| >= |b| or a = 0 (Dekker 1971). */
export function fastTwoSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: a - high + b };
}

/** a + b exactly (Knuth, The Art of Computer Programming, vol. 2, 4.2.2). */
export function twoSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const partOfB = high - a;
  return { high, low: a - (high - partOfB) + (b - partOfB) };
}

/** a * b exactly, if nothing overflows or underflows (Dekker 1971). */
export function twoProduct(a: number, b: number): DoubleDouble {
  const high = a * b;
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

/** a + b to about 2^-104, for summands of the same sign or very different size. */
export function sum(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const { high, low } = twoSum(a.high, b.high);
  return fastTwoSum(high, low + (a.low + b.low));
}

/** a * b to about 2^-104. */
export function product(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const { high, low } = twoProduct(a.high, b.high);
  return fastTwoSum(high, low + (a.high * b.low + a.low * b.high));
}

/** a / b to about 2^-103. */
export function quotient(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = a.high / b.high;
  const { high: back, low: backLow } = twoProduct(high, b.high);
  return fastTwoSum(high, (a.high - back - backLow + a.low - high * b.low) / b.high);
}

/** The square root of a > 0 to about 2^-103. */
export function squareRoot(a: DoubleDouble): DoubleDouble {
  const high = Math.sqrt(a.high);
  const { high: back, low: backLow } = twoProduct(high, high);
  return fastTwoSum(high, (a.high - back - backLow + a.low) / (2 * high));
}
