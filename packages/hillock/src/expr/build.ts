import { hasExactReciprocal } from "./elementary/binary-format.js";
import { binaryValue, unaryValue } from "./evaluate-operation.js";
import { constant, constantValue, type Expression, type Graph, intern } from "./graph.js";
import type { BinaryOperation, UnaryOperation } from "./operation.js";

/** operation(a), simplified. */
export function unary(graph: Graph, operation: UnaryOperation, a: Expression): Expression {
  return simplifyUnary(graph, operation, a) ?? intern(graph, `${operation}(${a}`, operation, a, -1, -1, 0);
}

const commutative: ReadonlySet<BinaryOperation> = new Set(["add", "mul", "min", "max", "eq", "and", "or"]);

/** operation(a, b), simplified. Operands of commutative operations are put in a canonical order. */
export function binary(graph: Graph, operation: BinaryOperation, a: Expression, b: Expression): Expression {
  const simple = simplifyBinary(graph, operation, a, b);
  if (simple !== undefined) return simple;
  const [left, right] = commutative.has(operation) && b < a ? [b, a] : [a, b];
  return intern(graph, `${operation}(${left},${right}`, operation, left, right, -1, 0);
}

/** `whenTrue` if `condition` is not zero, else `whenFalse`. The branch not taken has no effect, whatever its value. */
export function select(graph: Graph, condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  const simple = simplifySelect(graph, condition, whenTrue, whenFalse);
  if (simple !== undefined) return simple;
  return intern(graph, `?(${condition},${whenTrue},${whenFalse}`, "select", condition, whenTrue, whenFalse, 0);
}

/** Tabulated function number `table` of a. */
export function lookUp(graph: Graph, table: number, a: Expression): Expression {
  return intern(graph, `lookUp${table}(${a}`, "lookUp", a, -1, -1, table);
}

export const add = (graph: Graph, a: Expression, b: Expression): Expression => binary(graph, "add", a, b);
export const subtract = (graph: Graph, a: Expression, b: Expression): Expression => binary(graph, "sub", a, b);
export const multiply = (graph: Graph, a: Expression, b: Expression): Expression => binary(graph, "mul", a, b);
export const divide = (graph: Graph, a: Expression, b: Expression): Expression => binary(graph, "div", a, b);
export const negate = (graph: Graph, a: Expression): Expression => unary(graph, "neg", a);

// Rules hold for all finite values; 0 * x is 0 even where x would overflow. That is what makes the derivative of a
// branch that cannot be taken vanish, and it is the usual reading in circuit equations.

const isNegation = (graph: Graph, a: Expression): boolean => graph.operations[a] === "neg";
const inner = (graph: Graph, a: Expression): Expression => graph.first[a] as Expression;

/** A simpler node equal to operation(a), or undefined if there is none. */
function simplifyUnary(graph: Graph, operation: UnaryOperation, a: Expression): Expression | undefined {
  const value = constantValue(graph, a);
  if (value !== undefined) return constant(graph, unaryValue[operation](value));
  if (operation === "neg") {
    if (isNegation(graph, a)) return inner(graph, a);
    if (graph.operations[a] === "sub")
      return binary(graph, "sub", graph.second[a] as Expression, graph.first[a] as Expression);
  }
  if (operation === "abs" && (graph.operations[a] === "abs" || isNegation(graph, a))) {
    return graph.operations[a] === "abs" ? a : unary(graph, "abs", inner(graph, a));
  }
  if (operation === "cos" && isNegation(graph, a)) return unary(graph, "cos", inner(graph, a));
  return undefined;
}

/** A simpler node equal to operation(a, b), or undefined if there is none. */
function simplifyBinary(
  graph: Graph,
  operation: BinaryOperation,
  a: Expression,
  b: Expression,
): Expression | undefined {
  const x = constantValue(graph, a);
  const y = constantValue(graph, b);
  if (x !== undefined && y !== undefined) return constant(graph, binaryValue[operation](x, y));
  switch (operation) {
    case "add":
      if (x === 0) return b;
      if (y === 0) return a;
      if (isNegation(graph, b)) return binary(graph, "sub", a, inner(graph, b));
      if (isNegation(graph, a)) return binary(graph, "sub", b, inner(graph, a));
      return undefined;
    case "sub":
      if (a === b) return constant(graph, 0);
      if (x === 0) return negate(graph, b);
      if (y === 0) return a;
      if (isNegation(graph, b)) return binary(graph, "add", a, inner(graph, b));
      return undefined;
    case "mul":
      return simplifyProduct(graph, a, b, x, y);
    case "div":
      if (x === 0) return constant(graph, 0);
      if (y === 1) return a;
      if (y === -1) return negate(graph, a);
      if (a === b) return constant(graph, 1);
      // A reciprocal that is exact keeps every bit; division costs several multiplications.
      if (y !== undefined && hasExactReciprocal(y)) return binary(graph, "mul", a, constant(graph, 1 / y));
      if (isNegation(graph, a)) return negate(graph, binary(graph, "div", inner(graph, a), b));
      if (isNegation(graph, b)) return negate(graph, binary(graph, "div", a, inner(graph, b)));
      return undefined;
    case "pow":
      return simplifyPower(graph, a, x, y);
    case "min":
    case "max":
      return a === b ? a : undefined;
    case "lt":
      return a === b ? constant(graph, 0) : undefined;
    case "le":
    case "eq":
      return a === b ? constant(graph, 1) : undefined;
    case "and":
      if (x === 0 || y === 0) return constant(graph, 0);
      return undefined;
    case "or":
      if ((x !== undefined && x !== 0) || (y !== undefined && y !== 0)) return constant(graph, 1);
      return undefined;
    default:
      return undefined;
  }
}

function simplifyProduct(
  graph: Graph,
  a: Expression,
  b: Expression,
  x: number | undefined,
  y: number | undefined,
): Expression | undefined {
  if (x === 0 || y === 0) return constant(graph, 0);
  if (x === 1) return b;
  if (y === 1) return a;
  if (x === -1) return negate(graph, b);
  if (y === -1) return negate(graph, a);
  if (x !== undefined && isNegation(graph, b)) return binary(graph, "mul", constant(graph, -x), inner(graph, b));
  if (y !== undefined && isNegation(graph, a)) return binary(graph, "mul", constant(graph, -y), inner(graph, a));
  if (isNegation(graph, a)) return negate(graph, binary(graph, "mul", inner(graph, a), b));
  if (isNegation(graph, b)) return negate(graph, binary(graph, "mul", a, inner(graph, b)));
  return undefined;
}

function simplifyPower(
  graph: Graph,
  a: Expression,
  x: number | undefined,
  y: number | undefined,
): Expression | undefined {
  if (y === 0 || x === 1) return constant(graph, 1);
  if (y === 1) return a;
  if (y === 2) return binary(graph, "mul", a, a);
  if (y === 0.5) return unary(graph, "sqrt", a);
  if (y === -1) return binary(graph, "div", constant(graph, 1), a);
  if (y === -0.5) return binary(graph, "div", constant(graph, 1), unary(graph, "sqrt", a));
  return undefined;
}

/** A simpler node equal to select(condition, whenTrue, whenFalse), or undefined if there is none. */
function simplifySelect(
  graph: Graph,
  condition: Expression,
  whenTrue: Expression,
  whenFalse: Expression,
): Expression | undefined {
  const value = constantValue(graph, condition);
  if (value !== undefined) return value !== 0 ? whenTrue : whenFalse;
  return whenTrue === whenFalse ? whenTrue : undefined;
}
