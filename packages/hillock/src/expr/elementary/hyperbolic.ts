import { LOWEST_EXPONENT, powersOfTwo as sharedPowersOfTwo } from "./binary-format.js";
import { type DoubleDouble, product, quotient, sum } from "./double-double.js";
import { scaledExp } from "./exponential.js";
import { E2, E3, E4, E5, exponentialTable, ROUNDER, STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./exponential-table.js";

// Constants of this module are compiled into the code that uses them; imported ones are looked up at every use.
const exponentials = exponentialTable;
const powersOfTwo = sharedPowersOfTwo;

/** (e^x - e^-x) / 2. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.125) {
    const z = x * x;
    const p =
      0.16666666666666666 +
      z *
        (0.008333333333333331 +
          z * (0.00019841269841320053 + z * (0.000002755731833842122 + z * 2.505848300302765e-8)));
    return x + x * z * p;
  }
  const value = size <= 40 ? halfSumOfExponentials(size, -1) : Number.isNaN(x) ? x : scaledExp(size, 0, -1);
  return x < 0 ? -value : value;
}

/** (e^x + e^-x) / 2. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size <= 40) return halfSumOfExponentials(size, 1);
  return Number.isNaN(x) ? x : scaledExp(size, 0, -1);
}

/** (e^x + sign e^-x) / 2 for x in [0, 40]: both exponentials as in exp, their leading parts added without error. */
function halfSumOfExponentials(x: number, sign: number): number {
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  const z = r * r;
  const even = z * (E2 + z * E4);
  const odd = r + r * z * (E3 + z * E5);
  const step = steps | 0;
  const upIndex = (step & 127) << 1;
  const upScale = powersOfTwo[(step >> 7) - 1 - LOWEST_EXPONENT];
  const up = exponentials[upIndex] * upScale;
  const upRest = exponentials[upIndex + 1] * upScale + up * (even + odd);
  const downIndex = (-step & 127) << 1;
  const downScale = sign * powersOfTwo[(-step >> 7) - 1 - LOWEST_EXPONENT];
  const down = exponentials[downIndex] * downScale;
  const downRest = exponentials[downIndex + 1] * downScale + down * (even - odd);
  const high = up + down;
  return high + (up - high + down + (upRest + downRest));
}

/** tanh(i/8) for i = 0 ... 160 in two parts: high ones at 2i, low ones at 2i + 1. */
const hyperbolicTangents: Float64Array = /* @__PURE__ */ tabulateHyperbolicTangents();

function tabulateHyperbolicTangents(): Float64Array {
  const table = new Float64Array(322);
  const one: DoubleDouble = { high: 1, low: 0 };
  const ofEighth: DoubleDouble = { high: 0.12435300177159621, low: -2.1451880813141441e-19 };
  let tangent: DoubleDouble = { high: 0, low: 0 };
  for (let i = 0; i <= 160; i++) {
    table[2 * i] = tangent.high;
    table[2 * i + 1] = tangent.low;
    tangent = quotient(sum(tangent, ofEighth), sum(one, product(tangent, ofEighth)));
  }
  return table;
}

/** sinh x / cosh x. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.0625) return x + tangentBeyondFirst(x);
  if (!(size < 20)) return Number.isNaN(x) ? x : x > 0 ? 1 : -1;
  // tanh(a + b) = tanh a + tanh b - tanh a tanh b (tanh a + tanh b) / (1 + tanh a tanh b)
  const eighths = Math.floor(8 * size + 0.5);
  const b = size - eighths / 8;
  const high = hyperbolicTangents[2 * eighths];
  const beyond = tangentBeyondFirst(b);
  const tangentOfB = b + beyond;
  const product = high * tangentOfB;
  const excess = (product * (high + tangentOfB)) / (1 + product);
  const value = high + (b + (beyond + (hyperbolicTangents[2 * eighths + 1] - excess)));
  return x < 0 ? -value : value;
}

/** tanh x - x for |x| <= 1/16. */
function tangentBeyondFirst(x: number): number {
  const z = x * x;
  const p =
    -0.3333333333333333 +
    z *
      (0.13333333333333328 +
        z *
          (-0.0539682539681138 + z * (0.021869488383507718 + z * (-0.008863160372338658 + z * 0.003575063685175656))));
  return x * (z * p);
}
