import { Decimal } from "decimal.js";
import { expect, test } from "vitest";
import { elementary } from "../../src/expr/elementary.js";
import { binaryParts, type Numbers, numbers, unitInTheLastPlace } from "./numbers.js";

/** What an elementary function is tested with. */
interface Suite {
  readonly name: keyof typeof elementary;
  /** Largest error seen in half a million samples, a little rounded up [units in the last place]. */
  readonly within: number;
  /** Each makes arguments of one kind. */
  readonly kinds: readonly ((n: Numbers) => readonly number[])[];
  /** Arguments of their own. */
  readonly points?: readonly number[];
  readonly exact: (x: Decimal, y: Decimal) => Decimal;
}

const one = new Decimal(1);
const anyAngle: Suite["kinds"] = [
  (n) => [n.uniform(-10, 10)],
  (n) => [n.signed(-30, 20)],
  (n) => [n.uniform(-1e9, 1e9)],
  // Nearest doubles to multiples of pi/2, where sine or cosine nearly vanishes.
  (n) => [(Math.PI / 2) * Math.floor(n.uniform(-1e6, 1e6))],
  (n) => [(Math.PI / 2) * Math.floor(n.uniform(-1e9, 1e9))],
  (n) => [n.signed(20, 200)],
];
// The last is the double nearest to a multiple of pi/2 of all (Muller, Elementary Functions, 2nd ed., table 10.1).
const largeAngles = [1e22, 2 ** 120, -3e150, 1e300, Number.MAX_VALUE, 6381956970095103 * 2 ** 797];
const sineRange: Suite["kinds"] = [
  (n) => [n.uniform(-1, 1)],
  (n) => [n.signed(-60, 0)],
  (n) => [1 - n.magnitude(-52, -1)],
  (n) => [n.magnitude(-52, -1) - 1],
];
const hyperbolicRange: Suite["kinds"] = [
  (n) => [n.uniform(-3, 3)],
  (n) => [n.uniform(-0.3, 0.3)],
  (n) => [n.signed(-60, 5)],
  (n) => [n.uniform(-710.4, 710.4)],
];

