/** Functions of one argument, by the name they have in Verilog-A where it has them. */
export const unaryOperations = [
  "neg",
  "not",
  "abs",
  "sqrt",
  "exp",
  "log",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "tanh",
  "asinh",
  "acosh",
  "atanh",
  "floor",
  "ceil",
  /** exp whose growth per Newton iteration is bounded; exp itself once the iteration has converged. */
  "limexp",
  /** The slope of `limexp` with respect to its argument. */
  "limexpSlope",
  /** The argument itself, with derivative 0. */
  "hold",
  /**
   * How far a gate's voltage above threshold is from what Newton's iteration is trusted with: 0 once it has converged.
   * Its derivative is 0.
   */
  "fetlim",
] as const;

/** Functions of two arguments. Comparisons and logic give 1 or 0. */
export const binaryOperations = [
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "min",
  "max",
  "atan2",
  "lt",
  "le",
  "eq",
  "and",
  "or",
  /**
   * How far the argument of an exponential (first) exceeds what Newton's iteration is trusted with, growth being free
   * up to a level (second): 0 once it has converged. Its derivative is 0.
   */
  "pnjlim",
] as const;

export type UnaryOperation = (typeof unaryOperations)[number];
export type BinaryOperation = (typeof binaryOperations)[number];
/**
 * `lookUp` is a function of one argument that stands in a table: number `payload` of those that generated code is given.
 * Functions have even numbers; the next odd one is the function's slope.
 */
export type Operation = "constant" | "symbol" | "select" | "lookUp" | UnaryOperation | BinaryOperation;
