import { add, multiply } from "../../expr/build.js";
import { type DerivativeMemory, differentiate } from "../../expr/differentiate.js";
import { constant, constantValue, type Expression, symbol } from "../../expr/graph.js";
import { reachable } from "../../expr/substitute.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { Point } from "../point.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import { outputSignal } from "./output-signals.js";

/** Entries of a sparse matrix whose values are found at a place of `Slopes.values`. */
export interface SlopeEntry {
  readonly row: number;
  readonly column: number;
  readonly at: number;
}

/**
 * Outputs y(x, p) and their slopes, and those of the static equations F(x, p) = 0, at a point. Only entries that are not
 * identically zero are computed: a capacitance has none.
 */
export interface Slopes {
  readonly outputCount: number;
  readonly quantityCount: number;
  /** dF/dp `[unknowns, quantities]`, also through the sources that follow from quantities. */
  readonly residual: readonly SlopeEntry[];
  /** dy/dx `[outputs, unknowns]`. */
  readonly byUnknown: readonly SlopeEntry[];
  /** dy/dp at fixed x `[outputs, quantities]`. */
  readonly byQuantity: readonly SlopeEntry[];
  /** The outputs, and after them the entries, at the point that was evaluated last. */
  readonly values: Float64Array;
  readonly evaluate: (point: Point) => void;
}

/**
 * Compiles the slopes of some outputs.
 *
 * @param outputs names of signals
 * @param sweptInputs sources whose value a sweep sets, whatever the quantities say
 * @throws HillockError engine/unknown-signal
 */
export function createSlopes(
  { compiled: { system }, quantities, inputs }: AdjustableCircuit,
  outputs: readonly string[],
  sweptInputs: ReadonlySet<number>,
): Slopes {
  const { graph, unknowns } = system;
  const signals = outputs.map((name) => outputSignal(system, name));
  const residuals = system.currents.slice(0, unknowns.length);
  const expressions: Expression[] = [...signals];
  const memories = new Map<Expression, DerivativeMemory>();
  const slope = (expression: Expression, variable: Expression): Expression => {
    let memory = memories.get(variable);
    if (!memory) {
      memory = new Map();
      memories.set(variable, memory);
    }
    return differentiate(graph, expression, variable, memory);
  };
  const driven = inputs.filter(({ index }) => !sweptInputs.has(index));
  /** d expression / d quantity, the sources being functions of the quantities. */
  const total = (expression: Expression, symbols: ReadonlySet<number>, quantity: Expression): Expression => {
    let sum = symbols.has(quantity) ? slope(expression, quantity) : constant(graph, 0);
    for (const { index, value } of driven) {
      const input = symbol(graph, "input", index);
      if (symbols.has(input)) sum = add(graph, sum, multiply(graph, slope(expression, input), slope(value, quantity)));
    }
    return sum;
  };
  const parameters = quantities.map((_, index) => symbol(graph, "parameter", index));
  const columnOf = new Map(unknowns.map((_, index) => [symbol(graph, "unknown", index), index]));
  const keep = (entries: SlopeEntry[], row: number, column: number, expression: Expression): void => {
    if (constantValue(graph, expression) === 0) return;
    entries.push({ row, column, at: expressions.length });
    expressions.push(expression);
  };

  const residual: SlopeEntry[] = [];
  const byUnknown: SlopeEntry[] = [];
  const byQuantity: SlopeEntry[] = [];
  const reach = (expression: Expression): ReadonlySet<number> => new Set(reachable(graph, [expression]));
  residuals.forEach((expression, row) => {
    const symbols = reach(expression);
    parameters.forEach((quantity, column) => {
      keep(residual, row, column, total(expression, symbols, quantity));
    });
  });
  signals.forEach((expression, row) => {
    const symbols = reach(expression);
    parameters.forEach((quantity, column) => {
      keep(byQuantity, row, column, total(expression, symbols, quantity));
    });
    for (const node of symbols) {
      const column = columnOf.get(node as Expression);
      if (column !== undefined) keep(byUnknown, row, column, slope(expression, node as Expression));
    }
  });

  const run = compileExpressions(system, expressions);
  const values = new Float64Array(expressions.length);
  // At rest no charge moves.
  const rates = new Float64Array(system.currents.length);
  return {
    outputCount: outputs.length,
    quantityCount: quantities.length,
    residual,
    byUnknown,
    byQuantity,
    values,
    evaluate: ({ x, u, d, p, t }) => run(x, u, d, p, t, rates, values),
  };
}

const known = new WeakMap<AdjustableCircuit, Map<string, Slopes>>();

/** {@link createSlopes}, kept for the next call: a fit asks for the same again and again. */
export function slopesOf(
  circuit: AdjustableCircuit,
  outputs: readonly string[],
  sweptInputs: ReadonlySet<number> = new Set(),
): Slopes {
  const key = [...outputs, ...sweptInputs].join(" ");
  let kept = known.get(circuit);
  if (!kept) {
    kept = new Map();
    known.set(circuit, kept);
  }
  let slopes = kept.get(key);
  if (!slopes) {
    slopes = createSlopes(circuit, outputs, sweptInputs);
    kept.set(key, slopes);
  }
  return slopes;
}
