import type { FlatSweep } from "../../netlist/flat-circuit.js";
import { key } from "../equations/names.js";
import type { System } from "../equations/system.js";
import type { Point } from "../point.js";
import { zeroCelsius } from "../settings.js";
import { type SweepAxis, sweepAxes } from "../static/sweep-axes.js";

/** The points of a batch: `from + k step`, k = 0 ... points - 1; one point without a sweep. */
export interface BatchSweep {
  readonly from: number;
  readonly step: number;
  readonly points: number;
  /** What is swept, and what is added to it: temperatures are swept in degrees C. */
  readonly swept?: { readonly kind: "input" | "parameter"; readonly index: number; readonly offset: number };
  readonly axis?: SweepAxis;
  /** Sets what is swept to its value at a point of the sweep. */
  readonly set: (point: Point, k: number) => void;
}

/**
 * Finds what is swept among the inputs and the free parameters of a system.
 *
 * @throws engine/sweep for a sweep without points, of an unknown quantity, or through 0 ohm
 */
export function batchSweep(system: System, sweep: FlatSweep | undefined): BatchSweep {
  if (!sweep) return { from: 0, step: 0, points: 1, set: () => undefined };
  const [axis] = sweepAxes(system, [sweep]);
  const index = axis.input ?? system.free.findIndex(({ element }) => key(element) === key(sweep.variable));
  const kind = axis.input === undefined ? "parameter" : "input";
  const offset = key(sweep.variable) === "temp" ? zeroCelsius : 0;
  return {
    from: sweep.from,
    step: sweep.step,
    points: axis.values.length,
    swept: { kind, index, offset },
    axis,
    set: (point, k) => axis.set(point, axis.values[k]),
  };
}
