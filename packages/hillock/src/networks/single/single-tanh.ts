import type { Singles, SinglesCode } from "./single-code.js";

/** Beyond this the tanh of single precision is 1. */
const bound = 7.9;
/** x (p0 + ... + p3 x^6) / (1 + ... + q4 x^8), fitted to tanh within the bound for the least relative error, 1.3e-7. */
const numerator = [0.9999998693452224, 0.12934416757171588, 0.0029604723753521595, 1.1531828025105757e-5];
const denominator = [1, 0.4626764349576943, 0.023854079417010548, 0.00024001191427259138, 2.492544282118372e-7];

/** Code for tanh x, within 4e-7. */
export function singleTanh(code: SinglesCode, x: Singles): Singles {
  const { apply, constant } = code;
  const bounded = apply("least", apply("most", x, constant(-bound)), constant(bound));
  const square = apply("mul", bounded, bounded);
  const series = (factors: readonly number[]): Singles =>
    factors
      .slice(0, -1)
      .reduceRight<Singles>(
        (sum, factor) => apply("add", apply("mul", sum, square), constant(factor)),
        constant(factors[factors.length - 1]),
      );
  return apply("div", apply("mul", bounded, series(numerator)), series(denominator));
}
