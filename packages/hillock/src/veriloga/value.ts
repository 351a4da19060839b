import { add, binary, divide, multiply, negate, select, subtract, unary } from "../expr/build.js";
import { constant, constantValue, type Expression, type Graph } from "../expr/graph.js";

/**
 * What a Verilog-A expression stands for: `algebraic` + d/dt `charge`. Keeping the two apart is what lets a
 * contribution be split into its current and its charge.
 */
export interface Value {
  readonly type: "real" | "integer";
  readonly algebraic: Expression;
  readonly charge: Expression;
}

export const real = (graph: Graph, algebraic: Expression): Value => ({
  type: "real",
  algebraic,
  charge: constant(graph, 0),
});

export const integer = (graph: Graph, algebraic: Expression): Value => ({
  type: "integer",
  algebraic,
  charge: constant(graph, 0),
});

export const realConstant = (graph: Graph, value: number): Value => real(graph, constant(graph, value));

export const hasCharge = (graph: Graph, { charge }: Value): boolean => constantValue(graph, charge) !== 0;

/** Integer if both are: then results are integers too. */
export const commonType = (a: Value, b: Value): "real" | "integer" =>
  a.type === "integer" && b.type === "integer" ? "integer" : "real";

export const addValues = (graph: Graph, a: Value, b: Value): Value => ({
  type: commonType(a, b),
  algebraic: add(graph, a.algebraic, b.algebraic),
  charge: add(graph, a.charge, b.charge),
});

export const subtractValues = (graph: Graph, a: Value, b: Value): Value => ({
  type: commonType(a, b),
  algebraic: subtract(graph, a.algebraic, b.algebraic),
  charge: subtract(graph, a.charge, b.charge),
});

export const negateValue = (graph: Graph, { type, algebraic, charge }: Value): Value => ({
  type,
  algebraic: negate(graph, algebraic),
  charge: negate(graph, charge),
});

/** Both parts times a factor that does not change with time. */
export const scaleValue = (graph: Graph, { algebraic, charge }: Value, factor: Expression): Value => ({
  type: "real",
  algebraic: multiply(graph, factor, algebraic),
  charge: multiply(graph, factor, charge),
});

/** Both parts divided by a divisor that does not change with time. */
export const divideValue = (graph: Graph, { algebraic, charge }: Value, divisor: Expression): Value => ({
  type: "real",
  algebraic: divide(graph, algebraic, divisor),
  charge: divide(graph, charge, divisor),
});

export const selectValue = (graph: Graph, condition: Expression, a: Value, b: Value): Value => ({
  type: commonType(a, b),
  algebraic: select(graph, condition, a.algebraic, b.algebraic),
  charge: select(graph, condition, a.charge, b.charge),
});

/** The value as a variable or parameter of that type holds it: an integer is rounded, halves away from zero. */
export function convert(graph: Graph, value: Value, type: "real" | "integer"): Value {
  if (value.type === type) return value;
  if (type === "real") return { ...value, type };
  const half = constant(graph, 0.5);
  const x = value.algebraic;
  const up = unary(graph, "floor", add(graph, x, half));
  const down = unary(graph, "ceil", subtract(graph, x, half));
  return integer(graph, select(graph, binary(graph, "lt", x, constant(graph, 0)), down, up));
}

/** The part before the point. */
export function truncate(graph: Graph, x: Expression): Expression {
  const negative = binary(graph, "lt", x, constant(graph, 0));
  return select(graph, negative, unary(graph, "ceil", x), unary(graph, "floor", x));
}
