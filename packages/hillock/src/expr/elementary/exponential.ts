import { LOWEST_EXPONENT, powersOfTwo as sharedPowersOfTwo } from "./binary-format.js";
import {
  E2,
  E3,
  E4,
  E5,
  ROUNDER,
  STEP_HIGH,
  STEP_LOW,
  STEPS_PER_UNIT,
  exponentialTable as sharedTable,
} from "./exponential-table.js";

// x = (128 k + j) ln2/128 + r with |r| <= ln2/256, so e^x = 2^k 2^(j/128) e^r: a table and a short polynomial
// (Tang, ACM Transactions on Mathematical Software 15(2), 1989).

// Constants of this module are compiled into the code that uses them; imported ones are looked up at every use.
const table = sharedTable;
const powersOfTwo = sharedPowersOfTwo;

/** e^x. */
export function exp(x: number): number {
  if (!(Math.abs(x) <= 708)) return extremeExp(x);
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  const step = steps | 0;
  const index = (step & 127) << 1;
  const power = table[index];
  const square = r * r;
  const growth = r + square * (E2 + r * E3 + square * (E4 + r * E5));
  return (power + (table[index + 1] + power * growth)) * powersOfTwo[(step >> 7) - LOWEST_EXPONENT];
}

/** e^x where it is not an ordinary number: overflow, underflow, NaN. */
function extremeExp(x: number): number {
  return Number.isNaN(x) ? x : scaledExp(x, 0, 0);
}

/** 2^shift e^(high + low) for |low| << 1, shift 0 or -1, any `high` but NaN: subnormal results are rounded once more. */
export function scaledExp(high: number, low: number, shift: number): number {
  if (high > 711) return Number.POSITIVE_INFINITY;
  if (high < -746) return 0;
  const steps = (high + low) * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = high - steps * STEP_HIGH + (low - steps * STEP_LOW);
  const step = steps | 0;
  const index = (step & 127) << 1;
  const power = table[index];
  const square = r * r;
  const growth = r + square * (E2 + r * E3 + square * (E4 + r * E5));
  // The exponent is applied in two halves: the whole may be beyond the range of doubles where the result is not.
  const exponent = (step >> 7) + shift;
  const half = exponent >> 1;
  return (
    (power + (table[index + 1] + power * growth)) *
    powersOfTwo[half - LOWEST_EXPONENT] *
    powersOfTwo[exponent - half - LOWEST_EXPONENT]
  );
}

/** e^x - 1, accurate also near 0. */
export function expm1(x: number): number {
  if (Math.abs(x) <= 0.125) return smallExpm1(x);
  if (!(Math.abs(x) <= 50)) return x < 0 ? -1 : exp(x);
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  const step = steps | 0;
  const index = (step & 127) << 1;
  const power = table[index];
  const square = r * r;
  const growth = r + square * (E2 + r * E3 + square * (E4 + r * E5));
  const scale = powersOfTwo[(step >> 7) - LOWEST_EXPONENT];
  const leading = power * scale;
  const difference = leading - 1;
  // What the subtraction rounded off, whichever of its operands is the larger.
  const partOfOne = difference - leading;
  const rest = leading - (difference - partOfOne) + (-1 - partOfOne);
  return difference + (rest + scale * (table[index + 1] + power * growth));
}

/** e^x - 1 for |x| <= 1/8, with the coefficients of (e^x - 1 - x - x^2/2) / x^3. */
function smallExpm1(x: number): number {
  if (x === 0) return x;
  const p =
    0.16666666666666666 +
    x *
      (0.041666666666666664 +
        x *
          (0.008333333333333333 +
            x *
              (0.0013888888888928055 +
                x *
                  (0.00019841269841299969 +
                    x *
                      (0.000024801586413483533 +
                        x * (0.000002755731854083815 + x * (2.7564777586201435e-7 + x * 2.5057845505708354e-8)))))));
  return x + x * x * (0.5 + x * p);
}
