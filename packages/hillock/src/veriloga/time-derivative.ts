import { add } from "../expr/build.js";
import type { Expression } from "../expr/graph.js";
import { addUnknown, type Elaboration } from "./elaboration.js";
import type { Scope } from "./scope.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type { ExpressionSyntax } from "./syntax.js";
import { hasCharge, type Value } from "./value.js";

/**
 * A value as one expression. A time derivative in it is made an unknown u with the row u - d/dt charge = 0, since only
 * a term that is linear in the derivative can be kept as a charge.
 *
 * @throws HillockError where the derivative stands under a condition with unknowns: its row could not always hold
 */
export function algebraicPart(e: Elaboration, value: Value, at: Location): Expression {
  if (!hasCharge(e.graph, value)) return value.algebraic;
  if (e.inEvent || e.dynamicDepth > 0) {
    throw fault("conditional-derivative", "a time derivative is used nonlinearly under a condition with unknowns", at, {
      help: "calculate ddt() before the condition and store it in a variable that is used linearly",
    });
  }
  return add(e.graph, value.algebraic, derivativeUnknown(e, value.charge, at));
}

/** The value of an expression as {@link algebraicPart} gives it. */
export function evaluateAlgebraic(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Expression {
  return algebraicPart(e, e.evaluate(e, scope, syntax), syntax.at);
}

function derivativeUnknown(e: Elaboration, charge: Expression, at: Location): Expression {
  const known = e.derivatives.get(charge);
  if (known !== undefined) return known;
  const unknown = addUnknown(e, { name: `ddt on line ${placeOf(at).line}`, kind: "current", charge });
  e.derivatives.set(charge, unknown);
  return unknown;
}
