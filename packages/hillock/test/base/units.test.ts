import fc from "fast-check";
import { expect, test } from "vitest";
import { quantityText, readSpiceNumber, spiceNumber } from "../../src/base/units.js";

const value = (text: string) => {
  const number = readSpiceNumber(text);
  return number && "value" in number ? number.value : number;
};

test.each([
  ["1", 1],
  ["-5", -5],
  ["+.5", 0.5],
  ["1.", 1],
  ["1.e3", 1e3],
  ["1e-3", 1e-3],
  ["1E+3", 1e3],
  ["1.5k", 1500],
  ["10meg", 10e6],
  ["10MEG", 10e6],
  ["10MegOhm", 10e6],
  ["1M", 1e-3],
  ["1m", 1e-3],
  ["2.2u", 2.2e-6],
  ["15n", 15e-9],
  ["3.3p", 3.3e-12],
  ["1f", 1e-15],
  ["1g", 1e9],
  ["1T", 1e12],
  ["1e3k", 1e6],
  ["10uF", 10e-6],
  ["5V", 5],
  ["5ohm", 5],
  ["1mil", 25.4e-6],
  ["2x", 2],
  ["-0", -0],
])("%s is %d", (text, expected) => expect(value(text)).toBe(expected));

test.each(["4k7", "1x3", "1.2.3", "1e400", "1a", "2A", "5-3", "1%", "3*x"])("%s is refused", (text) => {
  expect(readSpiceNumber(text)).toMatchObject({ problem: expect.any(String), help: expect.any(String) });
});

test.each(["", "k", "x1", "-", ".", "meg", "nan", "inf"])("%j does not begin like a number", (text) => {
  expect(readSpiceNumber(text)).toBeUndefined();
});

test.each([
  [15e-9, "15n"],
  [2200, "2.2k"],
  [1e6, "1meg"],
  [0.1, "100m"],
  [-47e3, "-47k"],
  [0, "0"],
  [-0, "-0"],
  [1e-20, "1e-20"],
  [123456, "123.456k"],
  [1e15, "1000000000000000"],
  [999e12, "999t"],
])("%d is written %s", (number, text) => expect(spiceNumber(number)).toBe(text));

test("every number comes back from its text, to the last bit", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(value(spiceNumber(number))).toBe(number);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [15e-9, "F", "15 nF"],
  [68e3, "ohm", "68 kohm"],
  [0.0221234, "s", "22.12 ms"],
  [0, "V", "0 V"],
  [999.96, "Hz", "1 kHz"],
  [1e-20, "A", "1e-20 A"],
  [2.5, "", "2.5"],
])("%d %s reads %s", (number, unit, text) => expect(quantityText(number, unit)).toBe(text));
