import { reduceToQuadrant, remainder as sharedRemainder } from "./argument-reduction.js";
import { quotient } from "./double-double.js";

const remainder = sharedRemainder;
const QUARTER_PI = 0.7853981633974483;

// Below this size, x and 1 are nearer to sin x and cos x than any other double. Larger than needed by little.
const TINY = 1e-8;

/** sin x, x in rad. */
export function sin(x: number): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) return size < TINY ? x : x + sineBeyondFirst(x, 0);
  const quadrant = reduceToQuadrant(x);
  const value = (quadrant & 1) === 0 ? remainder[0] + sineBeyondFirst(remainder[0], remainder[1]) : reducedCosine();
  return (quadrant & 2) === 0 ? value : -value;
}

/** cos x, x in rad. */
export function cos(x: number): number {
  if (Math.abs(x) <= QUARTER_PI) return cosine(x, 0);
  const quadrant = reduceToQuadrant(x);
  const value = (quadrant & 1) === 0 ? reducedCosine() : -(remainder[0] + sineBeyondFirst(remainder[0], remainder[1]));
  return (quadrant & 2) === 0 ? value : -value;
}

/** tan x, x in rad. */
export function tan(x: number): number {
  const size = Math.abs(x);
  if (size < TINY) return x;
  let quadrant = 0;
  let high = x;
  let low = 0;
  if (!(size <= QUARTER_PI)) {
    quadrant = reduceToQuadrant(x);
    high = remainder[0];
    low = remainder[1];
  }
  const sine = rounded(high, sineBeyondFirst(high, low));
  const parabola = 1 - 0.5 * high * high;
  const cosine = rounded(parabola, cosineBeyondParabola(high, low, parabola));
  const { high: value, low: rest } =
    (quadrant & 1) === 0 ? quotient(sine, cosine) : quotient({ high: -cosine.high, low: -cosine.low }, sine);
  return value + rest;
}

const reducedCosine = (): number => cosine(remainder[0], remainder[1]);

function cosine(high: number, low: number): number {
  const parabola = 1 - 0.5 * high * high;
  return parabola + cosineBeyondParabola(high, low, parabola);
}

/** a + b as a double and what it rounds off, for |a| > |b|. */
function rounded(a: number, b: number): { high: number; low: number } {
  const high = a + b;
  return { high, low: a - high + b };
}

/** sin(high + low) - high for |high| <= pi/4. */
function sineBeyondFirst(x: number, low: number): number {
  const z = x * x;
  const tail =
    0.008333333333333331 +
    z * -0.0001984126984126502 +
    z *
      z *
      (0.0000027557319219304477 +
        z * -2.5052106220409384e-8 +
        z * z * (1.605852971266686e-10 + z * -7.586584848459799e-13));
  return low * (1 - 0.5 * z) + x * z * (-0.16666666666666666 + z * tail);
}

/** cos(high + low) - parabola for |high| <= pi/4, where parabola is 1 - high^2/2 rounded. */
function cosineBeyondParabola(x: number, low: number, parabola: number): number {
  const z = x * x;
  const quartic =
    0.041666666666666664 +
    z * -0.0013888888888887382 +
    z *
      z *
      (0.000024801587298744625 +
        z * -2.755731726081361e-7 +
        z * z * (2.087614399539826e-9 + z * -1.1382468815765352e-11));
  return 1 - parabola - 0.5 * z + (z * z * quartic - x * low);
}
