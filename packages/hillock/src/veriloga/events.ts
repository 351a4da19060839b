import { didYouMean } from "../base/suggest.js";
import { add, binary, divide, multiply, negate, select, subtract, unary } from "../expr/build.js";
import { constant, type Expression, symbol } from "../expr/graph.js";
import { substitute } from "../expr/substitute.js";
import { requireArguments } from "./calls.js";
import type { DeviceEvent } from "./device-module.js";
import { decide, type Elaboration, isStatic, settle } from "./elaboration.js";
import { hold } from "./held-variables.js";
import { lookup, type Scope } from "./scope.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type { EventSyntax, StatementSyntax, VariableSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import type { Value } from "./value.js";

/** The events and their numbers of arguments. */
const arities: Readonly<Record<string, readonly [least: number, most: number]>> = {
  initial_step: [0, 0],
  final_step: [0, Number.POSITIVE_INFINITY],
  cross: [1, 4],
  above: [1, 3],
  timer: [1, 3],
};

/** @throws HillockError unless the event is supported */
export function requireKnownEvent({ name, args, at }: EventSyntax): void {
  if (!Object.hasOwn(arities, name)) {
    throw fault("unknown-event", `there is no event "${name}"`, at, {
      help: didYouMean(name, Object.keys(arities), `the events are ${Object.keys(arities).join(", ")}`),
    });
  }
  if (name === "initial_step" && args.length > 0) {
    throw fault("unsupported", "initial_step for single analyses is not supported", at, {
      help: "write  @(initial_step)",
    });
  }
  requireArguments({ kind: "call", name, args, at, nameAt: at }, arities[name]);
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
      case "above":
        executeAbove(e, scope, event, body);
        break;
      case "timer":
        executeTimer(e, scope, event, body);
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
    const declared = variable.elementOf ?? variable;
    if (lookup(scope, declared.name) !== declared || value === before.variables.get(variable)) continue;
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
  e.events.push({ expression, direction, assignments: statesOf(e, scope, body) });
}

type StateAssignment = DeviceEvent["assignments"][number];

/** What the body of an event assigns to states. */
function statesOf(e: Elaboration, scope: Scope, body: StatementSyntax): StateAssignment[] {
  return [...assignmentsOf(e, scope, body)].map(([variable, value]) => {
    const state = e.held.findIndex((held) => held.variable === variable);
    if (state >= 0) return { state, value: value.algebraic };
    throw fault("bad-output", `"${variable.name}" is assigned by a function in an event`, body.at, {
      help: `assign it in the event itself:  ${variable.name} = ...;`,
    });
  });
}

/** What `assignments` make of the states at the start of an analysis, where `condition` is true there. */
function startWith(e: Elaboration, condition: Expression, assignments: readonly StateAssignment[]): void {
  const { graph, held } = e;
  const atStart = ([...roots]: Expression[]): Expression[] =>
    substitute(graph, graph, roots, (kind, index) =>
      kind === "state" ? held[index].initial : symbol(graph, kind, index),
    );
  const [isTrue, ...values] = atStart([condition, ...assignments.map(({ value }) => value)]);
  for (const [k, { state }] of assignments.entries()) {
    held[state].initial = select(graph, isTrue, values[k], held[state].initial);
  }
}

/** `@(above(x))`: x passes zero rising, or is not below zero when the analysis starts. */
function executeAbove(e: Elaboration, scope: Scope, event: EventSyntax, body: StatementSyntax): void {
  const expression = evaluateAlgebraic(e, scope, event.args[0]);
  const assignments = statesOf(e, scope, body);
  startWith(e, binary(e.graph, "le", constant(e.graph, 0), expression), assignments);
  e.events.push({ expression, direction: 1, assignments });
}

/**
 * `@(timer(start, period))`. A periodic one has two states: when it is due next, and a sign that changes each time, so
 * that what passes zero there passes it again the next time.
 */
function executeTimer(e: Elaboration, scope: Scope, event: EventSyntax, body: StatementSyntax): void {
  const { graph } = e;
  const [start, period] = event.args.slice(0, 2).map((arg) => {
    const time = evaluateAlgebraic(e, scope, arg);
    if (isStatic(e, time)) return time;
    throw fault("unsupported", "a timer whose times depend on unknowns is not supported", arg.at, {
      help: "use  @(cross(...))",
    });
  });
  const zero = constant(graph, 0);
  const time = symbol(graph, "time", 0);
  const at = event.at;
  const hasStarted = decide(e, binary(graph, "le", start, zero), at) === 1;
  const repeats = period !== undefined && decide(e, binary(graph, "lt", zero, period), at) === 1;
  const assignments = statesOf(e, scope, body);
  if (hasStarted) startWith(e, constant(graph, 1), assignments);
  if (!repeats) {
    if (!hasStarted) e.events.push({ expression: subtract(graph, time, start), direction: 1, assignments });
    return;
  }
  const passed = unary(graph, "floor", divide(graph, negate(graph, start), period));
  const first = hasStarted ? add(graph, start, multiply(graph, period, add(graph, passed, constant(graph, 1)))) : start;
  const due = newState(e, `timer on line ${placeOf(at).line}`, first, at);
  const sign = newState(e, `sign of the timer on line ${placeOf(at).line}`, constant(graph, 1), at);
  e.events.push({
    expression: multiply(graph, sign.value, subtract(graph, time, due.value)),
    direction: 0,
    assignments: [
      { state: due.state, value: add(graph, due.value, period) },
      { state: sign.state, value: negate(graph, sign.value) },
      ...assignments,
    ],
  });
}

function newState(
  e: Elaboration,
  name: string,
  initial: Expression,
  at: Location,
): { state: number; value: Expression } {
  const state = e.held.length;
  e.held.push({ variable: { kind: "variable", name, type: "real", at }, initial });
  return { state, value: symbol(e.graph, "state", state) };
}
