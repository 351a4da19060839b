/** The smallest normal double, 2^-1022. */
export const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** The exponent of the first entry of {@link powersOfTwo}. */
export const LOWEST_EXPONENT = -1074;

/** 2^-1074 ... 2^1023: entry k - {@link LOWEST_EXPONENT} is 2^k. Multiplying by an entry moves the exponent. */
export const powersOfTwo: Float64Array = /* @__PURE__ */ tabulatePowersOfTwo();

function tabulatePowersOfTwo(): Float64Array {
  const table = new Float64Array(2098);
  let power = 5e-324;
  for (let i = 0; i < table.length; i++) {
    table[i] = power;
    power *= 2;
  }
  return table;
}

/** One double, and the same eight bytes as two integers. */
export interface BitView {
  readonly float: Float64Array;
  readonly words: Int32Array;
  /** Index in `words` of sign, exponent and the first 20 bits of the fraction: 1 on little-endian machines. */
  readonly highIndex: number;
}

/** A new {@link BitView}. */
export function createBitView(): BitView {
  // An explicit buffer: V8 keeps small arrays without one in its moving heap, where they are slower to reach.
  const buffer = new ArrayBuffer(8);
  const float = new Float64Array(buffer);
  const words = new Int32Array(buffer);
  float[0] = 1;
  return { float, words, highIndex: words[1] !== 0 ? 1 : 0 };
}

const { float, words, highIndex } = /* @__PURE__ */ createBitView();

/** Whether 1 / value is exact: whether it is, but for its sign, a power of two between 2^-1022 and 2^1022. */
export function hasExactReciprocal(value: number): boolean {
  float[0] = value;
  const exponent = (words[highIndex] >> 20) & 0x7ff;
  return words[1 - highIndex] === 0 && (words[highIndex] & 0xfffff) === 0 && exponent >= 1 && exponent <= 2045;
}
