import { checkAccess, isArray, requireCompatible } from "./access.js";
import { resolveCall } from "./calls.js";
import { type Declarations, type NodeDeclaration, rejectDuplicates } from "./declarations.js";
import { requireKnownEvent } from "./events.js";
import {
  type Entity,
  functionScope,
  isAccess,
  isInFunction,
  lookup,
  moduleScope,
  requireKind,
  type Scope,
  scopeOf,
  unknownName,
  wordOf,
} from "./scope.js";
import { fault } from "./source-text.js";
import type {
  AssignmentSyntax,
  BranchSyntax,
  CallSyntax,
  ExpressionSyntax,
  NameSyntax,
  ParameterSyntax,
  StatementSyntax,
  VariableSyntax,
} from "./syntax.js";
import { requireKnownTask } from "./tasks.js";

/**
 * Checks every name, call and operator of a module, so that a fault in a part that the first device does not use is
 * found when the file is read.
 *
 * @throws HillockError at the first fault
 */
export function checkModule(declarations: Declarations): void {
  const scope = moduleScope(declarations);
  const { parameters, aliases, branches, variables, functions, analog } = declarations;
  for (const parameter of parameters) checkParameter(scope, parameter);
  for (const { target } of aliases) {
    if (target.name === "$mfactor") continue;
    const entity = lookup(scope, target.name) ?? unknownName(scope, target.name, target.at, "parameter");
    if (entity.kind !== "parameter" || entity.local) {
      throw fault("bad-alias", `"${target.name}" is not a parameter that can be set`, target.at);
    }
  }
  for (const branch of branches) checkBranch(scope, branch);
  checkVariables(scope, variables);
  for (const declared of functions) {
    const { args, result, variables: locals, parameters: local, body } = declared;
    rejectDuplicates([...args, result, ...locals, ...local]);
    const inner = functionScope(declared, declarations);
    for (const parameter of local) checkParameter(inner, parameter);
    checkVariables(inner, locals);
    for (const statement of body) checkStatement(inner, statement);
  }
  for (const { body } of analog) checkStatement(scope, body);
}

function checkParameter(scope: Scope, { value, ranges }: ParameterSyntax): void {
  checkExpression(scope, value);
  for (const { lower, upper } of ranges) {
    checkExpression(scope, lower);
    checkExpression(scope, upper);
  }
}

function checkVariables(scope: Scope, variables: readonly VariableSyntax[]): void {
  for (const { dimension, initial } of variables) {
    if (dimension) for (const bound of [dimension.first, dimension.last]) checkBound(scope, bound);
    if (initial?.kind === "array" && dimension) for (const one of initial.elements) checkExpression(scope, one);
    else if (initial) checkExpression(scope, initial);
  }
}

/** A bound of an array: it keeps still, so that it does not matter when it is read. */
function checkBound(scope: Scope, bound: ExpressionSyntax): void {
  checkExpression(scope, bound);
  if (bound.kind === "number" || bound.kind === "string") return;
  if (bound.kind === "unary") checkBound(scope, bound.operand);
  else if (bound.kind === "binary") for (const one of [bound.left, bound.right]) checkBound(scope, one);
  else if (bound.kind !== "name" || lookup(scope, bound.name)?.kind !== "parameter") {
    throw fault("bad-dimension", "the bound of an array is made of numbers and parameters", bound.at, {
      help: "write a number, or declare  localparam integer N = ...;  and use N",
    });
  }
}

function checkBranch(scope: Scope, { plus, minus, at }: BranchSyntax): void {
  const ends = minus ? [plus, minus] : [plus];
  const nodes = ends.map((end) => requireKind(scope, end, "node"));
  requireCompatible(nodes as NodeDeclaration[], { at });
  if (nodes[0] === nodes[1]) {
    throw fault("bad-access", "both ends of this branch are the same node", at, {
      help: "name two nodes, or one for the branch to ground",
    });
  }
}

function checkExpression(scope: Scope, syntax: ExpressionSyntax): void {
  switch (syntax.kind) {
    case "number":
    case "string":
      return;
    case "name":
      checkName(scope, syntax);
      return;
    case "call":
      checkCall(scope, syntax);
      return;
    case "element":
      requireArray(scope, syntax.array);
      checkExpression(scope, syntax.index);
      return;
    case "array":
      throw fault("not-a-number", "a list of values cannot be calculated with", syntax.at, {
        help: "it can only give an array its values where that is declared, or be the argument of a function",
      });
    case "port":
      throw fault("not-a-number", `<${syntax.name}> is a port`, syntax.at, { help: `write I(<${syntax.name}>)` });
    case "unary":
      checkExpression(scope, syntax.operand);
      return;
    case "binary":
      checkExpression(scope, syntax.left);
      checkExpression(scope, syntax.right);
      return;
    case "conditional":
      checkExpression(scope, syntax.condition);
      checkExpression(scope, syntax.whenTrue);
      checkExpression(scope, syntax.whenFalse);
  }
}

/** @throws HillockError unless the name is that of an array */
function requireArray(scope: Scope, { name, at }: NameSyntax): void {
  const entity = lookup(scope, name) ?? unknownName(scope, name, at, "variable", "parameterArray");
  if (isArray(entity)) return;
  const help =
    entity.kind === "node"
      ? "vectors of nodes are not supported; use single nodes"
      : `declare it with its bounds, for example  real ${name}[0:3];`;
  throw fault("not-an-array", `"${name}" is a ${wordOf(entity)}, not an array`, at, { help });
}

