import { add, binary, divide, multiply, negate, select, subtract, unary } from "../../expr/build.js";
import { constant, type Expression, type Graph, symbol } from "../../expr/graph.js";
import type { BinaryOperation, UnaryOperation } from "../../expr/operation.js";
import type { Formula } from "../../netlist/value.js";

/** What the names in a behavioural source's formula stand for in the equations. */
export interface FormulaScope {
  /** Voltage between two nodes, V. */
  readonly voltage: (positive: string, negative: string) => Expression;
  /** Current through a voltage source or inductor, A. */
  readonly current: (element: string) => Expression;
}

type Build = (graph: Graph, operands: readonly Expression[]) => Expression;

const one =
  (operation: UnaryOperation): Build =>
  (graph, [a]) =>
    unary(graph, operation, a);
const two =
  (operation: BinaryOperation): Build =>
  (graph, [a, b]) =>
    binary(graph, operation, a, b);
const isNegative = (graph: Graph, a: Expression): Expression => binary(graph, "lt", a, constant(graph, 0));
const isPositive = (graph: Graph, a: Expression): Expression => binary(graph, "lt", constant(graph, 0), a);

// Definitions as ngspice's B source has them.
const functions: Readonly<Record<string, Build>> = {
  sin: one("sin"),
  cos: one("cos"),
  tan: one("tan"),
  asin: one("asin"),
  acos: one("acos"),
  atan: one("atan"),
  sinh: one("sinh"),
  cosh: one("cosh"),
  tanh: one("tanh"),
  asinh: one("asinh"),
  acosh: one("acosh"),
  atanh: one("atanh"),
  exp: one("exp"),
  ln: one("log"),
  log: one("log"),
  log10: (graph, [a]) => multiply(graph, unary(graph, "log", a), constant(graph, Math.LOG10E)),
  sqrt: one("sqrt"),
  abs: one("abs"),
  floor: one("floor"),
  ceil: one("ceil"),
  int: (graph, [a]) => select(graph, isNegative(graph, a), unary(graph, "ceil", a), unary(graph, "floor", a)),
  nint: (graph, [a]) => unary(graph, "floor", add(graph, a, constant(graph, 0.5))),
  min: two("min"),
  max: two("max"),
  atan2: two("atan2"),
  pow: (graph, [a, b]) => binary(graph, "pow", unary(graph, "abs", a), b),
  pwr: (graph, [a, b]) => {
    const magnitude = binary(graph, "pow", unary(graph, "abs", a), b);
    return select(graph, isNegative(graph, a), negate(graph, magnitude), magnitude);
  },
  sgn: (graph, [a]) => subtract(graph, isPositive(graph, a), isNegative(graph, a)),
  u: (graph, [a]) => isPositive(graph, a),
  uramp: (graph, [a]) => select(graph, isPositive(graph, a), a, constant(graph, 0)),
  limit: (graph, [a, low, high]) => binary(graph, "min", binary(graph, "max", a, low), high),
  if: (graph, [condition, whenTrue, whenFalse]) => select(graph, condition, whenTrue, whenFalse),
};

const operators: Readonly<Record<string, Build>> = {
  "+": (graph, [a, b]) => add(graph, a, b),
  "-": (graph, [a, b]) => subtract(graph, a, b),
  "*": (graph, [a, b]) => multiply(graph, a, b),
  "/": (graph, [a, b]) => divide(graph, a, b),
  "**": functions.pow,
  "%": (graph, [a, b]) => subtract(graph, a, multiply(graph, b, functions.int(graph, [divide(graph, a, b)]))),
  "<": two("lt"),
  "<=": two("le"),
  ">": (graph, [a, b]) => binary(graph, "lt", b, a),
  ">=": (graph, [a, b]) => binary(graph, "le", b, a),
  "==": two("eq"),
  "!=": (graph, [a, b]) => unary(graph, "not", binary(graph, "eq", a, b)),
  "&&": two("and"),
  "||": two("or"),
};

/** The expression of a flattened formula, whose parameters and functions are already resolved. */
export function formulaExpression(graph: Graph, formula: Formula, scope: FormulaScope): Expression {
  const lower = (part: Formula): Expression => formulaExpression(graph, part, scope);
  switch (formula.kind) {
    case "number":
      return constant(graph, formula.value);
    case "time":
      return symbol(graph, "time", 0);
    case "voltage":
      return scope.voltage(formula.positive, formula.negative);
    case "current":
      return scope.current(formula.source);
    case "unary": {
      const operand = lower(formula.operand);
      if (formula.operator === "!") return unary(graph, "not", operand);
      return formula.operator === "-" ? negate(graph, operand) : operand;
    }
    case "binary":
      return operators[formula.operator](graph, [lower(formula.left), lower(formula.right)]);
    case "conditional":
      return select(graph, lower(formula.condition), lower(formula.whenTrue), lower(formula.whenFalse));
    case "call":
      return functions[formula.name](graph, formula.operands.map(lower));
    case "name":
      // Flattening resolves every parameter or reports it; a name that is left is a fault of ours.
      throw new Error(`unresolved name ${formula.name} in a flattened formula`);
  }
}
