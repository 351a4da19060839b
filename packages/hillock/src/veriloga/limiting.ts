import { didYouMean } from "../base/suggest.js";
import { binary, divide, multiply, subtract, unary } from "../expr/build.js";
import { differentiate } from "../expr/differentiate.js";
import type { Expression } from "../expr/graph.js";
import { reachable } from "../expr/substitute.js";
import { requireArguments } from "./calls.js";
import type { Elaboration } from "./elaboration.js";
import type { Scope } from "./scope.js";
import { fault, placeOf } from "./source-text.js";
import type { CallSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { real, type Value } from "./value.js";

/**
 * `$limit(V, "pnjlim", vte, vcrit)` or `$limit(V, "fetlim", vto)`: V less what Newton's iteration holds it back by, which
 * is 0 once it has converged. {@link extendTangents} makes up for the difference.
 */
export function limit(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const { graph } = e;
  const [, by] = call.args;
  const value = evaluateAlgebraic(e, scope, call.args[0]);
  if (by === undefined) {
    e.notes.add(`$limit() on line ${placeOf(call.at).line} names no limiting and does not act`);
    return real(graph, value);
  }
  if (by.kind !== "string") {
    throw fault("unsupported", "limiting by a function of the module is not supported", by.at, {
      help: 'write  "pnjlim"  or  "fetlim",  or use limexp()',
    });
  }
  const argument = (k: number): Expression => evaluateAlgebraic(e, scope, call.args[k]);
  if (by.text === "pnjlim") {
    requireArguments(call, [4, 4]);
    const scale = argument(2);
    const free = divide(graph, argument(3), scale);
    const excess = binary(graph, "pnjlim", divide(graph, value, scale), free);
    return real(graph, subtract(graph, value, multiply(graph, scale, excess)));
  }
  if (by.text === "fetlim") {
    requireArguments(call, [3, 3]);
    return real(graph, subtract(graph, value, unary(graph, "fetlim", subtract(graph, value, argument(2)))));
  }
  throw fault("unknown-limiting", `there is no limiting "${by.text}"`, by.at, {
    help: didYouMean(by.text, ["pnjlim", "fetlim"], 'write  "pnjlim"  or  "fetlim"'),
  });
}

/**
 * Rows f that are evaluated at limited voltages, gone on with as their tangents: f - sum of (df/dx) x over all amounts x
 * by which something is held back. Newton's step then is exact for what it solves, as for limexp; at convergence x = 0.
 */
export function extendTangents({ graph }: Elaboration, rows: Expression[]): void {
  const limits = reachable(graph, rows).filter((node) => isLimit(graph.operations[node]));
  for (const [row, value] of rows.entries()) {
    let extended = value;
    for (const excess of limits) {
      const slope = unary(graph, "hold", differentiate(graph, value, excess));
      extended = subtract(graph, extended, multiply(graph, slope, excess));
    }
    rows[row] = extended;
  }
}

const isLimit = (operation: string): boolean => operation === "pnjlim" || operation === "fetlim";
