import { LOWEST_EXPONENT, powersOfTwo as sharedPowersOfTwo } from "./binary-format.js";
import { exp, scaledExp } from "./exponential.js";
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

/** tanh(i/16) for i = 0 ... 32 in two parts: high ones at 2i, low ones at 2i + 1. */
// biome-ignore format: a table
export const hyperbolicTangents = /* @__PURE__ */ Float64Array.of(
  0, 0, 0.062418746747512514, 1.5112489404944624e-19,
  0.12435300177159621, -2.1451880813141441e-19, 0.1853331999081395, 5.4744612262799576e-18,
  0.24491866240370913, -1.6036228849882693e-18, 0.3027097293321085, -3.0759785809635975e-18,
  0.35835739835078595, -3.184100638338411e-18, 0.41157005567402244, 1.2258221931668309e-17,
  0.46211715726000974, 2.1916603238260928e-17, 0.5098299737352566, -4.2722008489587145e-17,
  0.5545997223493823, 3.145617845100655e-17, 0.5963735554792423, 2.7705962641614684e-17,
  0.6351489523872873, 1.7012977006564836e-17, 0.6709670742068736, 4.7951459612541725e-17,
  0.703905603936621, 1.126629865834986e-17, 0.7340715196043415, 2.1218821924074105e-17,
  0.7615941559557649, 3.7090214482164924e-17, 0.7866188121086977, -4.4746796656952766e-17,
  0.809301070201781, 1.997469910893264e-17, 0.8298019099859595, 4.215795007609928e-17,
  0.8482836399575129, 1.7099441972242e-17, 0.8649066177207418, -5.25144742989944e-17,
  0.8798266996519848, -3.3380432917407976e-17, 0.8931933404003515, 5.50100969939195e-17,
  0.9051482536448664, 4.1992024501810215e-17, 0.9158245441687624, -3.738846518124201e-17,
  0.925346225311741, 3.550955642732267e-17, 0.9338280432225917, 1.827232621548802e-17,
  0.9413755384972874, -2.736933596553663e-17, 0.9480852856044063, -2.9051129732735854e-18,
  0.9540452601799487, 4.1429512257926855e-17, 0.9593352933146825, 1.1697071158356531e-17,
  0.9640275800758169, -1.9413550547557176e-17,
);

/** sinh x / cosh x. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 2)) return largeTanh(x);
  // tanh(a + b) = tanh a + tanh b - tanh a tanh b (tanh a + tanh b) / (1 + tanh a tanh b), a = i/16, |b| <= 1/32.
  const i = (16 * size + 0.5) | 0;
  const b = size - i * 0.0625;
  const z = b * b;
  const beyond =
    b *
    z *
    (-0.33333333333333326 + z * 0.13333333333125144 + z * z * (-0.053968243342266096 + z * 0.021852131566443785));
  const tangentOfA = hyperbolicTangents[2 * i];
  const tangentOfB = b + beyond;
  const product = tangentOfA * tangentOfB;
  const excess = (product * (tangentOfA + tangentOfB)) / (1 + product);
  const value = tangentOfA + (b + (beyond + (hyperbolicTangents[2 * i + 1] - excess)));
  return x > 0 ? value : x < 0 ? -value : x;
}

/** tanh x for |x| >= 2 or NaN: what 1 exceeds it by is so small that its rounding does not count. */
function largeTanh(x: number): number {
  const value = 1 - 2 / (exp(2 * Math.abs(x)) + 1);
  return x < 0 ? -value : value;
}
