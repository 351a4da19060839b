import type { Elaboration } from "./elaboration.js";
import type { Scope } from "./scope.js";
import type { ParameterSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { convert, real } from "./value.js";

/** Gives the `localparam`s of a block or function their values. */
export function declareParameters(e: Elaboration, scope: Scope, declared: readonly ParameterSyntax[]): void {
  for (const parameter of declared) {
    const value = convert(e.graph, real(e.graph, evaluateAlgebraic(e, scope, parameter.value)), parameter.type);
    e.parameters.set(parameter, value);
  }
}
