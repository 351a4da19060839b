import { countStep, type Elaboration } from "./elaboration.js";
import { declareParameters } from "./local-parameters.js";
import { functionScope, lookup, type Scope } from "./scope.js";
import { fault } from "./source-text.js";
import type { CallSyntax, FunctionSyntax } from "./syntax.js";
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
  const values = declared.args.map((arg, k) =>
    arg.direction === "output"
      ? realConstant(graph, 0)
      : convert(graph, plain(e, e.evaluate(e, scope, call.args[k]), call.args[k]), arg.type),
  );
  const { variables } = e.frame;
  for (const variable of [...declared.variables, declared.result]) {
    variables.set(variable, { ...realConstant(graph, 0), type: variable.type });
  }
  for (const [k, arg] of declared.args.entries()) variables.set(arg, { ...values[k], type: arg.type });

  const inner = scopeInside(e, declared);
  e.functionDepth++;
  declareParameters(e, inner, declared.parameters);
  for (const statement of declared.body) e.execute(e, inner, statement);
  e.functionDepth--;

  // A condition inside may have replaced the frame.
  const after = e.frame.variables;
  const result = after.get(declared.result) as Value;
  for (const [k, arg] of declared.args.entries()) {
    if (arg.direction === "input") continue;
    const target = call.args[k];
    const entity = target.kind === "name" ? lookup(scope, target.name) : undefined;
    if (entity?.kind !== "variable") {
      throw fault("bad-output", `${declared.name}() assigns "${arg.name}", which needs a variable here`, target.at);
    }
    after.set(entity, convert(graph, after.get(arg) as Value, entity.type));
  }
  return result;
}

function scopeInside(e: Elaboration, declared: FunctionSyntax): Scope {
  const known = e.functionScopes.get(declared);
  if (known) return known;
  const scope = functionScope(declared, e.declarations);
  e.functionScopes.set(declared, scope);
  return scope;
}

function plain(e: Elaboration, value: Value, { at }: { at: CallSyntax["at"] }): Value {
  return { ...real(e.graph, algebraicPart(e, value, at)), type: value.type };
}
