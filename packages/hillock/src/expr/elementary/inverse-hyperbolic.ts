import { product, quotient, squareRoot, sum, twoProduct, twoSum } from "./double-double.js";
import { log, scaledLog } from "./logarithm.js";

/** From 2^28 on, x^2 + 1 and x^2 - 1 are x^2 to the precision of doubles. */
const LARGE = 268435456;

/** ln 2x for x >= LARGE or NaN. */
function logOfTwice(x: number): number {
  return x <= Number.MAX_VALUE ? scaledLog(x, 0, 1) : log(x);
}

/** The number whose hyperbolic sine is x: ln(x + sqrt(x^2 + 1)). */
export function asinh(x: number): number {
  const size = Math.abs(x);
  if (x === 0) return x;
  if (size <= 0.125) return x + x * (x * x * asinhCoefficients(x * x));
  if (!(size < LARGE)) return x < 0 ? -logOfTwice(size) : logOfTwice(size);
  const root = squareRoot(sum(twoProduct(size, size), { high: 1, low: 0 }));
  const { high, low } = sum(root, { high: size, low: 0 });
  const value = scaledLog(high, low, 0);
  return x < 0 ? -value : value;
}

/** (asinh x - x) / x^3 for z = x^2 <= 1/64. */
function asinhCoefficients(z: number): number {
  const z2 = z * z;
  return (
    -0.16666666666666666 +
    z * 0.075 +
    z2 * (-0.044642857142844994 + z * 0.030381944438314424) +
    z2 * z2 * (-0.022372157571331486 + z * 0.01735255963253609 + z2 * (-0.01394952028348715 + z * 0.01095148892467101))
  );
}

/** The number >= 0 whose hyperbolic cosine is x: ln(x + sqrt(x^2 - 1)); NaN for x < 1. */
export function acosh(x: number): number {
  if (!(x > 1)) return x === 1 ? 0 : Number.NaN;
  if (x >= LARGE) return logOfTwice(x);
  const root = squareRoot(product(twoSum(x, -1), twoSum(x, 1)));
  const { high, low } = sum(root, { high: x, low: 0 });
  return scaledLog(high, low, 0);
}

/** The number whose hyperbolic tangent is x: ln((1 + x) / (1 - x)) / 2; NaN outside [-1, 1]. */
export function atanh(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.125) return x + x * (x * x * atanhCoefficients(x * x));
  if (size === 1) return x > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const { high, low } = quotient(twoSum(1, size), twoSum(1, -size));
  const value = 0.5 * scaledLog(high, low, 0);
  return x < 0 ? -value : value;
}

/** (atanh x - x) / x^3 for z = x^2 <= 1/64. */
function atanhCoefficients(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  return (
    0.3333333333333333 +
    z * 0.2 +
    z2 * (0.1428571428571433 + z * 0.111111111110836) +
    z4 * (0.09090909099808511 + z * 0.0769230607647413 + z2 * (0.06666838774434 + z * 0.058716965799695466)) +
    z4 * z4 * 0.056166920937167054
  );
}
