import type { FlatCircuit } from "../netlist/flat-circuit.js";
import type { CompiledCircuit } from "./compile.js";
import { staticValue, type TimeFrame } from "./transient/source-waveform.js";

/** Everything that the equations depend on, at one point of an analysis. */
export interface Point {
  /** Unknowns `[unknowns]`, V and A. */
  readonly x: Float64Array;
  /** Values of the independent sources `[inputs]`, V and A. */
  readonly u: Float64Array;
  /** Discrete states of the devices `[states]`. */
  readonly d: Float64Array;
  /** Free parameters `[free]`. */
  readonly p: Float64Array;
  /** Time, s; 0 in static analyses. */
  t: number;
  /** Arguments at which the limexp functions were last evaluated. */
  readonly limits: Float64Array;
}

/** SPICE's frame for circuits without a transient analysis: its defaults are never seen then. */
const noFrame: TimeFrame = { step: 1e-6, stop: 1 };

/** The frame that source defaults refer to: that of the circuit's transient analysis. */
export function timeFrameOf({ analyses }: FlatCircuit): TimeFrame {
  const analysis = analyses.find(({ kind }) => kind === "transient");
  return analysis?.kind === "transient" ? { step: analysis.step, stop: analysis.stop } : noFrame;
}

/** The point from which an operating point is sought: nodesets or zero, sources at their static values. */
export function startingPoint(compiled: CompiledCircuit): Point {
  const { system, evaluation } = compiled;
  const frame = timeFrameOf(system.circuit);
  return {
    x: new Float64Array(system.unknowns.length),
    u: Float64Array.from(system.inputs, (source) => staticValue(source, frame)),
    d: new Float64Array(system.states.length),
    p: Float64Array.from(system.free, ({ value }) => value),
    t: 0,
    limits: new Float64Array(evaluation.kernel.limitedCount),
  };
}

/** A copy that shares nothing. */
export function copyPoint(point: Point): Point {
  return {
    x: point.x.slice(),
    u: point.u.slice(),
    d: point.d.slice(),
    p: point.p.slice(),
    t: point.t,
    limits: point.limits.slice(),
  };
}

/** Overwrites `to` with `from`. */
export function assignPoint(to: Point, from: Point): void {
  to.x.set(from.x);
  to.u.set(from.u);
  to.d.set(from.d);
  to.p.set(from.p);
  to.t = from.t;
  to.limits.set(from.limits);
}
