import type { Expression } from "../../expr/graph.js";
import type { System } from "../equations/system.js";
import { compileKernel } from "./kernel.js";

/**
 * Values of some expressions at a point.
 *
 * @param b rates of change of the charges `[rows]`, for the expressions that contain them
 * @param out values, in the order of the expressions; written
 */
export type EvaluateExpressions = (
  x: Float64Array,
  u: Float64Array,
  d: Float64Array,
  p: Float64Array,
  t: number,
  b: Float64Array,
  out: Float64Array,
) => void;

/** Compiles a list of expressions of a system: saved signals, event functions, initial states. */
export function compileExpressions(system: System, expressions: readonly Expression[]): EvaluateExpressions {
  return compileKernel<EvaluateExpressions>({
    parameters: ["x", "u", "d", "p", "t", "b", "out"],
    graph: system.graph,
    assignments: expressions.map((value, index) => ({ target: `out[${index}]`, value })),
    limiting: false,
  }).run;
}
