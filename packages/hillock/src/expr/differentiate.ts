import { add, binary, divide, lookUp, multiply, negate, select, subtract, unary } from "./build.js";
import { constant, constantValue, type Expression, type Graph } from "./graph.js";

/** Memory of the derivatives with respect to one symbol, so that shared subexpressions are differentiated once. */
export type DerivativeMemory = Map<Expression, Expression>;

/**
 * d expression / d symbol, exactly: the derivative of the expression as written, branch by branch. A comparison has
 * derivative 0; abs, min and max have the slope of the branch taken.
 *
 * @param memory pass the same map for all expressions differentiated by one symbol
 */
export function differentiate(
  graph: Graph,
  expression: Expression,
  symbol: Expression,
  memory: DerivativeMemory = new Map(),
): Expression {
  const zero = constant(graph, 0);
  const one = constant(graph, 1);
  const pending: Expression[] = [expression];
  const slopeOf = (node: number): Expression => (node < 0 ? zero : (memory.get(node as Expression) as Expression));

  // An explicit stack: expression chains of device models and networks are deeper than the call stack.
  while (pending.length > 0) {
    const node = pending[pending.length - 1];
    if (memory.has(node)) {
      pending.pop();
      continue;
    }
    if (node === symbol) {
      memory.set(node, one);
      continue;
    }
    const unknownOperands = [graph.first[node], graph.second[node], graph.third[node]].filter(
      (operand) => operand >= 0 && !memory.has(operand as Expression),
    );
    if (unknownOperands.length > 0) {
      pending.push(...(unknownOperands as Expression[]));
      continue;
    }
    memory.set(node, derivativeOfNode(graph, node, slopeOf));
    pending.pop();
  }
  return memory.get(expression) as Expression;
}

function derivativeOfNode(graph: Graph, node: Expression, slopeOf: (node: number) => Expression): Expression {
  const a = graph.first[node] as Expression;
  const b = graph.second[node] as Expression;
  const da = slopeOf(a);
  const db = slopeOf(b);
  const zero = constant(graph, 0);
  const one = constant(graph, 1);
  const isZero = (e: Expression): boolean => constantValue(graph, e) === 0;
  if (graph.operations[node] !== "select" && isZero(da) && isZero(db)) return zero;
  const times = (x: Expression, y: Expression): Expression => multiply(graph, x, y);
  const square = (x: Expression): Expression => times(x, x);
  // The reciprocal is shared by the derivatives by all symbols: a division costs several multiplications.
  const over = (x: Expression, y: Expression): Expression =>
    constantValue(graph, y) === undefined ? times(x, divide(graph, one, y)) : divide(graph, x, y);

  switch (graph.operations[node]) {
    case "neg":
      return negate(graph, da);
    case "abs":
      return select(graph, binary(graph, "lt", a, zero), negate(graph, da), da);
    case "sqrt":
      return over(da, times(constant(graph, 2), node));
    case "exp":
      return times(node, da);
    case "limexp":
    case "limexpSlope":
      return times(unary(graph, "limexpSlope", a), da);
    case "log":
      return over(da, a);
    case "sin":
      return times(unary(graph, "cos", a), da);
    case "cos":
      return negate(graph, times(unary(graph, "sin", a), da));
    case "tan":
      return times(add(graph, one, square(node)), da);
    case "asin":
      return over(da, unary(graph, "sqrt", subtract(graph, one, square(a))));
    case "acos":
      return negate(graph, over(da, unary(graph, "sqrt", subtract(graph, one, square(a)))));
    case "atan":
      return over(da, add(graph, one, square(a)));
    case "sinh":
      return times(unary(graph, "cosh", a), da);
    case "cosh":
      return times(unary(graph, "sinh", a), da);
    case "tanh":
      return times(subtract(graph, one, square(node)), da);
    case "asinh":
      return over(da, unary(graph, "sqrt", add(graph, square(a), one)));
    case "acosh":
      return over(da, unary(graph, "sqrt", subtract(graph, square(a), one)));
    case "atanh":
      return over(da, subtract(graph, one, square(a)));
    case "add":
      return add(graph, da, db);
    case "sub":
      return subtract(graph, da, db);
    case "mul":
      return add(graph, times(da, b), times(a, db));
    case "div":
      // (a/b)' = (a' - (a/b) b') / b, which reuses the quotient.
      return over(subtract(graph, da, times(node, db)), b);
    case "pow":
      return derivativeOfPower(graph, node, a, b, da, db);
    case "min":
      return select(graph, binary(graph, "lt", b, a), db, da);
    case "max":
      return select(graph, binary(graph, "lt", a, b), db, da);
    case "atan2":
      return over(subtract(graph, times(b, da), times(a, db)), add(graph, square(a), square(b)));
    case "select":
      return select(graph, a, db, slopeOf(graph.third[node]));
    case "lookUp":
      return times(lookUp(graph, graph.payload[node] + 1, a), da);
    default:
      // Constants, other symbols, floor and ceil, comparisons and logic: flat wherever they are differentiable. What is
      // held, and by how much an iteration is held back, keeps still in an iteration.
      return zero;
  }
}

/** (a^b)' = a^(b-1) b a' + a^b ln(a) b'; the second term only where b varies and a is not 0, where it goes to 0. */
function derivativeOfPower(
  graph: Graph,
  node: Expression,
  a: Expression,
  b: Expression,
  da: Expression,
  db: Expression,
): Expression {
  const exponent = constantValue(graph, b);
  const lowered =
    exponent !== undefined
      ? binary(graph, "pow", a, constant(graph, exponent - 1))
      : binary(graph, "pow", a, subtract(graph, b, constant(graph, 1)));
  const byBase = multiply(graph, multiply(graph, b, lowered), da);
  if (constantValue(graph, db) === 0) return byBase;
  const byExponent = multiply(graph, multiply(graph, node, unary(graph, "log", a)), db);
  const zero = constant(graph, 0);
  return add(graph, byBase, select(graph, binary(graph, "eq", a, zero), zero, byExponent));
}
