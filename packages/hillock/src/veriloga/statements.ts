import { binary } from "../expr/build.js";
import { constant, type Expression } from "../expr/graph.js";
import { assignedElement, holders } from "./arrays.js";
import { contribute, mergeContributions } from "./contributions.js";
import { countStep, decide, type Elaboration, type Frame, settle } from "./elaboration.js";
import { executeEvent } from "./events.js";
import { holdDeclared, isHeld } from "./held-variables.js";
import { declareParameters } from "./local-parameters.js";
import { lookup, type Scope, scopeOf } from "./scope.js";
import { fault, type Location } from "./source-text.js";
import type { AssignmentSyntax, ExpressionSyntax, StatementSyntax, VariableSyntax } from "./syntax.js";
import { executeTask } from "./tasks.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { convert, selectValue } from "./value.js";

/** Executes a statement: the frame then holds what it assigned and contributed. */
export function execute(e: Elaboration, scope: Scope, statement: StatementSyntax): void {
  countStep(e, statement.at);
  switch (statement.kind) {
    case "empty":
      return;
    case "block":
      executeBlock(e, scope, statement);
      return;
    case "assignment":
      assign(e, scope, statement);
      return;
    case "contribution":
      if (e.inEvent) {
        throw fault("misplaced-contribution", "an event cannot contribute", statement.at, {
          help: "assign a variable in the event, and contribute outside",
        });
      }
      contribute(e, scope, statement.target, e.evaluate(e, scope, statement.value));
      return;
    case "if":
      choose(
        e,
        evaluateAlgebraic(e, scope, statement.condition),
        statement.condition.at,
        () => execute(e, scope, statement.whenTrue),
        () => statement.whenFalse && execute(e, scope, statement.whenFalse),
      );
      return;
    case "case":
      executeCase(e, scope, statement);
      return;
    case "for":
      assign(e, scope, statement.initial);
      loop(e, scope, statement.condition, statement.at, () => {
        execute(e, scope, statement.body);
        assign(e, scope, statement.step);
      });
      return;
    case "while":
      loop(e, scope, statement.condition, statement.at, () => execute(e, scope, statement.body));
      return;
    case "repeat": {
      const count = settle(e, evaluateAlgebraic(e, scope, statement.count), statement.count.at);
      if (count === undefined) throw dynamicLoop(statement.count.at);
      for (let k = 0; k < Math.round(count); k++) {
        limitRounds(k, statement.at);
        execute(e, scope, statement.body);
      }
      return;
    }
    case "event":
      executeEvent(e, scope, statement.events, statement.body, statement.at);
      return;
    case "task":
      executeTask(e, scope, statement.call);
      return;
  }
}

function executeBlock(e: Elaboration, scope: Scope, block: StatementSyntax & { kind: "block" }): void {
  let inner = scope;
  if (block.variables.length > 0 || block.parameters.length > 0) {
    inner = scopeOf([...block.variables, ...block.parameters], scope);
    declareParameters(e, inner, block.parameters);
    initialize(e, inner, block.variables);
    holdDeclared(e, inner, block.variables);
  }
  for (const statement of block.statements) execute(e, inner, statement);
}

/** Gives variables that are declared with a value (`real x = 1;`) that value. */
export function initialize(e: Elaboration, scope: Scope, variables: readonly VariableSyntax[]): void {
  for (const variable of variables) {
    const { initial, dimension, name } = variable;
    // A variable that is held has begun already.
    if (initial === undefined || holders(e, scope, variable).some((one) => isHeld(e, one))) continue;
    if (dimension === undefined) {
      setVariable(e, scope, variable, initial);
      continue;
    }
    const elements = holders(e, scope, variable);
    const values = initial.kind === "array" ? initial.elements : elements.map(() => initial);
    if (values.length !== elements.length) {
      throw fault(
        "bad-dimension",
        `${name} has ${elements.length} elements, and ${values.length} values are given`,
        initial.at,
        {
          help: `write  '{...}  with ${elements.length} values`,
        },
      );
    }
    for (const [k, element] of elements.entries()) setVariable(e, scope, element, values[k]);
  }
}

