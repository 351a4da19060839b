import { binary, unary } from "../expr/build.js";
import { constant, constantValue, type Expression } from "../expr/graph.js";
import { accessKind } from "./access.js";
import { callAnalogOperator } from "./analog-operators.js";
import { readElement } from "./arrays.js";
import { bitOperation, isBitOperator } from "./bit-operations.js";
import { resolveCall } from "./calls.js";
import { probeFlow, probePort, probePotential } from "./contributions.js";
import { countStep, decide, type Elaboration, isStatic, parametersOf, staticNumber } from "./elaboration.js";
import { callFunction } from "./functions.js";
import { lookup, type Scope } from "./scope.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type { StandardFunction } from "./standard-functions.js";
import type { CallSyntax, ExpressionSyntax, VariableSyntax } from "./syntax.js";
import { callSystemFunction } from "./system-functions.js";
import { algebraicPart, evaluateAlgebraic } from "./time-derivative.js";
import {
  addValues,
  commonType,
  divideValue,
  hasCharge,
  integer,
  negateValue,
  real,
  scaleValue,
  selectValue,
  subtractValues,
  truncate,
  type Value,
} from "./value.js";

/**
 * The value of a Verilog-A expression where the execution stands.
 *
 * @throws HillockError where it has none
 */
export function evaluate(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Value {
  countStep(e, syntax.at);
  const value = valueOfSyntax(e, scope, syntax);
  if (!e.origins.has(value.algebraic)) e.origins.set(value.algebraic, syntax.at);
  return value;
}

function valueOfSyntax(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Value {
  switch (syntax.kind) {
    case "number":
      return { ...real(e.graph, constant(e.graph, syntax.value)), type: syntax.type };
    case "string":
      throw fault("not-a-number", "a string cannot be calculated with", syntax.at, {
        help: "only tasks such as $strobe() and the name in $simparam() are strings",
      });
    case "element":
      return readElement(e, scope, syntax.array, syntax.index);
    case "array":
    case "port":
      // The module was checked: these stand only where they are read otherwise.
      throw fault("not-a-number", "this cannot be calculated with", syntax.at);
    case "name":
      return valueOfName(e, scope, syntax.name, syntax.at);
    case "call":
      return evaluateCall(e, scope, syntax);
    case "unary":
      return evaluateUnary(e, syntax.operator, evaluate(e, scope, syntax.operand), syntax.at);
    case "binary":
      if (syntax.operator === "&&" || syntax.operator === "||") {
        return evaluateLogic(e, scope, syntax.operator, syntax.left, syntax.right);
      }
      return evaluateBinary(
        e,
        syntax.operator,
        evaluate(e, scope, syntax.left),
        evaluate(e, scope, syntax.right),
        syntax.at,
      );
    case "conditional": {
      const condition = evaluateAlgebraic(e, scope, syntax.condition);
      const decided = decide(e, condition, syntax.condition.at);
      if (decided !== undefined) return evaluate(e, scope, decided !== 0 ? syntax.whenTrue : syntax.whenFalse);
      e.dynamicDepth++;
      const whenTrue = evaluate(e, scope, syntax.whenTrue);
      const whenFalse = evaluate(e, scope, syntax.whenFalse);
      e.dynamicDepth--;
      return selectValue(e.graph, condition, whenTrue, whenFalse);
    }
  }
}

function valueOfName(e: Elaboration, scope: Scope, name: string, at: Location): Value {
  const entity = lookup(scope, name);
  switch (entity?.kind) {
    case "variable":
      return valueOfVariable(e, entity, at);
    case "parameter":
      return e.parameters.get(entity) ?? unassignedParameter(name, at);
    case "alias":
      return valueOfName(e, e.moduleScope, entity.target.name, at);
    default:
      // The module was checked: the only other name is that of infinity.
      return real(e.graph, constant(e.graph, Number.POSITIVE_INFINITY));
  }
}

/** The present value of a variable. */
export function valueOfVariable(e: Elaboration, variable: VariableSyntax, at: Location): Value {
  const value = e.frame.variables.get(variable);
  if (value === undefined) throw unassigned(variable.name, at);
  if (!("partlyAt" in value)) return value;
  const { line } = placeOf(value.partlyAt);
  throw unassigned(variable.name, at, `it is assigned only along one way of the condition on line ${line}`);
}

function unassigned(name: string, at: Location, detail?: string): Error {
  return fault("unassigned-variable", `"${name}" is read before it is assigned`, at, {
    details: [...(detail ? [detail] : []), "in other simulators it would keep its value from the previous evaluation"],
    help: `assign it first; for a quantity with memory use ddt() on an internal node, idt(), or @(cross(...)) ${name} = ...;`,
  });
}

function unassignedParameter(name: string, at: Location): never {
  throw fault("unassigned-parameter", `the parameter "${name}" is used before it is declared`, at, {
    help: "declare it further up",
  });
}

function evaluateCall(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const callee = resolveCall(scope, call);
  switch (callee.kind) {
    case "access":
      if (call.args[0].kind === "port") return probePort(e, scope, call.args[0]);
      return accessKind(scope, call) === "potential" ? probePotential(e, scope, call) : probeFlow(e, scope, call);
    case "operator":
      return callAnalogOperator(e, scope, call);
    case "system":
      return callSystemFunction(e, scope, call);
    case "declared":
      return callFunction(e, scope, callee.declared, call);
    case "standard":
      return callStandardFunction(e, scope, callee.standard, call);
  }
}

function callStandardFunction(e: Elaboration, scope: Scope, standard: StandardFunction, call: CallSyntax): Value {
  const args = call.args.map((arg) => evaluate(e, scope, arg));
  const numbers = args.map((arg, k) => algebraicPart(e, arg, call.args[k].at));
  const result = checked(e, standard.build(e.graph, numbers), numbers, call.at, `${call.name}()`);
  const isInteger =
    standard.result === "integer" || (standard.result === "same" && args.every(({ type }) => type === "integer"));
  return isInteger ? integer(e.graph, result) : real(e.graph, result);
}

/** `result`, unless these parameters make it nonsense: then an error, before a device is made of it. */
function checked(
  e: Elaboration,
  result: Expression,
  operands: readonly Expression[],
  at: Location,
  what: string,
): Expression {
  if (operands.some((operand) => !isStatic(e, operand))) return result;
  if (!Number.isNaN(staticNumber(e, result))) return result;
  const numbers = operands.map((operand) => staticNumber(e, operand));
  throw fault("not-a-number", `${what} has no value here`, at, {
    details: [
      `its operand${numbers.length > 1 ? "s are" : " is"} ${numbers.join(" and ")}`,
      ...parametersOf(e, ...operands),
    ],
    help: "guard it with  if (...)  or give the parameter a range such as  from (0:inf)",
  });
}

function evaluateUnary(e: Elaboration, operator: string, value: Value, at: Location): Value {
  if (operator === "+") return value;
  if (operator === "~") return bitOperation(e, operator, [value], at);
  if (operator === "-") return negateValue(e.graph, value);
  return integer(e.graph, unary(e.graph, "not", algebraicPart(e, value, at)));
}

/** && and ||. The right operand does not matter where the left one decides, as with `if`. */
function evaluateLogic(
  e: Elaboration,
  scope: Scope,
  operator: "&&" | "||",
  left: ExpressionSyntax,
  right: ExpressionSyntax,
): Value {
  const { graph } = e;
  const a = evaluateAlgebraic(e, scope, left);
  const decided = decide(e, a, left.at);
  const settles = operator === "&&" ? 0 : 1;
  if (decided !== undefined && (decided !== 0 ? 1 : 0) === settles) return integer(graph, constant(graph, settles));
  const b = evaluateAlgebraic(e, scope, right);
  const isTrue = unary(graph, "not", unary(graph, "not", b));
  if (decided !== undefined) return integer(graph, isTrue);
  return integer(graph, binary(graph, operator === "&&" ? "and" : "or", a, b));
}

function evaluateBinary(e: Elaboration, operator: string, a: Value, b: Value, at: Location): Value {
  const { graph } = e;
  switch (operator) {
    case "+":
      return addValues(graph, a, b);
    case "-":
      return subtractValues(graph, a, b);
    case "*":
      return { ...product(e, a, b, at), type: commonType(a, b) };
    case "/":
      return quotient(e, a, b, at);
    default:
      if (isBitOperator(operator)) return bitOperation(e, operator, [a, b], at);
      return operation(e, operator, a, b, at);
  }
}

/** A derivative times a factor that keeps still is the derivative of the product; else it becomes an unknown. */
function product(e: Elaboration, a: Value, b: Value, at: Location): Value {
  const { graph } = e;
  if (!hasCharge(graph, a) && !hasCharge(graph, b)) return real(graph, binary(graph, "mul", a.algebraic, b.algebraic));
  if (!hasCharge(graph, b) && isStatic(e, b.algebraic)) return scaleValue(graph, a, b.algebraic);
  if (!hasCharge(graph, a) && isStatic(e, a.algebraic)) return scaleValue(graph, b, a.algebraic);
  return real(graph, binary(graph, "mul", algebraicPart(e, a, at), algebraicPart(e, b, at)));
}

function quotient(e: Elaboration, a: Value, b: Value, at: Location): Value {
  const { graph } = e;
  const divisor = algebraicPart(e, b, at);
  if (staticNumber(e, divisor) === 0) {
    const constantly = constantValue(graph, divisor) === 0;
    throw fault("division-by-zero", constantly ? "division by 0" : "the divisor is 0 with these parameters", at, {
      details: parametersOf(e, divisor),
      help: "guard it with  if (...)  or give the parameter a range such as  from (0:inf)",
    });
  }
  if (commonType(a, b) === "integer") {
    return integer(graph, truncate(graph, binary(graph, "div", algebraicPart(e, a, at), divisor)));
  }
  if (hasCharge(graph, a) && isStatic(e, divisor)) return divideValue(graph, a, divisor);
  const dividend = algebraicPart(e, a, at);
  return real(graph, checked(e, binary(graph, "div", dividend, divisor), [dividend, divisor], at, "the quotient"));
}

function operation(e: Elaboration, operator: string, left: Value, right: Value, at: Location): Value {
  const { graph } = e;
  const a = algebraicPart(e, left, at);
  const b = algebraicPart(e, right, at);
  const not = (x: Expression): Expression => unary(graph, "not", x);
  switch (operator) {
    case "<":
      return integer(graph, binary(graph, "lt", a, b));
    case "<=":
      return integer(graph, binary(graph, "le", a, b));
    case ">":
      return integer(graph, binary(graph, "lt", b, a));
    case ">=":
      return integer(graph, binary(graph, "le", b, a));
    case "==":
    case "===":
      return integer(graph, binary(graph, "eq", a, b));
    case "!=":
    case "!==":
      return integer(graph, not(binary(graph, "eq", a, b)));
    case "**":
      return {
        ...real(graph, checked(e, binary(graph, "pow", a, b), [a, b], at, "the power")),
        type: commonType(left, right),
      };
    default: {
      if (staticNumber(e, b) === 0) throw fault("division-by-zero", "the remainder of a division by 0", at);
      const whole = truncate(graph, binary(graph, "div", a, b));
      const rest = binary(graph, "sub", a, binary(graph, "mul", b, whole));
      return { ...real(graph, rest), type: commonType(left, right) };
    }
  }
}
