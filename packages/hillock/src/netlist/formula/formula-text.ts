import { spiceNumber } from "../../base/units.js";
import type { Formula } from "../value.js";

const precedence: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
  "**": 8,
};

const isComparison = (operator: string) => precedence[operator] === 4;

/**
 * The text of a formula, with the parentheses it needs: `parseFormula(formulaToText(f))` equals `f`. Where ngspice's
 * two formula readers take a text differently, more parentheses make it the same to both.
 */
export function formulaToText(formula: Formula): string {
  return text(formula, true);
}

/** `leading`: the text begins the formula or follows an opening parenthesis, so that a sign may stand bare. */
function text(formula: Formula, leading: boolean): string {
  switch (formula.kind) {
    case "number": {
      const body = spiceNumber(formula.value);
      return leading || !body.startsWith("-") ? body : `(${body})`;
    }
    case "name":
      return formula.name;
    case "time":
      return "time";
    case "voltage":
      return formula.negative === "0" ? `v(${formula.positive})` : `v(${formula.positive},${formula.negative})`;
    case "current":
      return `i(${formula.source})`;
    case "call":
      return `${formula.name}(${formula.operands.map((operand) => text(operand, true)).join(",")})`;
    case "unary": {
      const { operand } = formula;
      const bare = operand.kind !== "unary" && operand.kind !== "conditional" && !isLowBinary(operand, 7);
      const body = formula.operator + (bare ? text(operand, false) : parenthesised(operand));
      return leading ? body : `(${body})`;
    }
    case "conditional": {
      const parts = [formula.condition, formula.whenTrue, formula.whenFalse].map((part) =>
        part.kind === "conditional" ? parenthesised(part) : text(part, false),
      );
      const body = `${parts[0]} ? ${parts[1]} : ${parts[2]}`;
      return leading ? body : `(${body})`;
    }
    case "binary": {
      const level = precedence[formula.operator];
      const left = operandText(formula.left, level, formula.operator, leading && level < 7);
      const right = operandText(formula.right, level + 1, formula.operator, false);
      return level < 6 ? `${left} ${formula.operator} ${right}` : `${left}${formula.operator}${right}`;
    }
  }
}

function operandText(operand: Formula, level: number, operator: string, leading: boolean): string {
  if (operand.kind === "conditional") return parenthesised(operand);
  if (operand.kind === "unary" && !leading) return parenthesised(operand);
  const mixed = precedence[operator] === 3 && operand.kind === "binary" && isComparison(operand.operator);
  return mixed || isLowBinary(operand, level) ? parenthesised(operand) : text(operand, leading);
}

function isLowBinary(formula: Formula, level: number): boolean {
  return formula.kind === "binary" && precedence[formula.operator] < level;
}

function parenthesised(formula: Formula): string {
  return `(${text(formula, true)})`;
}
