import type { Singles, VectorLoop } from "./vector-loop.js";

/** Bits of sqrt(1/2) as a number of single precision. */
const rootOfHalf = 0x3f3504f3;

/**
 * Code for ln x of normal numbers above zero, within 2e-7 of the larger of 1 and its size: x = 2^e m with m in sqrt(1/2) ... sqrt(2),
 * ln m = 2 artanh((m - 1)/(m + 1)) by its series.
 */
export function singleLog(code: VectorLoop, x: Singles): Singles {
  const { apply, constant, shift } = code;
  const exponent = shift("right", apply("subIntegers", x, code.integer(rootOfHalf)), 23);
  const m = apply("subIntegers", x, shift("left", exponent, 23));
  const s = apply("div", apply("sub", m, constant(1)), apply("add", m, constant(1)));
  const square = apply("mul", s, s);
  const series = [2 / 7, 2 / 5, 2 / 3, 2].reduce<Singles>(
    (sum, factor) => apply("add", apply("mul", sum, square), constant(factor)),
    constant(2 / 9),
  );
  const powers = apply("mul", code.ofIntegers(exponent), constant(Math.LN2));
  return apply("add", powers, apply("mul", s, series));
}
