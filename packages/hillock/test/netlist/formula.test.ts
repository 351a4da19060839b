import { describe, expect, test } from "vitest";
import {
  builtInFunctions,
  evaluateFormula,
  type Formula,
  type FormulaScope,
  formula,
  functionDefinition,
} from "../../src/netlist/index.js";

const parallel = functionDefinition("parallel", ["a", "B"], "a*b/(a+b)");
const scope: FormulaScope = {
  parameter: (name) => new Map([["r", 1000]]).get(name.toLowerCase()),
  parameterNames: () => ["r"],
  function: (name) => (name.toLowerCase() === "parallel" ? parallel : undefined),
};
const value = (text: string) => evaluateFormula(formula(text), scope);

describe("evaluateFormula", () => {
  test.each([
    ["2*R", 2000],
    ["Parallel(r, 1k)", 500],
    ["parallel(parallel(r,r), 500)", 250],
    ["r > 500 ? 1 : unknown", 1],
    ["0 && unknown", 0],
    ["1 || unknown", 1],
    ["MAX(1, 2)", 2],
    ["-7 % 4", -3],
    ["log10(1e-9)", -9],
    ["floor(log10(1e-323))", -324],
  ])("%s = %d", (text, expected) => expect(value(text)).toBe(expected));

  test.each([
    ["rr", "unknown-parameter", "did you mean r?"],
    ["sqart(2)", "unknown-function", "did you mean sqrt?"],
    ["parallel(1)", "wrong-operand-count", "parallel(a, B)"],
    ["1/(r-1k)", "not-a-number", "1 / 0"],
    ["atanh(2)", "not-a-number", "atanh(2)"],
    ["pow(-2, 0.5)", "not-a-number", "pow(-2, 0.5)"],
    ["v(a)", "not-constant", "B source"],
    ["constructor(1)", "unknown-function", ".func"],
  ])("%s: %s", (text, code, words) => {
    expect(() => value(text)).toThrow(new RegExp(`^netlist/${code} `));
    expect(() => value(text)).toThrow(words);
  });
});

describe("formula", () => {
  const name = (text: string): Formula => ({ kind: "name", name: text });
  const binary = (operator: "+" | "**" | "*" | "&&", left: Formula, right: Formula): Formula => ({
    kind: "binary",
    operator,
    left,
    right,
  });

  test("operators bind as documented", () => {
    expect(formula("-a^b")).toStrictEqual({
      kind: "unary",
      operator: "-",
      operand: binary("**", name("a"), name("b")),
    });
    expect(formula("a**b**c")).toStrictEqual(binary("**", binary("**", name("a"), name("b")), name("c")));
    expect(formula("a+b*c")).toStrictEqual(binary("+", name("a"), binary("*", name("b"), name("c"))));
    expect(formula("a<>b")).toMatchObject({ kind: "binary", operator: "!=" });
  });

  test("signals", () => {
    expect(formula("V( x1.n , b )")).toStrictEqual({ kind: "voltage", positive: "x1.n", negative: "b" });
    expect(formula("i(v.x1.vs)")).toStrictEqual({ kind: "current", source: "v.x1.vs" });
    expect(formula(" TIME ")).toStrictEqual({ kind: "time" });
    expect(formula("v")).toStrictEqual(name("v"));
  });

  test.each([
    "",
    " ",
    "1 2",
    "a b",
    "(",
    ")",
    "a+",
    "*a",
    "f(,)",
    "f(a",
    "a ? b",
    "a=b",
    "v()",
    "v(a,b,c)",
    "i(a,b)",
    "#",
    "1k5",
  ])("%j is refused with a place", (text) =>
    expect(() => formula(text)).toThrow(/^netlist\/malformed-(formula|number) {2}formula:1:\d+\n/),
  );

  test.each(["1+-2**2", "0==2<3", "1 ? 0 ? 1 : 2 : 3", "2**-3**2", "{1+2}*a", "'1+2'*a"])(
    "%s means two things to ngspice",
    (text) => expect(() => formula(text)).toThrow(/^netlist\/ambiguous-formula /),
  );

  test.each(["1+(-2)**2", "1+(-(2**2))", "(0==2)<3", "1 ? (0 ? 1 : 2) : 3", "2**-3", "{1+2}", "{a}*2", "(1+2)*{a}"])(
    "%s means one thing",
    (text) => expect(() => formula(text)).not.toThrow(),
  );
});

test("what flat formulas may call", () => {
  expect(Object.keys(builtInFunctions).sort()).toStrictEqual(
    "abs acos acosh asin asinh atan atanh ceil cos cosh exp floor log log10 max min nint pwr sgn sin sinh sqrt tan tanh u"
      .split(" ")
      .sort(),
  );
});
