import { assignedElement, holders, readArray } from "./arrays.js";
import { countStep, type Elaboration } from "./elaboration.js";
import { isHeld } from "./held-variables.js";
import { declareParameters } from "./local-parameters.js";
import { functionScope, lookup, type Scope } from "./scope.js";
import { fault, type Location } from "./source-text.js";
import type { CallSyntax, ExpressionSyntax, FunctionSyntax, VariableSyntax } from "./syntax.js";
import { algebraicPart } from "./time-derivative.js";
import { convert, real, realConstant, type Value } from "./value.js";

const deepestCall = 30;

/** Calls an analog function: its body is executed with its own variables, which start at 0. */
export function callFunction(e: Elaboration, scope: Scope, declared: FunctionSyntax, call: CallSyntax): Value {
  if (e.functionDepth >= deepestCall) {
    throw fault("too-deep", `functions call each other more than ${deepestCall} deep`, call.at, {
      help: "a function cannot call itself",
    });
  }
  countStep(e, call.at);
  const { graph } = e;
  const inner = scopeInside(e, declared);
  const values = declared.args.map((arg, k) => {
    const inside = holders(e, inner, arg);
    if (arg.direction === "output") return inside.map(() => realConstant(graph, 0));
    const { at } = call.args[k];
    const given = arg.dimension ? readArray(e, scope, call.args[k]) : [e.evaluate(e, scope, call.args[k])];
    requireSameCount(arg, inside.length, given.length, at);
    return given.map((value) => convert(graph, plain(e, value, at), arg.type));
  });
  const { variables } = e.frame;
  for (const variable of [...declared.variables, declared.result]) {
    for (const one of holders(e, inner, variable))
      variables.set(one, { ...realConstant(graph, 0), type: variable.type });
  }
  for (const [k, arg] of declared.args.entries()) {
    for (const [j, one] of holders(e, inner, arg).entries()) variables.set(one, { ...values[k][j], type: arg.type });
  }
  e.functionDepth++;
  declareParameters(e, inner, declared.parameters);
  for (const statement of declared.body) e.execute(e, inner, statement);
  e.functionDepth--;

  // A condition inside may have replaced the frame.
  const after = e.frame.variables;
  const result = after.get(declared.result) as Value;
  for (const [k, arg] of declared.args.entries()) {
    if (arg.direction === "input") continue;
    const targets = outputsOf(e, scope, declared, arg, call.args[k]);
    const inside = holders(e, inner, arg);
    requireSameCount(arg, inside.length, targets.length, call.args[k].at);
    for (const [j, one] of inside.entries()) {
      after.set(targets[j], convert(graph, after.get(one) as Value, targets[j].type));
    }
  }
  return result;
}

/** The variables that an argument assigns. */
function outputsOf(
  e: Elaboration,
  scope: Scope,
  declared: FunctionSyntax,
  arg: VariableSyntax,
  target: ExpressionSyntax,
): readonly VariableSyntax[] {
  const name = target.kind === "element" ? target.array.name : target.kind === "name" ? target.name : "";
  const entity = lookup(scope, name);
  if (entity?.kind !== "variable") {
    throw fault("bad-output", `${declared.name}() assigns "${arg.name}", which needs a variable here`, target.at);
  }
  const outputs =
    target.kind === "element" ? [assignedElement(e, scope, entity, target.index)] : holders(e, scope, entity);
  if (outputs.some((output) => isHeld(e, output))) {
    throw fault("bad-output", `"${name}" is held between events, and a function cannot assign it`, target.at, {
      help: "let the function assign a second variable",
    });
  }
  return outputs;
}

function requireSameCount({ name }: VariableSyntax, inside: number, given: number, at: Location): void {
  if (inside === given) return;
  throw fault("bad-dimension", `"${name}" has ${inside} elements, and ${given} are given`, at, {
    help: "declare both with the same number of elements",
  });
}

function scopeInside(e: Elaboration, declared: FunctionSyntax): Scope {
  const known = e.functionScopes.get(declared);
  if (known) return known;
  const scope = functionScope(declared, e.declarations);
  e.functionScopes.set(declared, scope);
  return scope;
}

function plain(e: Elaboration, value: Value, at: Location): Value {
  return { ...real(e.graph, algebraicPart(e, value, at)), type: value.type };
}
