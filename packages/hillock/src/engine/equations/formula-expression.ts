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
  /** Parameters that are kept adjustable; without them, flattening has resolved every name. */
  readonly parameter?: (name: string) => Expression | undefined;
  /** Functions that mean something else here, or are not among those of flat formulas. */
  readonly functions?: Readonly<Record<string, Build>>;
}

/** Makes an expression of operands. */
export type Build = (graph: Graph, operands: readonly Expression[]) => Expression;

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
const half = (graph: Graph, a: Expression): Expression => multiply(graph, a, constant(graph, 0.5));

const sign: Build = (graph, [a]) => subtract(graph, isPositive(graph, a), isNegative(graph, a));
/** |a|^b */
export const power: Build = (graph, [a, b]) => binary(graph, "pow", unary(graph, "abs", a), b);

/** Nearest integer, halves to the even one. */
const nearest: Build = (graph, [a]) => {
  const up = unary(graph, "floor", add(graph, a, constant(graph, 0.5)));
  const isHalf = binary(graph, "eq", subtract(graph, up, a), constant(graph, 0.5));
  const isEven = binary(graph, "eq", half(graph, up), unary(graph, "floor", half(graph, up)));
  const roundsDown = binary(graph, "and", isHalf, unary(graph, "not", isEven));
  return subtract(graph, up, roundsDown);
};

/** The functions that are left in flat formulas, with ngspice's definitions: see `builtInFunctions` of the netlist. */
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
  log: one("log"),
  log10: (graph, [a]) => multiply(graph, unary(graph, "log", a), constant(graph, Math.LOG10E)),
  sqrt: one("sqrt"),
  abs: one("abs"),
  floor: one("floor"),
  ceil: one("ceil"),
  nint: nearest,
  min: two("min"),
  max: two("max"),
  pwr: (graph, [a, b]) => multiply(graph, sign(graph, [a]), power(graph, [a, b])),
  sgn: sign,
  u: (graph, [a]) => half(graph, add(graph, constant(graph, 1), sign(graph, [a]))),
};

/** a - b trunc(a/b), with the sign of a; in `.param` formulas only. */
const remainder: Build = (graph, [a, b]) =>
  subtract(graph, a, multiply(graph, b, truncate(graph, [divide(graph, a, b)])));
/** Rounded towards 0. */
export const truncate: Build = (graph, [a]) =>
  select(graph, isNegative(graph, a), unary(graph, "ceil", a), unary(graph, "floor", a));

const operators: Readonly<Record<string, Build>> = {
  "+": (graph, [a, b]) => add(graph, a, b),
  "-": (graph, [a, b]) => subtract(graph, a, b),
  "*": (graph, [a, b]) => multiply(graph, a, b),
  "/": (graph, [a, b]) => divide(graph, a, b),
  "**": power,
  "%": remainder,
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
      return (scope.functions?.[formula.name] ?? functions[formula.name])(graph, formula.operands.map(lower));
    case "name": {
      const value = scope.parameter?.(formula.name);
      if (value !== undefined) return value;
      // Flattening resolves every parameter or reports it; a name that is left is a fault of ours.
      throw new Error(`unresolved name ${formula.name} in a flattened formula`);
    }
  }
}
