import type { Singles, SinglesCode } from "./single-code.js";

/** 2^r = 1 + r (...) for -1/2 <= r <= 1/2, fitted for the least relative error, 9e-8. */
const powerOfTwo = [
  0.6931469775988638, 0.24022242085166423, 0.055507337436829965, 0.009671512649223989, 0.001326472706752982,
];
/** Added to a number of moderate size, it leaves the nearest integer in the last bits. */
const rounder = 1.5 * 2 ** 23;
const signBit = -(2 ** 31);

/** What {@link singleTanh} takes its argument in: tanh x of 2 x / ln 2. */
export const tanhUnit = 2 / Math.LN2;

/**
 * Code for tanh x and a quarter of its derivative by x, from v = 2 x / ln 2, by e = 2^-|v| = exp(-2 |x|):
 *
 *     tanh x = (1 - e)/(1 + e) with the sign of v,  (1 - tanh^2 x)/4 = e/(1 + e)^2
 *
 * within 2e-7, and the derivative, however small, within 1e-6 of itself: 1 - tanh^2 would be mere rounding where tanh is saturated.
 */
export function singleTanh(code: SinglesCode, v: Singles): { readonly tanh: Singles; readonly quarter: Singles } {
  const { apply, constant, integer } = code;
  const sign = integer(signBit);
  const exponent = apply("most", apply("or", v, sign), constant(-100));
  const shifted = apply("add", exponent, constant(rounder));
  const rest = apply("sub", exponent, apply("sub", shifted, constant(rounder)));
  const series = powerOfTwo
    .slice(0, -1)
    .reduceRight<Singles>(
      (sum, factor) => apply("add", apply("mul", sum, rest), constant(factor)),
      constant(powerOfTwo[powerOfTwo.length - 1]),
    );
  const fraction = apply("add", apply("mul", series, rest), constant(1));
  const e = apply("addIntegers", fraction, code.shift("left", shifted, 23));
  const inverse = apply("div", constant(1), apply("add", constant(1), e));
  const size = apply("mul", apply("sub", constant(1), e), inverse);
  return {
    tanh: apply("or", size, apply("and", v, sign)),
    quarter: apply("mul", apply("mul", e, inverse), inverse),
  };
}
