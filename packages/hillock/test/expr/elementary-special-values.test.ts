import { describe, expect, test } from "vitest";
import { elementary } from "../../src/expr/elementary.js";
import { numbers } from "./numbers.js";

type Unary = Exclude<keyof typeof elementary, "pow" | "atan2">;
const unary = (Object.keys(elementary) as (keyof typeof elementary)[]).filter(
  (name): name is Unary => name !== "pow" && name !== "atan2",
);

const smallest = 5e-324;
const special = [0, -0, 1, -1, smallest, -smallest, 2.2250738585072014e-308, -2.2250738585072014e-308, Infinity];
const everySpecial = [...special, -Infinity, Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE];

/** What the standard demands exactly: NaN, infinities, zeros with their sign, and results that are their argument. */
function isDemanded(result: number, argument: number): boolean {
  return !Number.isFinite(result) || result === 0 || result === argument || Number.isInteger(result);
}

describe("special values are those of Math", () => {
  for (const name of unary) {
    test(name, () => {
      for (const x of everySpecial) {
        const standard = Math[name](x);
        // The rest are ordinary numbers, of which V8's may be 1 unit in the last place off.
        const ours = elementary[name](x);
        if (!isDemanded(standard, x)) expect(Math.abs(ours / standard - 1), `${name}(${x})`).toBeLessThan(4e-16);
        else expect(ours, `${name}(${x})`).toBe(standard);
      }
    });
  }

  test("pow", () => {
    const bases = [...everySpecial, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, 1 + 2 ** -52, 1 - 2 ** -53];
    const exponents = [...bases, 5, -5, 6, -6, 2.5, 2 ** 53, -(2 ** 53), 2 ** 53 - 1, 2 ** 52 + 1, 1075, -1075, 1e308];
    for (const x of bases) {
      for (const y of exponents) {
        const standard = x ** y;
        const ours = elementary.pow(x, y);
        if (Number.isFinite(standard) && standard !== 0) {
          expect(Math.abs(ours / standard - 1), `pow(${x}, ${y})`).toBeLessThan(1e-14);
        } else expect(ours, `pow(${x}, ${y})`).toBe(standard);
      }
    }
  });

  test("atan2", () => {
    for (const y of everySpecial) {
      for (const x of everySpecial) {
        const standard = Math.atan2(y, x);
        const eighthTurns = standard / (Math.PI / 4);
        // Demanded exactly are multiples of 45 degrees (where V8's error is 1 unit next to them) and NaN.
        if (Number.isInteger(eighthTurns) || Number.isNaN(standard)) {
          expect(elementary.atan2(y, x), `atan2(${y}, ${x})`).toBe(standard);
        } else expect(Math.abs(elementary.atan2(y, x) / standard - 1), `atan2(${y}, ${x})`).toBeLessThan(4e-16);
      }
    }
  });
});

describe("the ends of the range", () => {
  test("exp overflows and underflows where the exact value does", () => {
    expect(elementary.exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(elementary.exp(709.7827128933841)).toBe(Infinity);
    expect(elementary.exp(-745.1332191019411)).toBe(smallest);
    expect(elementary.exp(-745.1332191019412)).toBe(0);
  });

  test("sinh and cosh go on beyond exp's range", () => {
    expect(elementary.cosh(710.4758600739439)).toBe(1.7976931348621744e308);
    expect(elementary.sinh(-710.4758600739439)).toBe(-1.7976931348621744e308);
    expect(elementary.cosh(710.475860073944)).toBe(Infinity);
    expect(elementary.sinh(710.475860073944)).toBe(Infinity);
  });

  test("pow gives the exact result where that is a double", () => {
    for (let n = -1074; n <= 1023; n++) expect(elementary.pow(2, n), `2^${n}`).toBe(2 ** n);
    for (let n = 1n; n <= 22n; n++) expect(elementary.pow(10, Number(n))).toBe(Number(10n ** n));
    for (let base = 3; base < 200; base++) expect(elementary.pow(base * base, 1.5)).toBe(base * base * base);
    expect(elementary.pow(-3, 33)).toBe(-5559060566555523);
  });
});

test("odd functions are odd and even ones even, to the last bit", () => {
  const n = numbers(1);
  for (let i = 0; i < 2000; i++) {
    const x = n.uniform(-1, 1);
    for (const name of ["sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh"] as const) {
      expect(elementary[name](-x), `${name}(${x})`).toBe(-elementary[name](x));
    }
    for (const name of ["cos", "cosh"] as const)
      expect(elementary[name](-x), `${name}(${x})`).toBe(elementary[name](x));
  }
});

describe("monotonic functions never step back", () => {
  /** Where the argument is cut into pieces, and beside it, step by step of the last place. */
  const cuts: Partial<Record<Unary, readonly number[]>> = {
    exp: [0, 1, -1, Math.LN2 / 256, 708, -708, 0.5],
    expm1: [0.125, -0.125, 1, -1],
    log: [1, 1 + 1 / 256, 1 - 1 / 512, 1.41015625, 0.705078125, 2, 1e-300],
    log1p: [2 ** -53, 0.5, -0.5, 1e-8],
    tanh: [1 / 32, 3 / 32, 0.5, 1, 2],
    atan: [3 / 64, 3 / 32, 0.5, 1],
    asin: [0.5, -0.5, 0.9],
    sinh: [0.125, 1, 40],
    asinh: [0.125, 1, 268435456],
    atanh: [0.125, 0.5],
    acosh: [1.5, 268435456],
  };
  for (const [name, points] of Object.entries(cuts) as [Unary, readonly number[]][]) {
    test(name, () => {
      for (const point of points) {
        const step = point === 0 ? 2 ** -56 : Math.abs(point) * 2 ** -52;
        for (const width of [4, 16, 1024]) {
          let previous = -Infinity;
          for (let i = -200; i <= 200; i++) {
            const value = elementary[name](point + i * width * step);
            expect(value, `${name}(${point} + ${i * width} steps)`).toBeGreaterThanOrEqual(previous);
            previous = value;
          }
        }
      }
    });
  }
});
