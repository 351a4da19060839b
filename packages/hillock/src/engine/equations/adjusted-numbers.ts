import { type Expression, type Graph, symbol } from "../../expr/graph.js";
import { substitute } from "../../expr/substitute.js";

/** The numbers of a flat circuit that follow from quantities that are kept adjustable, as expressions. */
export interface AdjustedNumbers {
  /** The graph of the expressions. Its symbol `parameter` k is the system's free parameter k. */
  readonly graph: Graph;
  /**
   * By the element, model or waveform that holds the number, and by what the number is called there: `value`, `dc`,
   * `gain`, `coefficient`, a waveform's `values 0`, or the name of a parameter.
   */
  readonly numbers: ReadonlyMap<object, Readonly<Record<string, Expression>>>;
  /** What the names stand for that are left in the formulas of behavioural sources. */
  readonly names: ReadonlyMap<string, Expression>;
  /** Temperature of the circuit, K. */
  readonly temperature?: Expression;
}

/** Copies expressions of adjusted numbers into the graph of a system. */
export function bringExpressions(
  graph: Graph,
  adjusted: AdjustedNumbers,
  expressions: readonly Expression[],
): Expression[] {
  return substitute(graph, adjusted.graph, expressions, (kind, index) => symbol(graph, kind, index));
}
