import { HillockError } from "../../base/error.js";
import type { CompiledCircuit } from "../compile.js";
import { checkConditions } from "../equations/conditions.js";
import { copyPoint, type Point } from "../point.js";
import { createEventTracker } from "./event-tracker.js";
import type { OperatingPoint } from "./operating-point.js";
import { createStaticSolver, type StaticSolver } from "./static-solver.js";
import { pointCount, type SweepAxis, valuesAt } from "./sweep-axes.js";

/** A point of a sweep. */
export interface SweepPoint extends OperatingPoint {
  readonly index: number;
  /** Values of the axes. */
  readonly settings: readonly number[];
}

export interface FollowOptions {
  /** Sets what is the same at all points, once. */
  readonly prepare?: (point: Point) => void;
  readonly solver?: StaticSolver;
}

/**
 * Operating points along one or more nested sweeps, each started from its neighbour; the first of an outer round from the
 * first of the round before.
 *
 * @returns the points one by one; each is the generator's own until the next is asked for
 * @throws what `operatingPoint` throws, and engine/other-equations, with the axes' values as the place
 */
export function* followSweep(
  compiled: CompiledCircuit,
  axes: readonly SweepAxis[],
  { prepare, solver = createStaticSolver(compiled) }: FollowOptions = {},
): Generator<SweepPoint, void> {
  const track = createEventTracker(compiled, solver);
  const check = checkConditions(compiled.system);
  const total = pointCount(axes);
  const inner = axes[0].values.length;
  let previous: Point | undefined;
  let roundStart: Point | undefined;
  for (let index = 0; index < total; index++) {
    const settings = valuesAt(axes, index);
    const startsRound = index % inner === 0;
    const from: Point | undefined = startsRound ? roundStart : previous;
    let solution: OperatingPoint;
    try {
      solution = track(from && copyPoint(from), (point) => {
        if (!from) prepare?.(point);
        axes.forEach(({ set }, k) => {
          set(point, settings[k]);
        });
        check(point.p);
      });
    } catch (error) {
      if (!(error instanceof HillockError)) throw error;
      const place = axes.map(({ sweep }, k) => `${sweep.variable} = ${settings[k]}`).join(", ");
      throw new HillockError({ ...error.parts, place });
    }
    previous = solution.point;
    if (startsRound) roundStart = copyPoint(previous);
    yield { ...solution, index, settings };
  }
}
