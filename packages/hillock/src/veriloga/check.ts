import { accessKind, resolveCall } from "./calls.js";
import { type Declarations, rejectDuplicates } from "./declarations.js";
import { requireKnownEvent } from "./events.js";
import {
  type Entity,
  functionScope,
  isInFunction,
  lookup,
  moduleScope,
  type Scope,
  scopeOf,
  unknownName,
} from "./scope.js";
import { fault, type Location } from "./source-text.js";
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
  for (const { initial } of variables) if (initial) checkExpression(scope, initial);
}

function checkBranch(scope: Scope, { plus, minus, at }: BranchSyntax): void {
  const ends = minus ? [plus, minus] : [plus];
  const nodes = ends.map((end) => requireKind(scope, end, "node"));
  if (nodes[0] === nodes[1])
    throw fault("bad-access", "both ends of this branch are the same node", at, { help: oneNode });
}

/** What `name` stands for, which has to be of one of these kinds. */
function requireKind(scope: Scope, { name, at }: NameSyntax, ...kinds: readonly Entity["kind"][]): Entity {
  const entity = lookup(scope, name);
  if (entity && kinds.includes(entity.kind)) return entity;
  const wanted = kinds.join(" or a ");
  if (entity) throw fault("bad-access", `"${name}" is a ${entity.kind}, not a ${wanted}`, at);
  return unknownName(scope, name, at, ...kinds);
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
    case "unary":
      checkOperator(syntax.operator, syntax.at);
      checkExpression(scope, syntax.operand);
      return;
    case "binary":
      checkOperator(syntax.operator, syntax.at);
      checkExpression(scope, syntax.left);
      checkExpression(scope, syntax.right);
      return;
    case "conditional":
      checkExpression(scope, syntax.condition);
      checkExpression(scope, syntax.whenTrue);
      checkExpression(scope, syntax.whenFalse);
  }
}

function checkName(scope: Scope, { name, at }: NameSyntax): void {
  const entity = lookup(scope, name);
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

function checkOperator(operator: string, at: Location): void {
  if (!/^(~|&|\||\^|~\^|\^~|<<<?|>>>?|[!=]==)$/.test(operator)) return;
  throw fault("unsupported", `the bit operation ${operator} is not supported`, at, {
    help: "for logic use &&, || and !",
  });
}

function checkCall(scope: Scope, call: CallSyntax): void {
  const callee = resolveCall(scope, call);
  switch (callee.kind) {
    case "potential":
    case "flow":
      checkAccess(scope, call);
      return;
    case "system":
      if (call.name === "$param_given") requireName(scope, call, "parameter", "alias");
      else if (call.name === "$port_connected") requireName(scope, call, "node");
      else if (call.name === "$limit") checkExpression(scope, call.args[0]);
      else for (const arg of call.args) checkExpression(scope, arg);
      return;
    default:
      for (const arg of call.args) checkExpression(scope, arg);
  }
}

function requireName(scope: Scope, call: CallSyntax, ...kinds: readonly Entity["kind"][]): void {
  const [arg] = call.args;
  if (arg.kind !== "name") throw fault("wrong-arguments", `${call.name}() takes a ${kinds[0]}`, arg.at);
  requireKind(scope, arg, ...kinds);
}

const oneNode = "name two nodes, or one for the branch to ground";

/** V(a), V(a,b) or V(branch). */
function checkAccess(scope: Scope, { name, args, at }: CallSyntax): void {
  if (args.length < 1 || args.length > 2) {
    throw fault("bad-access", `${name}() takes one or two nodes, or a branch`, at);
  }
  const ends = args.map((arg) => {
    if (arg.kind !== "name") {
      throw fault("bad-access", `${name}() takes nodes or a branch, not an expression`, arg.at, {
        help: `write  ${name}(a)  or  ${name}(a,b)  with the names of nodes`,
      });
    }
    return args.length === 1 ? requireKind(scope, arg, "node", "branch") : requireKind(scope, arg, "node");
  });
  if (ends[0] === ends[1])
    throw fault("bad-access", "both ends of this branch are the same node", at, { help: oneNode });
}

function checkAssignment(scope: Scope, { target, value }: AssignmentSyntax): void {
  const entity = lookup(scope, target.name) ?? unknownName(scope, target.name, target.at, "variable");
  if (entity.kind !== "variable") {
    throw fault("bad-assignment", `"${target.name}" is a ${entity.kind} and cannot be assigned`, target.at, {
      help:
        entity.kind === "node"
          ? `contribute to it:  V(${target.name}) <+ ...`
          : "assign a variable, declared by  real  or  integer",
    });
  }
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
      if (accessKind(target.name) === undefined || lookup(scope, target.name)) {
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
        if (event.name === "cross") for (const arg of event.args) checkExpression(scope, arg);
      }
      checkStatement(scope, statement.body);
      return;
    case "task":
      requireKnownTask(statement.call);
      for (const arg of statement.call.args) checkExpression(scope, arg);
  }
}
