import type { HillockError } from "../../base/error.js";
import { didYouMean, listing } from "../../base/suggest.js";
import type { FunctionDefinition } from "../circuit.js";
import { errorOf } from "../netlist-error.js";
import type { BinaryOperator, Formula } from "../value.js";
import { behaviouralFunctions, constantFunctions, functionHelp, power } from "./built-in-functions.js";
import { formulaToText } from "./formula-text.js";
import { type FunctionLookup, inlineFunctions } from "./inline-functions.js";
import { isStatistical } from "./statistical-functions.js";

/** What the names in a formula mean. */
export interface FormulaScope {
  /** Value of a parameter; undefined if there is none of that name. Names come as written. */
  readonly parameter: (name: string) => number | undefined;
  readonly function?: (name: string) => FunctionDefinition | undefined;
  /** The random number of a statistical call; without it such functions have their nominal values. */
  readonly draw?: (call: Formula) => number;
  /** Names of the parameters there are, for suggestions. */
  readonly parameterNames?: () => Iterable<string>;
}

/**
 * The value of a formula of numbers, parameters and functions, as ngspice 39 computes `.param` formulas:
 * {@link constantFunctions}, `x ** y` = |x|^y, `%` with the sign of the dividend, comparisons and logic 1 or 0.
 * `?:`, `&&` and `||` evaluate only the operands they need.
 *
 * @throws HillockError netlist/unknown-parameter, netlist/unknown-function, netlist/wrong-operand-count,
 *   netlist/not-a-number (the result is infinite or undefined), netlist/not-constant (voltages, currents, time)
 */
export function evaluateFormula(formula: Formula, scope: FormulaScope): number {
  const lookup: FunctionLookup = (name) => {
    const definition = scope.function?.(name);
    return definition && { definition, lookup };
  };
  return evaluateInlined(inlineFunctions(formula, lookup), scope);
}

/** {@link evaluateFormula} for a formula whose `.func` functions are inlined already. */
export function evaluateInlined(formula: Formula, scope: FormulaScope): number {
  const value = evaluate(formula, scope);
  if (Number.isFinite(value)) return value;
  throw notANumber(formula, formulaToText(formula));
}

function evaluate(formula: Formula, scope: FormulaScope): number {
  switch (formula.kind) {
    case "number":
      return formula.value;
    case "name": {
      const value = scope.parameter(formula.name);
      if (value === undefined) throw unknownParameter(formula, formula.name, scope.parameterNames?.() ?? []);
      return value;
    }
    case "unary": {
      const operand = evaluate(formula.operand, scope);
      return formula.operator === "!" ? Number(operand === 0) : formula.operator === "-" ? -operand : operand;
    }
    case "binary":
      return binary(formula, scope);
    case "conditional":
      return evaluate(evaluate(formula.condition, scope) !== 0 ? formula.whenTrue : formula.whenFalse, scope);
    case "call":
      return call(formula, scope);
    default:
      throw errorOf(formula, "", "not-constant", "only a behavioural source can use voltages, currents and time", {
        help: "use a B source, or a number",
      });
  }
}

const operations: Readonly<Record<Exclude<BinaryOperator, "&&" | "||">, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": power,
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
};

function binary(formula: Formula & { kind: "binary" }, scope: FormulaScope): number {
  const { operator } = formula;
  const left = evaluate(formula.left, scope);
  if (operator === "&&") return Number(left !== 0 && evaluate(formula.right, scope) !== 0);
  if (operator === "||") return Number(left !== 0 || evaluate(formula.right, scope) !== 0);
  const right = evaluate(formula.right, scope);
  const value = operations[operator](left, right);
  if (!Number.isFinite(value)) throw notANumber(formula, `${left} ${operator} ${right}`);
  return value;
}

function call(formula: Formula & { kind: "call" }, scope: FormulaScope): number {
  const name = formula.name.toLowerCase();
  checkBuiltIn(formula, constantFunctions);
  if (name === "ternary_fcn") {
    const [condition, whenTrue, whenFalse] = formula.operands;
    return evaluate(evaluate(condition, scope) !== 0 ? whenTrue : whenFalse, scope);
  }
  const operands = formula.operands.map((operand) => evaluate(operand, scope));
  if (scope.draw && isStatistical(formula)) operands.push(scope.draw(formula));
  const value = constantFunctions[name].value(...operands);
  if (!Number.isFinite(value)) throw notANumber(formula, `${name}(${operands.join(", ")})`);
  return value;
}

/** Checks that a call is of a function of `table` with as many operands as it takes. */
export function checkBuiltIn(formula: Formula & { kind: "call" }, table: typeof constantFunctions): void {
  const name = formula.name.toLowerCase();
  if (!Object.hasOwn(table, name)) {
    const behavioural = table === behaviouralFunctions;
    const kind = behavioural ? "behavioural sources" : ".param formulas";
    const known = Object.hasOwn(functionHelp, name) ? functionHelp[name] : undefined;
    throw errorOf(formula, "", "unknown-function", `${kind} have no function "${formula.name}"`, {
      help: known ?? didYouMean(name, Object.keys(table), `define it with .func ${formula.name}(x) {...}`),
    });
  }
  const { operands: expected } = table[name];
  const given = formula.operands.length;
  if (given !== expected) {
    throw errorOf(formula, "", "wrong-operand-count", `${name} is given ${given} operands`, {
      help: operandHelp(name, given, expected),
    });
  }
}

function operandHelp(name: string, given: number, expected: number): string {
  if ((name === "min" || name === "max") && given > expected) {
    return `write ${name}(a, ${name}(b, c)); ngspice ignores a third operand`;
  }
  if (name === "limit" && given === 3) return "write  min(max(x, low), high)  (limit(nominal, spread) is random)";
  return `${name} takes ${expected}`;
}

/** The error of a name that is no parameter. */
export function unknownParameter(formula: Formula, name: string, known: Iterable<string>): HillockError {
  const names = [...known];
  const parts = {
    details: names.length > 0 ? [`Known here: ${listing(names)}.`] : ["No parameter is defined here."],
    help: didYouMean(
      name,
      names,
      `define it with  .param ${name}=${name.toLowerCase() === "pi" ? "3.14159265358979" : "..."}`,
    ),
  };
  return errorOf(formula, "", "unknown-parameter", `no parameter is named "${name}"`, parts);
}

function notANumber(formula: Formula, operation: string): HillockError {
  return errorOf(formula, "", "not-a-number", `${operation} has no finite value`, {
    help: "check the parameters that go into it",
  });
}
