import { describe, expect, test } from "vitest";
import { preprocess } from "../../src/veriloga/preprocess.js";
import { expressionValue } from "./device.js";

const words = (text: string, files: Record<string, string> = {}): string =>
  preprocess({ file: "test.va", text }, (name) => files[name])
    .map(({ image }) => image)
    .join(" ");

describe("macros", () => {
  test.each([
    ["a constant", "`define X 1 + 2\n`X * `X", "1 + 2 * 1 + 2"],
    ["with arguments", "`define F(a, b) a*(b)\n`F(x, y + 1)", "x * ( y + 1 )"],
    ["an argument with commas in parentheses", "`define F(a) [a]\n`F(max(x, y))", "[ max ( x , y ) ]"],
    ["in the argument of itself", "`define D(x) (2*x)\n`D(`D(`D(1)))", "( 2 * ( 2 * ( 2 * 1 ) ) )"],
    ["that use others", "`define A `B + 1\n`define B 2\n`A", "2 + 1"],
    ["over several lines, with comments", "`define F(x) \\\n  x = 1; // one \\\n  x = 2;\n`F(y)", "y = 1 ; y = 2 ;"],
    ["defined again and taken back", "`define X 1\n`X\n`define X 2\n`X\n`undef X\n`ifdef X\n3\n`endif", "1 2"],
    ["without text", "`define X\na `X b", "a b"],
  ])("%s", (_, text, expected) => expect(words(text)).toBe(expected));
});

describe("conditional parts", () => {
  test.each([
    ["`ifdef X 1 `else 2 `endif", "2"],
    ["`define X\n`ifdef X 1 `else 2 `endif", "1"],
    ["`ifndef X 1 `endif 3", "1 3"],
    ["`define Y\n`ifdef X 1 `elsif Y 2 `else 3 `endif", "2"],
    ["`ifdef X `ifdef Y 1 `else 2 `endif `else `ifndef Y 3 `endif `endif", "3"],
    ['`ifdef X `UNKNOWN # ` " `endif 1', "1"],
    ["`ifdef X\n`define Y 1\n`endif\n`ifdef Y 1 `else 2 `endif", "2"],
    ["`ifdef __VAMS_COMPACT_MODELING__ 1 `endif", "1"],
  ])("%s", (text, expected) => expect(words(text)).toBe(expected));
});

test("included files are read in place, and can define macros", () => {
  expect(words('`include "a.va"\n`X', { "a.va": '1 `include "b.va"', "b.va": "`define X 7\n2" })).toBe("1 2 7");
});

test("comments and strings are left alone", () => {
  expect(words('a // `X\n/* `X \n */ b "`X // no"')).toBe('a b "`X // no"');
});

test.each([
  ["`M_PI", Math.PI],
  ["`P_K / `P_Q", 1.380649e-23 / 1.602176634e-19],
  ["`P_CELSIUS0", 273.15],
  ["`M_LN2", Math.LN2],
  ["`M_SQRT2", Math.SQRT2],
])("the standard constant %s", (text, value) => {
  const declarations = '`include "constants.vams"\n`include "disciplines.vams"\n`include "constants.vams"';
  expect(expressionValue(text, declarations)).toBe(value);
});

test("what a macro brings stands where it is used", () => {
  const text = "`define ADD(x) x + 1\n\n  b `ADD(c)";
  const [, c, plus] = preprocess({ file: "test.va", text });
  expect([c.payload.start, plus.payload.start]).toEqual([text.indexOf("c)"), text.lastIndexOf("`ADD")]);
  expect(plus.payload.macros).toEqual(["ADD"]);
});