function assign(e: Elaboration, scope: Scope, { target, index, value }: AssignmentSyntax): void {
  countStep(e, target.at);
  // The module was checked: what is assigned is a variable.
  const variable = lookup(scope, target.name) as VariableSyntax;
  setVariable(e, scope, index ? assignedElement(e, scope, variable, index) : variable, value);
}

function setVariable(e: Elaboration, scope: Scope, variable: VariableSyntax, value: ExpressionSyntax): void {
  if (!e.inEvent && isHeld(e, variable)) {
    throw fault(
      "held-and-computed",
      `"${variable.name}" is held between events and cannot be assigned outside them`,
      value.at,
      {
        help: "use a second variable for the computed value",
      },
    );
  }
  const converted = convert(e.graph, e.evaluate(e, scope, value), variable.type);
  // Only now: a condition in a function called there may have replaced the frame.
  e.frame.variables.set(variable, converted);
}

/** Executes one of two ways if the condition is decided by parameters; else both, and merges what they did. */
export function choose(
  e: Elaboration,
  condition: Expression,
  at: Location,
  whenTrue: () => void,
  whenFalse: () => void,
): void {
  const decided = decide(e, condition, at);
  if (decided !== undefined) {
    if (decided !== 0) whenTrue();
    else whenFalse();
    return;
  }
  const before = e.frame;
  const along = (way: () => void): Frame => {
    e.frame = { variables: new Map(before.variables), contributions: new Map(before.contributions) };
    e.dynamicDepth++;
    way();
    e.dynamicDepth--;
    return e.frame;
  };
  e.frame = mergeFrames(e, condition, at, along(whenTrue), along(whenFalse));
}

function mergeFrames(e: Elaboration, condition: Expression, at: Location, a: Frame, b: Frame): Frame {
  const variables = new Map(a.variables);
  for (const [variable, value] of b.variables) {
    const other = a.variables.get(variable);
    if (other === value) continue;
    if (other === undefined || "partlyAt" in value || "partlyAt" in other) variables.set(variable, { partlyAt: at });
    else variables.set(variable, { ...selectValue(e.graph, condition, other, value), type: variable.type });
  }
  for (const variable of a.variables.keys()) if (!b.variables.has(variable)) variables.set(variable, { partlyAt: at });
  return { variables, contributions: mergeContributions(e, condition, a.contributions, b.contributions) };
}

function executeCase(e: Elaboration, scope: Scope, statement: StatementSyntax & { kind: "case" }): void {
  const { graph } = e;
  const subject = evaluateAlgebraic(e, scope, statement.subject);
  const labelled = statement.items.filter(({ labels }) => labels.length > 0);
  const fallback = statement.items.find(({ labels }) => labels.length === 0);
  const from = (k: number): void => {
    if (k === labelled.length) {
      if (fallback) execute(e, scope, fallback.body);
      return;
    }
    const { labels, body } = labelled[k];
    let matches: Expression = constant(graph, 0);
    for (const label of labels) {
      const same = binary(graph, "eq", subject, evaluateAlgebraic(e, scope, label));
      matches = binary(graph, "or", matches, same);
    }
    choose(
      e,
      matches,
      statement.subject.at,
      () => execute(e, scope, body),
      () => from(k + 1),
    );
  };
  from(0);
}

const mostRounds = 10_000;

function limitRounds(rounds: number, at: Location): void {
  if (rounds < mostRounds) return;
  throw fault("unbounded-loop", `this loop runs more than ${mostRounds} times`, at, {
    help: "loops are written out at compile time; does its condition ever become false?",
  });
}

function dynamicLoop(at: Location): Error {
  return fault("dynamic-loop", "how often this loop runs depends on unknowns", at, {
    help: "loops are written out at compile time: let a parameter or a constant bound them, and use if inside",
  });
}

function loop(e: Elaboration, scope: Scope, condition: ExpressionSyntax, at: Location, round: () => void): void {
  for (let rounds = 0; ; rounds++) {
    const goesOn = decide(e, evaluateAlgebraic(e, scope, condition), condition.at);
    if (goesOn === undefined) throw dynamicLoop(condition.at);
    if (goesOn === 0) return;
    limitRounds(rounds, at);
    round();
  }
}
