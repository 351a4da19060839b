// The polynomial coefficients of packages/hillock/src/expr/elementary/: each is the polynomial that interpolates the
// remainder of a function after its leading terms at the Chebyshev nodes of an interval, found with 120 digits and
// rounded to double. Run `node tools/elementary-coefficients.mjs [name]` to print them with their error, and the tables
// that stand in the code as numbers.
import { Decimal } from "decimal.js";

Decimal.set({ precision: 120, toExpNeg: -30 });
const ln2 = Decimal.ln(2);
const square = (x) => x.times(x);
/** The function of z = x^2 that f(x) is, for even f. */
const ofSquare = (f) => (z) => f(z.sqrt());
const oddRemainder = (f) => ofSquare((x) => f(x).minus(x).div(x.pow(3)));

// `scale` bounds |x^p g(x) / f(x)|, so that error * scale is relative to the function's value.
const remainders = [
  {
    name: "exp: (e^r - 1 - r) / r^2, |r| <= ln 2 / 256",
    of: (r) => r.exp().minus(1).minus(r).div(square(r)),
    on: [ln2.div(-255), ln2.div(255)],
    coefficients: 4,
    scale: 2 ** -17,
  },
  {
    name: "expm1: (e^x - 1 - x - x^2/2) / x^3, |x| <= 1/8",
    of: (x) => x.exp().minus(1).minus(x).minus(square(x).div(2)).div(x.pow(3)),
    on: [new Decimal(-0.126), new Decimal(0.126)],
    coefficients: 9,
    scale: 2 ** -6,
  },
  {
    name: "log: (ln(1 + r) - r) / r^2, |r| <= 0.0040",
    of: (r) => r.plus(1).ln().minus(r).div(square(r)),
    on: [new Decimal(-0.0045), new Decimal(0.0045)],
    coefficients: 6,
    scale: 2 ** -8,
  },
  {
    name: "pow: (ln(1 + r) - r + r^2/2) / r^3, |r| <= 0.0045",
    of: (r) => r.plus(1).ln().minus(r).plus(square(r).div(2)).div(r.pow(3)),
    on: [new Decimal(-0.0046), new Decimal(0.0046)],
    coefficients: 7,
    scale: 2 ** -16,
  },
  {
    name: "sin: (sin x - x) / x^3 by x^2, |x| <= pi/4",
    of: oddRemainder((x) => x.sin()),
    on: [new Decimal(0), new Decimal(0.618)],
    coefficients: 7,
    scale: 0.7,
  },
  {
    name: "cos: (cos x - 1 + x^2/2) / x^4 by x^2, |x| <= pi/4",
    of: ofSquare((x) => x.cos().minus(1).plus(square(x).div(2)).div(x.pow(4))),
    on: [new Decimal(0), new Decimal(0.618)],
    coefficients: 6,
    scale: 0.54,
  },
  {
    name: "atan: (atan x - x) / x^3 by x^2, |x| <= 3/64",
    of: oddRemainder((x) => x.atan()),
    on: [new Decimal(0), new Decimal(0.0469).pow(2)],
    coefficients: 5,
    scale: 2 ** -8.8,
  },
  {
    name: "asin: (asin x - x) / x^3 by x^2, |x| <= 1/2",
    of: oddRemainder((x) => x.asin()),
    on: [new Decimal(0), new Decimal(0.2501)],
    coefficients: 13,
    scale: 2 ** -2,
  },
  {
    name: "sinh: (sinh x - x) / x^3 by x^2, |x| <= 1/8",
    of: oddRemainder((x) => x.sinh()),
    on: [new Decimal(0), new Decimal(0.126).pow(2)],
    coefficients: 5,
    scale: 2 ** -6,
  },
  {
    name: "tanh: (tanh x - x) / x^3 by x^2, |x| <= 1/32",
    of: oddRemainder((x) => x.tanh()),
    on: [new Decimal(0), new Decimal(0.0313).pow(2)],
    coefficients: 4,
    scale: 2 ** -10,
  },
  {
    name: "asinh: (asinh x - x) / x^3 by x^2, |x| <= 1/8",
    of: oddRemainder((x) => x.asinh()),
    on: [new Decimal(0), new Decimal(0.126).pow(2)],
    coefficients: 8,
    scale: 2 ** -6,
  },
  {
    name: "atanh: (atanh x - x) / x^3 by x^2, |x| <= 1/8",
    of: oddRemainder((x) => x.atanh()),
    on: [new Decimal(0), new Decimal(0.126).pow(2)],
    coefficients: 9,
    scale: 2 ** -6,
  },
];

/** A double below 2^40 and above 2^-40 as it is, not the shortest decimal that stands for it. */
const exactly = (x) => new Decimal(BigInt(x * 2 ** 100).toString()).div(new Decimal(2).pow(100));

/** The function at a node; at 0 its limit, to far more digits than are kept. */
const at = (f, x) => f(x.abs().lt(1e-20) ? new Decimal(1e-24) : x);

/** Newton's divided differences at the Chebyshev nodes of [a, b], expanded to powers. */
function interpolate(f, [a, b], count) {
  const nodes = Array.from({ length: count }, (_, i) =>
    a
      .plus(b)
      .plus(
        b.minus(a).times(
          Decimal.acos(-1)
            .times(2 * i + 1)
            .div(2 * count)
            .cos(),
        ),
      )
      .div(2),
  );
  const differences = nodes.map((x) => at(f, x));
  for (let order = 1; order < count; order++) {
    for (let i = count - 1; i >= order; i--) {
      differences[i] = differences[i].minus(differences[i - 1]).div(nodes[i].minus(nodes[i - order]));
    }
  }
  let powers = [differences[count - 1]];
  for (let i = count - 2; i >= 0; i--) {
    const shifted = [new Decimal(0), ...powers];
    powers = shifted.map((c, k) => (k < powers.length ? c.minus(powers[k].times(nodes[i])) : c));
    powers[0] = powers[0].plus(differences[i]);
  }
  return powers.map((c) => c.toNumber());
}

for (const { name, of, on, coefficients, scale } of remainders) {
  if (process.argv[2] && !name.startsWith(`${process.argv[2]}:`)) continue;
  const values = interpolate(of, on, coefficients);
  let worst = 0;
  for (let i = 0; i <= 200; i++) {
    const x = on[0].plus(on[1].minus(on[0]).times(i / 200));
    const sum = values.reduceRight((s, c) => s.times(x).plus(exactly(c)), new Decimal(0));
    worst = Math.max(worst, Math.abs(sum.minus(at(of, x)).toNumber()));
  }
  console.log(`${name}\n  relative error 2^${Math.log2(worst * scale).toFixed(1)}`);
  for (const value of values) console.log(`  ${value},`);
}

/** A value as the double nearest to it and the double nearest to the rest. */
function inTwoParts(value) {
  const high = value.toNumber();
  return `${high}, ${value.minus(exactly(high)).toNumber()},`;
}

for (const [name, f, step, count] of [
  ["atan", (x) => x.atan(), 1 / 16, 17],
  ["tanh", (x) => x.tanh(), 1 / 16, 33],
]) {
  if (process.argv[2] && process.argv[2] !== name) continue;
  console.log(`${name}: table in steps of ${step}`);
  for (let i = 0; i < count; i++) console.log(`  ${inTwoParts(f(new Decimal(i).times(step)))}`);
}
