import { add, binary, divide, multiply, negate, select, unary } from "../../expr/build.js";
import { constant, type Expression, type Graph } from "../../expr/graph.js";
import { constantFunctions } from "../../netlist/formula/built-in-functions.js";
import { mapOperands } from "../../netlist/formula/map-formula.js";
import { statisticalFunctions } from "../../netlist/formula/statistical-functions.js";
import type { Formula } from "../../netlist/value.js";
import { type Build, formulaExpression, power, truncate } from "../equations/formula-expression.js";

const isWhole = (graph: Graph, a: Expression): Expression => binary(graph, "eq", a, unary(graph, "floor", a));

/** pow(a, b) with C's rules: (-2)^3 = -8, and no value for a < 0 to a fraction. */
const signedPower: Build = (graph, [a, b]) => {
  const zero = constant(graph, 0);
  const size = binary(graph, "pow", unary(graph, "abs", a), b);
  const isEven = isWhole(graph, multiply(graph, b, constant(graph, 0.5)));
  const signed = select(graph, isEven, size, negate(graph, size));
  const negative = select(graph, isWhole(graph, b), signed, constant(graph, Number.NaN));
  return select(graph, binary(graph, "lt", a, zero), negative, size);
};

/** What differs from the functions of behavioural sources; see `constantFunctions` of the netlist. */
const functions: Readonly<Record<string, Build>> = {
  ln: (graph, [a]) => unary(graph, "log", a),
  log10: (graph, [a]) => divide(graph, unary(graph, "log", a), constant(graph, Math.LN10)),
  sqr: (graph, [a]) => multiply(graph, a, a),
  arctan: (graph, [a]) => unary(graph, "atan", a),
  int: truncate,
  pow: signedPower,
  pwr: power,
  ternary_fcn: (graph, [condition, whenTrue, whenFalse]) => select(graph, condition, whenTrue, whenFalse),
};

/** The functions of a random number, their last operand. See `statisticalFunctions` of the netlist. */
const ofDraw: Readonly<Record<string, Build>> = {
  gauss: (graph, [n, r, s, z]) => add(graph, n, multiply(graph, divide(graph, multiply(graph, n, r), s), z)),
  agauss: (graph, [n, a, s, z]) => add(graph, n, multiply(graph, divide(graph, a, s), z)),
  unif: (graph, [n, r, z]) => add(graph, n, multiply(graph, multiply(graph, n, r), z)),
  aunif: (graph, [n, a, z]) => add(graph, n, multiply(graph, a, z)),
  limit: (graph, [n, a, z]) => add(graph, n, multiply(graph, a, z)),
};

const nothing: Formula = { kind: "number", value: Number.NaN };

/**
 * Names of functions in lower case, random numbers that are not kept at their nominal value. What does not exist stands
 * where the formula did not go: it has no number.
 *
 * @param draw the formula that stands for a call's random number, if it is kept
 */
function known(formula: Formula, draw: (call: Formula) => Formula | undefined): Formula {
  const follow = (operand: Formula) => known(operand, draw);
  if (formula.kind !== "call") return mapOperands(formula, follow);
  const name = formula.name.toLowerCase();
  if (Object.hasOwn(statisticalFunctions, name)) {
    const number = draw(formula);
    if (formula.operands.length !== statisticalFunctions[name].operands) return nothing;
    return number
      ? { kind: "call", name, operands: [...formula.operands.map(follow), number] }
      : follow(formula.operands[0]);
  }
  const exists = Object.hasOwn(constantFunctions, name) && constantFunctions[name].operands === formula.operands.length;
  return exists ? { kind: "call", name, operands: formula.operands.map(follow) } : nothing;
}

/**
 * A `.param` formula as an expression, with the functions it has there (`evaluateFormula` of the netlist gives its
 * value). Its `.func` functions are inlined already, and it has been evaluated.
 *
 * @param parameter what a parameter stands for, by its name as written
 * @param draw what the random number of a statistical call stands for; undefined for the nominal value
 */
export function parameterFormula(
  graph: Graph,
  formula: Formula,
  parameter: (name: string) => Expression,
  draw: (call: Formula) => Expression | undefined = () => undefined,
): Expression {
  const electrical = (): Expression => constant(graph, Number.NaN);
  const drawn = new Map<string, Expression>();
  // A name that no netlist can have stands for the random number.
  const drawName = (call: Formula): Formula | undefined => {
    const expression = draw(call);
    if (expression === undefined) return undefined;
    drawn.set(`#${expression}`, expression);
    return { kind: "name", name: `#${expression}` };
  };
  return formulaExpression(graph, known(formula, drawName), {
    voltage: electrical,
    current: electrical,
    parameter: (name) => drawn.get(name) ?? parameter(name),
    functions: { ...functions, ...ofDraw },
  });
}
