import { keepPlaces } from "../place.js";
import type { Formula } from "../value.js";

/** A formula with each operand replaced by `change(operand)`; the places are kept. */
export function mapOperands(formula: Formula, change: (operand: Formula) => Formula): Formula {
  switch (formula.kind) {
    case "unary":
      return keepPlaces(formula, { ...formula, operand: change(formula.operand) });
    case "binary":
      return keepPlaces(formula, { ...formula, left: change(formula.left), right: change(formula.right) });
    case "conditional": {
      const { condition, whenTrue, whenFalse } = formula;
      const parts = { condition: change(condition), whenTrue: change(whenTrue), whenFalse: change(whenFalse) };
      return keepPlaces(formula, { kind: "conditional", ...parts });
    }
    case "call":
      return keepPlaces(formula, { ...formula, operands: formula.operands.map(change) });
    default:
      return formula;
  }
}
