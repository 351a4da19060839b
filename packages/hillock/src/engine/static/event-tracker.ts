import { HillockError } from "../../base/error.js";
import type { CompiledCircuit } from "../compile.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { Point } from "../point.js";
import { type OperatingPoint, operatingPoint } from "./operating-point.js";
import type { StaticSolver } from "./static-solver.js";

/** A sweep is given up as contradictory after so many events at one point. */
const mostEvents = 20;

/**
 * Finds operating points and applies the events that lie between one and the next: devices with memory (switches with
 * hysteresis) pass through their events as a sweep does.
 *
 * @returns a function of the point before, if there is one, and what sets the next
 */
export function createEventTracker(
  compiled: CompiledCircuit,
  solver: StaticSolver,
): (from: Point | undefined, set: (point: Point) => void) => OperatingPoint {
  const { system } = compiled;
  const { events } = system;
  if (events.length === 0) return (from, set) => operatingPoint(compiled, { from, adjust: set, solver });
  const evaluate = compileExpressions(
    system,
    events.map(({ expression }) => expression),
  );
  const assigned = compileExpressions(
    system,
    events.flatMap(({ assignments }) => assignments.map(({ value }) => value)),
  );
  const rates = new Float64Array(system.currents.length);
  const before = new Float64Array(events.length);
  const after = new Float64Array(events.length);
  const values = new Float64Array(events.reduce((count, { assignments }) => count + assignments.length, 0));

  return (from, set) => {
    if (from) evaluate(from.x, from.u, from.d, from.p, from.t, rates, before);
    let solution = operatingPoint(compiled, { from, adjust: set, solver });
    if (!from) return solution;
    for (let round = 0; round < mostEvents; round++) {
      const { point } = solution;
      evaluate(point.x, point.u, point.d, point.p, point.t, rates, after);
      assigned(point.x, point.u, point.d, point.p, point.t, rates, values);
      let changed = false;
      let index = 0;
      events.forEach(({ direction, assignments }, k) => {
        const fired =
          (direction >= 0 && before[k] < 0 && after[k] >= 0) || (direction <= 0 && before[k] > 0 && after[k] <= 0);
        for (const { state } of assignments) {
          if (fired && point.d[state] !== values[index]) {
            point.d[state] = values[index];
            changed = true;
          }
          index++;
        }
      });
      before.set(after);
      if (!changed) return solution;
      const again = operatingPoint(compiled, { from: point, solver });
      solution = { ...again, iterations: solution.iterations + again.iterations };
    }
    throw new HillockError({
      code: "engine/no-stable-state",
      problem: `the events of ${events.map(({ element }) => element).join(", ")} undo each other`,
      help: "a switch controls itself: give it hysteresis",
    });
  };
}
