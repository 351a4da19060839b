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
  const known = e.derivatives.get(value.charge);
  if (known !== undefined) return add(e.graph, value.algebraic, known);
  if (e.inEvent || e.dynamicDepth > 0) {
    throw fault("conditional-derivative", "a time derivative is used nonlinearly under a condition with unknowns", at, {
      help: "calculate ddt() before the condition and store it in a variable that is used linearly",
    });
  }
  const name = `ddt on line ${placeOf(at).line}`;
  const unknown = addUnknown(e, { name, kind: "current", charge: value.charge });
  e.derivatives.set(value.charge, unknown);
  return add(e.graph, value.algebraic, unknown);
}

/** The value of an expression as {@link algebraicPart} gives it. */
export function evaluateAlgebraic(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Expression {
  return algebraicPart(e, e.evaluate(e, scope, syntax), syntax.at);
}
