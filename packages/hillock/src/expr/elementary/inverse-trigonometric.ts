import { type DoubleDouble, twoProduct, upperHalf } from "./double-double.js";

const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const TWO_MINUS_200 = 6.223015277861142e-61;
const TWO_400 = 2.5822498780869086e120;

/** atan(i/16) for i = 0 ... 16 in two parts: high ones at 2i, low ones at 2i + 1. */
// biome-ignore format: a table
const arctangents = /* @__PURE__ */ Float64Array.of(
  0, 0, 0.06241880999595735, -1.5490756308295046e-18,
  0.12435499454676144, -3.1253241424539383e-18, 0.18534794999569476, 4.180692268843079e-18,
  0.24497866312686414, 1.0698755618734451e-17, 0.3028848683749714, -1.1010827903001369e-17,
  0.35877067027057225, -2.4623815582638635e-17, 0.4124104415973873, -1.587652227770689e-17,
  0.4636476090008061, 2.2698777452961687e-17, 0.5123894603107377, -2.5462781472855804e-17,
  0.5585993153435624, -5.4556305485916264e-18, 0.6022873461349642, 2.950430737228402e-17,
  0.6435011087932844, 1.5834785051444286e-17, 0.6823165548747481, 6.943223671560008e-18,
  0.7188299996216245, -2.1478388444456983e-17, 0.7531512809621944, -2.4256934659182068e-17,
  0.7853981633974483, 3.061616997868383e-17,
);

/** The angle whose tangent is x, in [-pi/2, pi/2] rad. */
export function atan(x: number): number {
  const size = Math.abs(x);
  const angle = size <= 1 ? turn(0, 0, 1, size, 1) : turn(HALF_PI, HALF_PI_LOW, -1, 1, size);
  return x > 0 ? angle : x < 0 ? -angle : x;
}

/** The angle of the point (x, y) from the x axis, in [-pi, pi] rad. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const width = Math.abs(x);
  const height = Math.abs(y);
  const toRight = x > 0 || Object.is(x, 0);
  let angle: number;
  if (height <= width)
    angle = toRight ? turn(0, 0, 1, height, width) : turn(2 * HALF_PI, 2 * HALF_PI_LOW, -1, height, width);
  else angle = turn(HALF_PI, HALF_PI_LOW, toRight ? -1 : 1, width, height);
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** start + direction * atan(short / long), for 0 <= short <= long and direction 1 or -1. */
function turn(start: number, startLow: number, direction: number, short: number, long: number): number {
  if (long === Number.POSITIVE_INFINITY) return turn(start, startLow, direction, short === long ? 1 : 0, 1);
  if (long === 0) return start;
  // Sums and products of the two must neither overflow nor become subnormal; their quotient is not changed.
  if (long > 1e300) return turn(start, startLow, direction, short * TWO_MINUS_200, long * TWO_MINUS_200);
  if (long < 1e-200) return turn(start, startLow, direction, short * TWO_400, long * TWO_400);
  // atan(short / long) = atan(i/16) + atan(t), |t| <= 1/32, or 3/64 for i = 0: the angle is never much less than t.
  const i = 64 * short < 3 * long ? 0 : Math.floor((16 * short) / long + 0.5);
  const c = i * 0.0625;
  const upper = upperHalf(long);
  const t = (short - c * upper - c * (long - upper)) / (long + c * short);
  const z = t * t;
  const p =
    -0.3333333333333333 +
    z * (0.19999999999982498 + z * (-0.14285714222046605 + z * (0.11111030029283167 + z * -0.0904873959392553)));
  const table = direction * arctangents[2 * i];
  const high = start + table;
  const partOfTable = high - start;
  const rest = start - (high - partOfTable) + (table - partOfTable);
  return high + (direction * t + (direction * (t * z * p + arctangents[2 * i + 1]) + startLow + rest));
}

/** The angle whose sine is x, in [-pi/2, pi/2] rad; NaN outside [-1, 1]. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.5) return x + arcsineBeyondFirst(x);
  const { high, low } = halfAngle(size);
  const first = HALF_PI - 2 * high;
  const angle = first + (HALF_PI - first - 2 * high + (HALF_PI_LOW - 2 * low));
  return x < 0 ? -angle : angle;
}

/** The angle whose cosine is x, in [0, pi] rad; NaN outside [-1, 1]. */
export function acos(x: number): number {
  if (Math.abs(x) <= 0.5) {
    const high = HALF_PI - x;
    return high + (HALF_PI - high - x + (HALF_PI_LOW - arcsineBeyondFirst(x)));
  }
  const { high, low } = halfAngle(Math.abs(x));
  if (x > 0) return 2 * (high + low);
  const first = HALF_PI - high;
  return 2 * (first + (HALF_PI - first - high + (HALF_PI_LOW - low)));
}

/** acos(size) / 2 = asin(sqrt((1 - size) / 2)) for 1/2 <= size <= 1, as a sum. */
function halfAngle(size: number): DoubleDouble {
  const square = (1 - size) / 2;
  const high = Math.sqrt(square);
  if (high === 0) return { high: 0, low: 0 };
  const { high: back, low: backLow } = twoProduct(high, high);
  return { high, low: (square - back - backLow) / (2 * high) + arcsineBeyondFirst(high) };
}

/** asin(x) - x for |x| <= 1/2. */
function arcsineBeyondFirst(x: number): number {
  const z = x * x;
  const z2 = z * z;
  const z4 = z2 * z2;
  const first = 0.16666666666666669 + z * 0.07499999999998425 + z2 * (0.04464285714637338 + z * 0.030381944137085216);
  const second =
    0.022372173002005596 + z * 0.017352391265909227 + z2 * (0.013971235301124539 + z * 0.011478952690257387);
  const third =
    0.010324318288744113 + z * 0.00545087818772055 + z2 * (0.017419357964884856 + z * -0.014881409392818066);
  return x * z * (first + z4 * (second + z4 * (third + z4 * 0.02877844261259304)));
}
