import { constant, type Expression, symbol } from "../expr/graph.js";
import { holders } from "./arrays.js";
import type { Elaboration } from "./elaboration.js";
import { lookup, type Scope, scopeOf } from "./scope.js";
import type { AnalogSyntax, EventSyntax, StatementSyntax, VariableSyntax } from "./syntax.js";
import { real } from "./value.js";

const happensLater = ({ name }: EventSyntax): boolean => name === "cross" || name === "above" || name === "timer";

/** The variables, of the module or of blocks, that events in the course of an analysis assign: they are held between. */
export function heldVariables(analog: readonly AnalogSyntax[], scope: Scope): Set<VariableSyntax> {
  const held = new Set<VariableSyntax>();
  /** @param outside the scope around the event that the statement belongs to, if it does */
  const visit = (statement: StatementSyntax, scope: Scope, outside: Scope | undefined): void => {
    switch (statement.kind) {
      case "assignment": {
        const entity = outside && lookup(scope, statement.target.name);
        if (entity?.kind === "variable" && lookup(outside as Scope, entity.name) === entity) held.add(entity);
        return;
      }
      case "block": {
        const inner = scopeOf([...statement.variables, ...statement.parameters], scope);
        for (const one of statement.statements) visit(one, inner, outside);
        return;
      }
      case "if":
        visit(statement.whenTrue, scope, outside);
        if (statement.whenFalse) visit(statement.whenFalse, scope, outside);
        return;
      case "case":
        for (const { body } of statement.items) visit(body, scope, outside);
        return;
      case "for":
        for (const one of [statement.initial, statement.step, statement.body]) visit(one, scope, outside);
        return;
      case "while":
      case "repeat":
        visit(statement.body, scope, outside);
        return;
      case "event":
        visit(statement.body, scope, statement.events.some(happensLater) ? scope : outside);
    }
  };
  for (const { body } of analog) visit(body, scope, undefined);
  return held;
}

/** Starts a held variable: its value is a state, 0 until `@(initial_step)` says otherwise. */
export function hold(e: Elaboration, variable: VariableSyntax, initial: Expression = constant(e.graph, 0)): void {
  e.held.push({ variable, initial });
  const state = symbol(e.graph, "state", e.held.length - 1);
  e.frame.variables.set(variable, { ...real(e.graph, state), type: variable.type });
}

/** Holds those of some variables just declared that events assign; the values they have are what they start from. */
export function holdDeclared(e: Elaboration, scope: Scope, variables: readonly VariableSyntax[]): void {
  for (const declared of variables) {
    if (!e.toHold.has(declared)) continue;
    for (const variable of holders(e, scope, declared)) {
      if (isHeld(e, variable)) continue;
      const initial = e.frame.variables.get(variable);
      hold(e, variable, initial && "algebraic" in initial ? initial.algebraic : undefined);
    }
  }
}

/** Whether a variable's value is a state. */
export const isHeld = (e: Elaboration, variable: VariableSyntax): boolean =>
  e.held.some((held) => held.variable === variable);
