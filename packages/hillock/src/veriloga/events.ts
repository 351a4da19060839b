import { constant, type Expression, symbol } from "../expr/graph.js";
import { requireArguments } from "./calls.js";
import { type Elaboration, isStatic, settle } from "./elaboration.js";
import { didYouMean } from "./nearest-name.js";
import { lookup, type Scope } from "./scope.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type { AnalogSyntax, EventSyntax, StatementSyntax, VariableSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { real, type Value } from "./value.js";

/** Calls `visit` for a statement and all statements inside it. */
function visitStatements(statement: StatementSyntax, visit: (statement: StatementSyntax) => void): void {
  visit(statement);
  switch (statement.kind) {
    case "block":
      for (const inner of statement.statements) visitStatements(inner, visit);
      break;
    case "if":
      visitStatements(statement.whenTrue, visit);
      if (statement.whenFalse) visitStatements(statement.whenFalse, visit);
      break;
    case "case":
      for (const { body } of statement.items) visitStatements(body, visit);
      break;
    case "for":
      visit(statement.initial);
      visit(statement.step);
      visitStatements(statement.body, visit);
      break;
    case "while":
    case "repeat":
    case "event":
      visitStatements(statement.body, visit);
      break;
  }
}

const isCrossing = ({ name }: EventSyntax): boolean => name === "cross";

/** The module's variables that a crossing assigns: they are held between events. */
export function heldVariables(analog: readonly AnalogSyntax[], scope: Scope): VariableSyntax[] {
  const held = new Set<VariableSyntax>();
  for (const { body } of analog) {
    visitStatements(body, (statement) => {
      if (statement.kind !== "event" || !statement.events.some(isCrossing)) return;
      visitStatements(statement.body, (inner) => {
        const entity = inner.kind === "assignment" ? lookup(scope, inner.target.name) : undefined;
        if (entity?.kind === "variable") held.add(entity);
      });
    });
  }
  return [...held];
}

/** Starts a held variable: its value is a state, 0 until `@(initial_step)` says otherwise. */
export function hold(e: Elaboration, variable: VariableSyntax, initial: Expression = constant(e.graph, 0)): void {
  e.held.push({ variable, initial });
  const state = symbol(e.graph, "state", e.held.length - 1);
  e.frame.variables.set(variable, { ...real(e.graph, state), type: variable.type });
}

/** @throws HillockError unless the event is supported */
export function requireKnownEvent({ name, args, at }: EventSyntax): void {
  switch (name) {
    case "initial_step":
      if (args.length === 0) return;
      throw fault("unsupported", "initial_step for single analyses is not supported", at, {
        help: "write  @(initial_step)",
      });
    case "final_step":
      return;
    case "cross":
      requireArguments({ kind: "call", name, args, at, nameAt: at }, [1, 4]);
      return;
    case "above":
      throw fault("unsupported", "@(above()) is not supported", at, {
        help: "use  @(cross(x, +1))  and  @(initial_step)",
      });
    case "timer":
      throw fault("unsupported", "@(timer()) is not supported", at, { help: "use a source in the netlist" });
    default:
      throw fault("unknown-event", `there is no event "${name}"`, at, {
        help: didYouMean(
          name,
          ["initial_step", "final_step", "cross"],
          "the events are initial_step, final_step and cross",
        ),
      });
  }
}

/** `@(...) body`. */
export function executeEvent(
  e: Elaboration,
  scope: Scope,
  events: readonly EventSyntax[],
  body: StatementSyntax,
  at: Location,
): void {
  if (e.inEvent) throw fault("misplaced-event", "an event cannot stand in another", at);
  if (e.dynamicDepth > 0) {
    throw fault("misplaced-event", "an event cannot stand under a condition with unknowns", at, {
      help: "put the condition into the event:  @(cross(...)) if (...) ...",
    });
  }
  for (const event of events) {
    switch (event.name) {
      case "initial_step":
        executeInitialStep(e, scope, body);
        break;
      case "final_step":
        e.notes.add(`@(final_step) on line ${placeOf(event.at).line} does not act`);
        break;
      case "cross":
        executeCrossing(e, scope, event, body);
        break;
    }
  }
}

/** What the body of an event assigns to variables declared outside it; the frame is left as it was. */
function assignmentsOf(e: Elaboration, scope: Scope, body: StatementSyntax): Map<VariableSyntax, Value> {
  const before = e.frame;
  e.frame = { variables: new Map(before.variables), contributions: before.contributions };
  e.inEvent = true;
  e.execute(e, scope, body);
  e.inEvent = false;
  const assigned = new Map<VariableSyntax, Value>();
  for (const [variable, value] of e.frame.variables) {
    // Variables of the event's own blocks end with it.
    if (lookup(scope, variable.name) !== variable || value === before.variables.get(variable)) continue;
    if ("partlyAt" in value) {
      throw fault("unassigned-variable", `"${variable.name}" is set only under a condition in this event`, body.at, {
        help: "set it along both ways of the condition, or before it",
      });
    }
    assigned.set(variable, value);
  }
  e.frame = before;
  return assigned;
}

function executeInitialStep(e: Elaboration, scope: Scope, body: StatementSyntax): void {
  for (const [variable, value] of assignmentsOf(e, scope, body)) {
    const held = e.held.find((candidate) => candidate.variable === variable);
    if (held) held.initial = value.algebraic;
    // A value that cannot change need not be held.
    else if (isStatic(e, value.algebraic)) e.frame.variables.set(variable, value);
    else hold(e, variable, value.algebraic);
  }
}

function executeCrossing(e: Elaboration, scope: Scope, event: EventSyntax, body: StatementSyntax): void {
  const expression = evaluateAlgebraic(e, scope, event.args[0]);
  const direction = event.args.length > 1 ? settle(e, evaluateAlgebraic(e, scope, event.args[1]), event.args[1].at) : 0;
  if (direction !== -1 && direction !== 0 && direction !== 1) {
    throw fault("wrong-arguments", "the direction of cross() is +1, -1 or 0", event.args[1].at, {
      help: "+1: rising, -1: falling, 0: both",
    });
  }
  const assignments = [...assignmentsOf(e, scope, body)].map(([variable, value]) => {
    const state = e.held.findIndex((held) => held.variable === variable);
    if (state < 0) {
      throw fault(
        "local-held-variable",
        `"${variable.name}" is held between events, but belongs to a block`,
        variable.at,
        {
          help: "declare it in the module, outside the analog block",
        },
      );
    }
    return { state, value: value.algebraic };
  });
  e.events.push({ expression, direction, assignments });
}
