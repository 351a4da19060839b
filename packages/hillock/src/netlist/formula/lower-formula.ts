import { errorOf } from "../netlist-error.js";
import { keepPlaces } from "../place.js";
import type { BinaryOperator, Formula } from "../value.js";
import { behaviouralFunctions } from "./built-in-functions.js";
import { checkBuiltIn } from "./evaluate-formula.js";
import { mapOperands } from "./map-formula.js";

const zero: Formula = { kind: "number", value: 0 };
const one: Formula = { kind: "number", value: 1 };

const comparisons: Readonly<Record<string, BinaryOperator>> = {
  eq0: "==",
  ne0: "!=",
  gt0: ">",
  lt0: "<",
  ge0: ">=",
  le0: "<=",
};

/**
 * Writes a behavioural formula with the functions of {@link builtInFunctions} only, their names in lower case:
 * ln(x) = log(x), pow(x, y) = x ** y, uramp(x) = max(x, 0), u2(x) = min(max(x, 0), 1), gt0(x) = x > 0 (and so on),
 * ternary_fcn(c, a, b) = c ? a : b.
 *
 * @throws HillockError netlist/unknown-function, netlist/wrong-operand-count, netlist/malformed-formula (`%`)
 */
export function lowerFormula(formula: Formula): Formula {
  if (formula.kind === "binary" && formula.operator === "%") {
    throw errorOf(formula, "", "malformed-formula", "behavioural sources have no % operator", {
      help: "write  a - b*floor(a/b)",
    });
  }
  if (formula.kind !== "call") return mapOperands(formula, lowerFormula);
  checkBuiltIn(formula, behaviouralFunctions);
  return keepPlaces(formula, lowerCall(formula.name.toLowerCase(), formula.operands.map(lowerFormula)));
}

function lowerCall(name: string, operands: readonly Formula[]): Formula {
  const [x, y, z] = operands;
  if (Object.hasOwn(comparisons, name)) return { kind: "binary", operator: comparisons[name], left: x, right: zero };
  switch (name) {
    case "ln":
      return { kind: "call", name: "log", operands };
    case "pow":
      return { kind: "binary", operator: "**", left: x, right: y };
    case "uramp":
      return { kind: "call", name: "max", operands: [x, zero] };
    case "u2":
      return { kind: "call", name: "min", operands: [{ kind: "call", name: "max", operands: [x, zero] }, one] };
    case "ternary_fcn":
      return { kind: "conditional", condition: x, whenTrue: y, whenFalse: z };
    default:
      return { kind: "call", name, operands };
  }
}
