import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currentOf, device, expressionValue, twoTerminal } from "./device.js";

describe("numbers", () => {
  test.each([
    ["12", 12],
    ["1_000", 1000],
    ["1.5e-3", 1.5e-3],
    ["4.7k", 4700],
    ["2M", 2e6],
    ["100u", 100e-6],
    ["3f", 3e-15],
    ["1T", 1e12],
    [".5", 0.5],
    ["1.", 1],
  ])("%s", (literal, value) => expect(expressionValue(`1.0*${literal}`)).toBe(value));
});

describe("operators bind as in the standard", () => {
  test.each([
    ["1.0 + 2.0 * 3.0", 7],
    ["-2.0 ** 2.0", 4],
    ["2.0 ** 3.0 ** 2.0", 64],
    ["8.0 / 4.0 / 2.0", 1],
    ["1.0 - 2.0 - 3.0", -4],
    ["1 < 2 == 1", 1],
    ["0 && 1 || 1", 1],
    ["!0 + 1", 2],
    ["1 ? 2.0 : 3.0", 2],
    ["0 ? 1.0 : 0 ? 2.0 : 3.0", 3],
    ["3.0 > 2.0", 1],
    ["3.0 >= 4.0", 0],
    ["3 != 3", 0],
  ])("%s", (text, value) => expect(expressionValue(text)).toBe(value));
});

describe("integers", () => {
  test.each([
    ["7 / 2", 3],
    ["-7 / 2", -3],
    ["7 / 2.0", 3.5],
    ["-7 % 3", -1],
    ["7.5 % 2.0", 1.5],
    ["min(1, 2) / 2", 0],
    ["$rtoi(-2.7)", -2],
  ])("%s", (text, value) => expect(expressionValue(text) + 0).toBe(value));

  test.each([
    [2.5, 3],
    [-2.5, -3],
    [2.4, 2],
    [-0.4, 0],
  ])("%d is rounded to %d when it is assigned", (value, rounded) => {
    const source = twoTerminal(`n = V(a,b) - 0.0; I(a,b) <+ n;`, "integer n;");
    expect(currentOf(source, value) + 0).toBe(rounded);
  });
});

describe("bits of integers", () => {
  test.each([
    ["12 & 10", 8],
    ["12 | 10", 14],
    ["12 ^ 10", 6],
    ["12 ~^ 10", -7],
    ["12 ^~ 10", -7],
    ["~5", -6],
    ["1 << 4 + 1", 32],
    ["-8 >>> 1", -4],
    ["-8 >> 28", 15],
    ["3 <<< 40", 0],
    ["-3 >>> 40", -1],
    ["6 & 3 == 3", 0],
    ["2 === 2.0", 1],
    ["2 !== 2", 0],
  ])("%s", (text, value) => expect(expressionValue(text)).toBe(value));

  test("parameters decide them, and the device holds for those", () => {
    const source = twoTerminal("I(a,b) <+ N & 6;", "parameter integer N = 3;");
    expect(currentOf(source)).toBe(2);
    expect(currentOf(source, 1, { parameters: { N: 12 } })).toBe(4);
    expect(device(source).decisions).toHaveLength(1);
  });
});

describe("functions", () => {
  test.each([
    ["ln(10.0)", Math.LN10],
    ["log(1000.0)", 3],
    ["exp(1.0)", Math.E],
    ["sqrt(2.0)", Math.SQRT2],
    ["pow(2.0, 0.5)", Math.SQRT2],
    ["hypot(3.0, 4.0)", 5],
    ["atan2(1.0, -1.0)", (3 * Math.PI) / 4],
    ["tanh(0.5)", Math.tanh(0.5)],
    ["acosh(2.0)", Math.acosh(2)],
    ["floor(-1.5)", -2],
    ["ceil(1.2)", 2],
    ["abs(-3.0)", 3],
    ["max(1.0, 2.0)", 2],
    ["limexp(1.0)", Math.E],
    ["$sqrt(4.0)", 2],
    ["$vt(300.0)", (1.380649e-23 * 300) / 1.602176634e-19],
    ["$temperature", 300.15],
    ['$simparam("gmin", 0)', 1e-12],
    ['$simparam("minr", 1m)', 1e-3],
    ["$mfactor", 1],
    ["white_noise(1.0)", 0],
  ])("%s", (text, value) => expect(expressionValue(text)).toBeCloseTo(value, 13));
});

/** A Verilog-A expression and what it has to be at V(a,b) = v. */
interface Sample {
  readonly text: string;
  readonly value: (v: number) => number;
}

const operators: Readonly<Record<string, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "<": (x, y) => Number(x < y),
  ">=": (x, y) => Number(x >= y),
  "&&": (x, y) => Number(x !== 0 && y !== 0),
  "||": (x, y) => Number(x !== 0 || y !== 0),
};

test("an expression has the value that its parts give it", () => {
  const number = fc.double({ min: 0.25, max: 4, noNaN: true }).map((x): Sample => {
    const text = x.toFixed(4);
    return { text, value: () => Number(text) };
  });
  const { tree } = fc.letrec<{ tree: Sample }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      number,
      fc.constant<Sample>({ text: "V(a,b)", value: (v) => v }),
      fc.tuple(tie("tree"), fc.constantFrom(...Object.keys(operators)), tie("tree")).map(
        ([x, operator, y]): Sample => ({
          text: `(${x.text} ${operator} ${y.text})`,
          value: (v) => operators[operator](x.value(v), y.value(v)),
        }),
      ),
      fc.tuple(tie("tree"), tie("tree"), tie("tree")).map(
        ([c, x, y]): Sample => ({
          text: `(${c.text} > 1.0 ? ${x.text} : ${y.text})`,
          value: (v) => (c.value(v) > 1 ? x.value(v) : y.value(v)),
        }),
      ),
      tie("tree").map((x): Sample => ({ text: `(-${x.text})`, value: (v) => -x.value(v) })),
      fc
        .tuple(tie("tree"), tie("tree"))
        .map(
          ([x, y]): Sample => ({ text: `max(${x.text}, ${y.text})`, value: (v) => Math.max(x.value(v), y.value(v)) }),
        ),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.double({ min: -2, max: 2, noNaN: true }), ({ text, value }, v) => {
      const expected = value(v);
      const found = currentOf(twoTerminal(`I(a,b) <+ ${text};`), v);
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
    }),
    { numRuns: 300 },
  );
});
