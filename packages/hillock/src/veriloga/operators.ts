import { spanning } from "./source-text.js";
import type { ExpressionSyntax } from "./syntax.js";

/** How strongly binary operators bind, as the Verilog-AMS standard has it. */
const precedence: Readonly<Record<string, number>> = {
  "**": 11,
  "*": 10,
  "/": 10,
  "%": 10,
  "+": 9,
  "-": 9,
  "<<": 8,
  ">>": 8,
  "<<<": 8,
  ">>>": 8,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "==": 6,
  "!=": 6,
  "===": 6,
  "!==": 6,
  "&": 5,
  "^": 4,
  "~^": 4,
  "^~": 4,
  "|": 3,
  "&&": 2,
  "||": 1,
};

/** The tree of `operands[0] operators[0] operands[1] ...`; equal precedence binds to the left. */
export function associate(operands: readonly ExpressionSyntax[], operators: readonly string[]): ExpressionSyntax {
  let next = 0;
  const climb = (least: number): ExpressionSyntax => {
    let left = operands[next];
    while (next < operators.length && (precedence[operators[next]] ?? 0) >= least) {
      const operator = operators[next++];
      const right = climb((precedence[operator] ?? 0) + 1);
      left = { kind: "binary", operator, left, right, at: spanning(left.at, right.at) };
    }
    return left;
  };
  return climb(0);
}

const exponentOf: Readonly<Record<string, number>> = {
  T: 12,
  G: 9,
  M: 6,
  K: 3,
  k: 3,
  m: -3,
  u: -6,
  n: -9,
  p: -12,
  f: -15,
  a: -18,
};

/** The value of a number literal: `12`, `1.5e-3`, `4.7k`. Without point, exponent or scale factor it is an integer. */
export function readNumber(image: string): { readonly value: number; readonly type: "real" | "integer" } {
  const digits = image.replace(/_/g, "");
  const exponent = exponentOf[digits.at(-1) as string];
  if (exponent !== undefined) return { value: Number(`${digits.slice(0, -1)}e${exponent}`), type: "real" };
  return { value: Number(digits), type: /[.eE]/.test(digits) ? "real" : "integer" };
}