const suites: readonly Suite[] = [
  {
    name: "exp",
    within: 0.77,
    kinds: [
      (n) => [n.uniform(-2, 2)],
      (n) => [n.uniform(-745, 709.7)],
      (n) => [n.signed(-60, 9)],
      (n) => [n.uniform(-745, -700)],
    ],
    exact: (x) => x.exp(),
  },
  {
    name: "expm1",
    within: 0.62,
    kinds: [
      (n) => [n.uniform(-0.2, 0.2)],
      (n) => [n.uniform(-50, 709.7)],
      (n) => [n.signed(-60, 4)],
      (n) => [n.signed(-1070, -50)],
    ],
    // e^x - 1 without the cancellation, which no number of digits is enough for at 2^-1070.
    exact: (x) => (x.abs().lt(1e-20) ? x.plus(x.pow(2).div(2)) : x.exp().minus(1)),
  },
  {
    name: "log",
    within: 1,
    kinds: [
      (n) => [n.magnitude(-1074, 1024)],
      (n) => [n.uniform(0.5, 2)],
      (n) => [n.uniform(0.99, 1.01)],
      (n) => [1 + n.signed(-52, -1.1)],
    ],
    exact: (x) => x.ln(),
  },
  {
    name: "log1p",
    within: 1.05,
    kinds: [
      (n) => [n.uniform(-0.9, 2)],
      (n) => [n.signed(-60, -0.1)],
      (n) => [n.magnitude(-60, 1024)],
      (n) => [n.signed(-1070, -50)],
    ],
    exact: (x) => (x.abs().lt(1e-20) ? x.minus(x.pow(2).div(2)) : x.plus(1).ln()),
  },
  {
    name: "pow",
    within: 0.77,
    kinds: [
      (n) => [n.uniform(0, 3), n.uniform(-20, 20)],
      (n) => [n.magnitude(-1074, 1024), n.uniform(-0.9, 0.9)],
      (n) => [1 + n.signed(-30, -1), n.signed(0, 8)],
      (n) => [n.uniform(0.5, 2), n.uniform(-700, 700)],
      // Results over the whole range of doubles.
      (n) => withPower(n.magnitude(-1022, 1023), n),
      (n) => withPower(1 + n.signed(-40, -3), n),
    ],
    exact: (x, y) => x.ln().times(y).exp(),
  },
  { name: "sin", within: 0.8, kinds: anyAngle, points: largeAngles, exact: (x) => x.sin() },
  { name: "cos", within: 0.8, kinds: anyAngle, points: largeAngles, exact: (x) => x.cos() },
  { name: "tan", within: 0.9, kinds: anyAngle, points: largeAngles, exact: (x) => x.sin().div(x.cos()) },
  { name: "asin", within: 0.75, kinds: sineRange, exact: (x) => x.asin() },
  { name: "acos", within: 0.7, kinds: sineRange, exact: (x) => x.acos() },
  {
    name: "atan",
    within: 0.95,
    kinds: [(n) => [n.uniform(-2, 2)], (n) => [n.uniform(-0.2, 0.2)], (n) => [n.signed(-60, 60)]],
    exact: (x) => x.atan(),
  },
  {
    name: "atan2",
    within: 1.2,
    kinds: [
      (n) => [n.uniform(-1, 1), n.uniform(-1, 1)],
      (n) => [n.signed(-30, 30), n.signed(-30, 30)],
      (n) => [n.signed(-1070, 1023), n.signed(-1070, 1023)],
      (n) => {
        const x = n.signed(-1060, 1020);
        return [x * n.uniform(0.01, 1.5), x];
      },
    ],
    exact: (y, x) => Decimal.atan2(y, x),
  },
  { name: "sinh", within: 0.55, kinds: hyperbolicRange, exact: (x) => x.sinh() },
  { name: "cosh", within: 0.55, kinds: hyperbolicRange, exact: (x) => x.cosh() },
  { name: "tanh", within: 0.78, kinds: hyperbolicRange.slice(0, 3), exact: (x) => x.tanh() },
  {
    name: "asinh",
    within: 0.55,
    kinds: [...hyperbolicRange.slice(0, 2), (n) => [n.signed(-60, 60)], (n) => [n.signed(-1000, 1023)]],
    exact: (x) => (x.abs().lt(1e-20) ? x.minus(x.pow(3).div(6)) : x.abs().asinh().times(x.s)),
  },
  {
    name: "acosh",
    within: 0.95,
    kinds: [(n) => [1 + n.magnitude(-52, 10)], (n) => [n.uniform(1, 3)], (n) => [n.magnitude(0.001, 1023)]],
    exact: (x) => x.acosh(),
  },
  {
    name: "atanh",
    within: 0.55,
    kinds: [...sineRange, (n) => [n.uniform(-0.3, 0.3)]],
    exact: (x) => one.plus(x).div(one.minus(x)).ln().div(2),
  },
];

/** A base with an exponent such that the power is anywhere between the smallest and the largest double. */
function withPower(base: number, n: Numbers): readonly number[] {
  return [base, n.uniform(-744, 709) / Math.log(base)];
}

/** The double as it is, not the shortest decimal that stands for it. */
function exactly(value: number): Decimal {
  const { mantissa, exponent } = binaryParts(value);
  return new Decimal(mantissa).times(new Decimal(2).pow(exponent));
}

const samples = 100;

test.each(suites)("$name is within $within units in the last place", ({ name, within, kinds, points = [], exact }) => {
  const f = elementary[name] as (x: number, y?: number) => number;
  const random = kinds.flatMap((kind, seed) => {
    const n = numbers(seed);
    return Array.from({ length: samples }, () => kind(n));
  });
  let worst = 0;
  let worstArguments: readonly number[] = [];
  for (const [x, y = 0] of [...random, ...points.map((x) => [x])]) {
    // Reducing a large angle takes its digits off; differences from 1 take 16.
    Decimal.set({ precision: 60 + (points.length > 0 ? Math.max(0, Math.ceil(Math.log10(Math.abs(x)))) : 0) });
    const truth = exact(exactly(x), exactly(y));
    const error = exactly(f(x, y)).minus(truth).abs().div(unitInTheLastPlace(truth.toNumber())).toNumber();
    if (!(error <= worst)) {
      worst = error;
      worstArguments = [x, y];
    }
  }
  expect(worst, `${name}(${worstArguments.join(", ")})`).toBeLessThanOrEqual(within);
  // Rounding alone makes errors of up to 0.5: a smaller worst one would be one that was not measured.
  expect(worst).toBeGreaterThan(0.45);
});
