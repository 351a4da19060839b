import type { ExpressionSyntax } from "./syntax.js";

/** The number that an expression of literals stands for, or undefined if it names anything but `inf`. */
export function literalValue(syntax: ExpressionSyntax): number | undefined {
  switch (syntax.kind) {
    case "number":
      return syntax.value;
    case "name":
      return syntax.name === "inf" ? Number.POSITIVE_INFINITY : undefined;
    case "unary": {
      const operand = literalValue(syntax.operand);
      if (operand === undefined || syntax.operator === "~") return undefined;
      if (syntax.operator === "!") return operand === 0 ? 1 : 0;
      return syntax.operator === "-" ? -operand : operand;
    }
    case "binary": {
      const left = literalValue(syntax.left);
      const right = literalValue(syntax.right);
      if (left === undefined || right === undefined) return undefined;
      switch (syntax.operator) {
        case "+":
          return left + right;
        case "-":
          return left - right;
        case "*":
          return left * right;
        case "/":
          return isWhole(syntax.left) && isWhole(syntax.right) ? Math.trunc(left / right) : left / right;
        default:
          return undefined;
      }
    }
    default:
      return undefined;
  }
}

/** Whether an expression of literals has integers only: then its quotients are integers too. */
function isWhole(syntax: ExpressionSyntax): boolean {
  if (syntax.kind === "unary") return isWhole(syntax.operand);
  if (syntax.kind === "binary") return isWhole(syntax.left) && isWhole(syntax.right);
  return syntax.kind === "number" && syntax.type === "integer";
}

/** {@link literalValue} if it is a whole number. */
export function literalInteger(syntax: ExpressionSyntax): number | undefined {
  const value = literalValue(syntax);
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}
