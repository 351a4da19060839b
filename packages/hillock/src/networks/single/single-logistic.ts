import type { Singles, VectorLoop } from "./vector-loop.js";

/** 2^r = 1 + r (...) for -1/2 <= r <= 1/2, fitted for the least relative error, 9e-8. */
const powerOfTwo = [
  0.6931469775988638, 0.24022242085166423, 0.055507337436829965, 0.009671512649223989, 0.001326472706752982,
];
/** Added to a number of moderate size, it leaves the nearest integer in the last bits. */
const rounder = 1.5 * 2 ** 23;
/** Beyond these exponents, powers of two are taken as the last normal ones. */
const largestExponent = 126;

/** What {@link singleLogistic} takes its argument in: (1 + tanh y)/2 of {@link logisticUnit} y. */
export const logisticUnit = -2 / Math.LN2;

/**
 * Code for s = 1/(1 + 2^v) = (1 + tanh y)/2 with v = -2 y/ln 2, and for s (1 - s) = (1 - tanh^2 y)/4, half of ds/dy:
 *
 *     e = 2^v,  s = 1/(1 + e),  s (1 - s) = e s s
 *
 * Both within 4e-7 of themselves, however small: 1 - s would be mere rounding where s is saturated.
 */
export function singleLogistic(code: VectorLoop, v: Singles): { readonly value: Singles; readonly slope: Singles } {
  const { apply, constant } = code;
  const exponent = apply("least", apply("most", v, constant(-largestExponent)), constant(largestExponent));
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
  const value = apply("div", constant(1), apply("add", constant(1), e));
  return { value, slope: apply("mul", apply("mul", e, value), value) };
}
