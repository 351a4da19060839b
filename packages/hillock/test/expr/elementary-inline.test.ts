import { describe, expect, test } from "vitest";
import { inlineBindings, inlineExp, inlineLog } from "../../src/expr/elementary/inline.js";
import { elementary } from "../../src/expr/elementary.js";
import { numbers } from "./numbers.js";

/** The function whose body is one inlined function between other statements. */
function compile(statements: string): (x: number) => number {
  const names = Object.keys(inlineBindings);
  const make = new Function(...names, `"use strict"; return (x) => { let a, b, c, y; ${statements} return y; };`);
  return make(...Object.values(inlineBindings)) as (x: number) => number;
}

const extremes = [0, -0, 1, 5e-324, 1e-310, 708, -708, 708.1, 745.2, -745.2, 1e9, Infinity, -Infinity, Number.NaN, -1];

describe("inlined functions give the bits of the functions", () => {
  test.each([
    { name: "exp", code: inlineExp("y", "x") },
    { name: "log", code: inlineLog("y", "x") },
  ] as const)("$name", ({ name, code }) => {
    const inlined = compile(code);
    const n = numbers(3);
    for (const x of extremes) expect(inlined(x), `${name}(${x})`).toBe(elementary[name](x));
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 === 0 ? n.uniform(-750, 750) : n.signed(-60, 10);
      expect(inlined(x), `${name}(${x})`).toBe(elementary[name](x));
    }
  });

  test("several in one scope", () => {
    const code = `${inlineExp("a", "x")} ${inlineLog("b", "a")} ${inlineExp("c", "2")} y = a + b + c;`;
    const { exp, log } = elementary;
    expect(compile(code)(0.7)).toBe(exp(0.7) + log(exp(0.7)) + exp(2));
  });
});