function checkName(scope: Scope, { name, at }: NameSyntax): void {
  const entity = lookup(scope, name);
  if (isArray(entity)) {
    throw fault("array-without-index", `"${name}" is an array`, at, { help: `name one of its elements:  ${name}[0]` });
  }
  switch (entity?.kind) {
    case "variable":
    case "parameter":
    case "alias":
      return;
    case undefined:
      if (name !== "inf") unknownName(scope, name, at, "variable", "parameter", "alias");
      return;
    case "node":
      throw fault("not-a-number", `"${name}" is a node`, at, { help: `its potential is V(${name})` });
    case "branch":
      throw fault("not-a-number", `"${name}" is a branch`, at, { help: `write V(${name}) or I(${name})` });
    case "function":
      throw fault("not-a-number", `"${name}" is a function`, at, { help: `write ${name}(...)` });
  }
}

function checkCall(scope: Scope, call: CallSyntax): void {
  const callee = resolveCall(scope, call);
  switch (callee.kind) {
    case "access":
      checkAccess(scope, call);
      return;
    case "declared":
      for (const [k, arg] of call.args.entries()) checkArgument(scope, arg, callee.declared.args[k]);
      return;
    case "system":
      if (call.name === "$param_given") requireName(scope, call, "parameter", "alias");
      else if (call.name === "$port_connected") requireName(scope, call, "node");
      else for (const [k, arg] of call.args.entries()) if (!isWord(call, arg, k)) checkExpression(scope, arg);
      return;
    default:
      for (const arg of call.args) checkExpression(scope, arg);
  }
}

/** Whether an argument is a word that stands for itself: the function named in `$limit(x, function)`. */
const isWord = ({ name }: CallSyntax, { kind }: ExpressionSyntax, k: number): boolean =>
  name === "$limit" && k === 1 && kind === "name";

function checkArgument(scope: Scope, arg: ExpressionSyntax, { name, dimension }: VariableSyntax): void {
  if (dimension === undefined) checkExpression(scope, arg);
  else if (arg.kind === "array") for (const one of arg.elements) checkExpression(scope, one);
  else if (arg.kind === "name") requireArray(scope, arg);
  else throw fault("wrong-arguments", `"${name}" is an array, and takes one`, arg.at, { help: "name an array" });
}

function requireName(scope: Scope, call: CallSyntax, ...kinds: readonly Entity["kind"][]): void {
  const [arg] = call.args;
  if (arg.kind !== "name") throw fault("wrong-arguments", `${call.name}() takes a ${kinds[0]}`, arg.at);
  requireKind(scope, arg, ...kinds);
}

function checkAssignment(scope: Scope, { target, index, value }: AssignmentSyntax): void {
  const entity = lookup(scope, target.name) ?? unknownName(scope, target.name, target.at, "variable");
  if (entity.kind !== "variable") {
    throw fault("bad-assignment", `"${target.name}" is a ${wordOf(entity)} and cannot be assigned`, target.at, {
      help:
        entity.kind === "node"
          ? `contribute to it:  V(${target.name}) <+ ...`
          : "assign a variable, declared by  real  or  integer",
    });
  }
  if (index) {
    requireArray(scope, target);
    checkExpression(scope, index);
  } else checkName(scope, target);
  checkExpression(scope, value);
}

function checkStatement(scope: Scope, statement: StatementSyntax): void {
  switch (statement.kind) {
    case "empty":
      return;
    case "block": {
      const { variables, parameters, statements } = statement;
      rejectDuplicates([...variables, ...parameters]);
      const inner = scopeOf([...variables, ...parameters], scope);
      for (const parameter of parameters) checkParameter(inner, parameter);
      checkVariables(inner, variables);
      for (const one of statements) checkStatement(inner, one);
      return;
    }
    case "assignment":
      checkAssignment(scope, statement);
      return;
    case "contribution": {
      const { target, value } = statement;
      if (isInFunction(scope)) {
        throw fault("misplaced-contribution", "a function cannot contribute", statement.at, {
          help: "return the value, and contribute it outside",
        });
      }
      if (!isAccess(scope, target.name) || target.args[0]?.kind === "port") {
        throw fault("bad-access", `${target.name}() cannot be contributed to`, target.nameAt, {
          help: "write I(a,b) <+ for a current or V(a,b) <+ for a voltage",
        });
      }
      checkAccess(scope, target);
      checkExpression(scope, value);
      return;
    }
    case "if":
      checkExpression(scope, statement.condition);
      checkStatement(scope, statement.whenTrue);
      if (statement.whenFalse) checkStatement(scope, statement.whenFalse);
      return;
    case "case":
      checkExpression(scope, statement.subject);
      if (statement.items.filter(({ labels }) => labels.length === 0).length > 1) {
        throw fault("duplicate-default", "this case has two defaults", statement.at);
      }
      for (const { labels, body } of statement.items) {
        for (const label of labels) checkExpression(scope, label);
        checkStatement(scope, body);
      }
      return;
    case "for":
      checkAssignment(scope, statement.initial);
      checkExpression(scope, statement.condition);
      checkAssignment(scope, statement.step);
      checkStatement(scope, statement.body);
      return;
    case "while":
      checkExpression(scope, statement.condition);
      checkStatement(scope, statement.body);
      return;
    case "repeat":
      checkExpression(scope, statement.count);
      checkStatement(scope, statement.body);
      return;
    case "event":
      if (isInFunction(scope)) {
        throw fault("misplaced-event", "an event cannot stand in a function", statement.at, {
          help: "put it into the analog block",
        });
      }
      for (const event of statement.events) {
        requireKnownEvent(event);
        if (event.name !== "final_step") for (const arg of event.args) checkExpression(scope, arg);
      }
      checkStatement(scope, statement.body);
      return;
    case "task":
      requireKnownTask(statement.call);
      for (const arg of statement.call.args) checkExpression(scope, arg);
  }
}
