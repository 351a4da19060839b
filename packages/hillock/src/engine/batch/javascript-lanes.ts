import { inlineLookUp } from "../../expr/piecewise-polynomial.js";
import { compileKernel } from "../kernel/kernel.js";
import { limitingExcess } from "../kernel/limiting.js";
import type { BatchIteration } from "./iteration.js";
import type { LaneState } from "./lane-state.js";
import { largestSquare, type NewtonRule } from "./newton-rule.js";
import type { BatchSweep } from "./sweep.js";

/**
 * One iteration of one lane: from unknowns x, swept value t, invariants p and the states of the limexp functions (changed)
 * the results r: step, whether the pivots serve, outputs.
 *
 * @returns by how much limexp functions were held back
 */
export type IterateLane = (
  x: Float64Array,
  t: number,
  p: Float64Array,
  limits: Float64Array,
  r: Float64Array,
) => number;

/** An iteration as JavaScript, and how many states of limiting it has. */
export function compileIteration({ graph, step, pivotsServe, values, lookUps }: BatchIteration): {
  readonly iterate: IterateLane;
  readonly limitedCount: number;
} {
  const { tables, functions } = lookUps;
  const { run, limitedCount } = compileKernel<IterateLane>({
    parameters: ["x", "t", "p", "limits", "r"],
    graph,
    assignments: [...step, pivotsServe, ...values].map((value, index) => ({ target: `r[${index}]`, value })),
    limiting: true,
    result: limitingExcess,
    lookUp(number, result, argument) {
      const { table, ...column } = functions[number];
      const pieces = tables[table];
      return inlineLookUp({ ...column, pieces }, result, argument, `$table${table}`, `$function${number}`);
    },
    bindings: Object.fromEntries([
      ...tables.map(({ coefficients }, k) => [`$table${k}`, coefficients]),
      ...functions.map(({ beyond }, k) => [`$function${k}`, beyond]),
    ]),
  });
  return { iterate: run, limitedCount };
}

/**
 * Carries lane 0, the only one, through its work: Newton iterations until a point is solved, then on to the next point
 * from where a parabola through the last three leads, or a straight line where the curve turns sharply.
 *
 * @param event called where a lane has finished its sweep, or does not get on; gives how many lanes have work
 */
export function createJavaScriptLanes(
  { layout, columns, words, memory }: LaneState,
  iterate: IterateLane,
  { from, step, points }: BatchSweep,
  { tolerance, curvature, scales, limit }: NewtonRule,
  event: () => number,
): () => void {
  const { unknowns, outputs } = layout;
  const rows = (first: number, count: number): Float64Array => columns.subarray(first, first + count);
  const x = rows(layout.x, unknowns);
  const previous = rows(layout.previous, unknowns);
  const difference = rows(layout.difference, unknowns);
  const invariants = rows(layout.invariant, layout.limit - layout.invariant);
  const limits = rows(layout.limit, layout.limits);
  const results = new Float64Array(unknowns + 1 + outputs);
  const changes = new Float64Array(unknowns);
  const bends = new Float64Array(unknowns);
  const squaredTolerance = tolerance * tolerance;

  return () => {
    for (;;) {
      const excess = iterate(x, from + columns[layout.point] * step, invariants, limits, results);
      let square = 0;
      for (let i = 0; i < unknowns; i++) {
        const scaled = results[i] * scales[i];
        square += scaled * scaled;
      }
      const last = columns[layout.lastSquare];
      const settled =
        curvature * square <= tolerance &&
        4 * (square * square * square) <= squaredTolerance * (last * last) &&
        excess === 0 &&
        results[unknowns] !== 0;
      const address = words[2 * layout.address] / 8;
      for (let k = 0; k < outputs; k++) memory[address + k] = results[unknowns + 1 + k];
      columns[layout.total] += 1;
      if (settled) {
        const age = columns[layout.age];
        let changed = 0;
        let bent = 0;
        for (let i = 0; i < unknowns; i++) {
          const value = x[i] + results[i];
          x[i] = value;
          changes[i] = age >= 1 ? value - previous[i] : 0;
          bends[i] = age >= 2 ? changes[i] - difference[i] : 0;
          changed += changes[i] * changes[i];
          bent += bends[i] * bends[i];
          previous[i] = value;
          difference[i] = changes[i];
        }
        // Where the curve turns sharply, a parabola through its points leads astray.
        const isSmooth = bent < changed;
        for (let i = 0; i < unknowns; i++) x[i] += changes[i] + (isSmooth ? bends[i] : 0);
        columns[layout.age] = age + 1;
        columns[layout.point] += columns[layout.increment];
        columns[layout.iterations] = 0;
        columns[layout.lastSquare] = Number.POSITIVE_INFINITY;
        words[2 * layout.address] += words[2 * layout.stride];
      } else {
        // The sum with 0 is that of the vector code.
        for (let i = 0; i < unknowns; i++) x[i] = x[i] + results[i] + 0;
        columns[layout.iterations] += 1;
        columns[layout.lastSquare] = square;
      }
      const stopped = columns[layout.iterations] >= limit || (!settled && !(square < largestSquare));
      if ((stopped || columns[layout.point] >= points) && event() === 0) return;
    }
  };
}
