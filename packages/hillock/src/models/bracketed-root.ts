/**
 * The root of a continuous function between two arguments at which it has different signs: secant steps (Illinois rule), halving where
 * these do not narrow the bracket and in every third step, until its ends are neighbouring numbers, the function vanishes, or the
 * bracket is 2^60 times as narrow.
 *
 * @returns the end of the bracket at which the function is nearer to 0
 */
export function bracketedRoot(f: (x: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  let [weightA, weightB] = [fa, fb];
  for (let pass = 0; pass < 200 && fb !== 0; pass++) {
    const secant = b - (weightB * (b - a)) / (weightB - weightA);
    const middle = a + 0.5 * (b - a);
    const inside = (secant - a) * (secant - b) < 0;
    const x = inside && pass % 3 !== 2 ? secant : middle;
    if (x === a || x === b) break;
    const fx = f(x);
    if (fx > 0 === fb > 0 && fx !== 0) {
      [b, fb] = [x, fx];
      weightB = fx;
      weightA *= 0.5;
    } else {
      [a, fa] = [b, fb];
      [b, fb] = [x, fx];
      [weightA, weightB] = [fa, fx];
    }
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}
