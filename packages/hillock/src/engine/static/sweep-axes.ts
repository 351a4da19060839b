import { HillockError } from "../../base/error.js";
import type { FlatCircuit, FlatSweep } from "../../netlist/flat-circuit.js";
import { key } from "../equations/names.js";
import type { FreeParameter, System } from "../equations/system.js";
import type { Point } from "../point.js";
import { zeroCelsius } from "../settings.js";

/** A sweep beyond this would fill the memory before it ends. */
const mostPoints = 1e7;

/** One level of a sweep: its values, and how they enter a point. */
export interface SweepAxis {
  readonly sweep: FlatSweep;
  readonly values: Float64Array;
  readonly unit: string;
  readonly set: (point: Point, value: number) => void;
  /** The source that is swept, of `System.inputs`; undefined for a free parameter. */
  readonly input: number | undefined;
}

/** Quantities that must be left free at compilation for the sweeps of a circuit: temperature, resistances. */
export function sweptParameters(circuit: FlatCircuit, sweeps: readonly FlatSweep[]): FreeParameter[] {
  return sweeps.flatMap(({ variable, from }) => {
    if (key(variable) === "temp") return [{ element: "temp", parameter: "", value: from + zeroCelsius }];
    const device = circuit.elements.find(({ name: one }) => key(one) === key(variable));
    return device?.kind === "device" ? [{ element: device.name, parameter: "r", value: from }] : [];
  });
}

/** The values of one sweep: from, from + step, ... up to `to`. */
export function sweepValues({ variable, from, to, step }: FlatSweep): Float64Array {
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count > mostPoints) throw tooManyPoints(`the sweep of ${variable}`, count);
  if (!(count >= 1)) {
    throw new HillockError({
      code: "engine/sweep",
      problem: `the sweep of ${variable} from ${from} to ${to} in steps of ${step} has no points`,
      help: "give the step the sign of the range, and do not make it zero",
    });
  }
  return Float64Array.from({ length: count }, (_, k) => from + k * step);
}

/**
 * The axes of nested sweeps of a compiled circuit, the innermost first.
 * @throws engine/sweep for a sweep without points, of an unknown quantity, or through 0 ohm
 */
export function sweepAxes(system: System, sweeps: readonly FlatSweep[]): SweepAxis[] {
  const axes = sweeps.map((sweep) => {
    const input = system.inputs.findIndex(({ name: one }) => key(one) === key(sweep.variable));
    return {
      sweep,
      values: sweepValues(sweep),
      unit: unitOf(system, sweep),
      set: setter(system, sweep),
      input: input < 0 ? undefined : input,
    };
  });
  for (const { sweep, values, unit } of axes) checkResistances(sweep, values, unit);
  const total = pointCount(axes);
  if (total > mostPoints) throw tooManyPoints("the nested sweep", total);
  return axes;
}

/** How many points nested sweeps have. */
export function pointCount(axes: readonly Pick<SweepAxis, "values">[]): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/** The values of all axes at one point of nested sweeps. */
export function valuesAt(axes: readonly Pick<SweepAxis, "values">[], index: number): number[] {
  let stride = 1;
  return axes.map(({ values }) => {
    const value = values[Math.floor(index / stride) % values.length];
    stride *= values.length;
    return value;
  });
}

function tooManyPoints(what: string, count: number): HillockError {
  return new HillockError({
    code: "engine/sweep",
    problem: `${what} has ${count} points, more than ${mostPoints}`,
    help: "give a larger step",
  });
}

function unitOf(system: System, { variable }: FlatSweep): string {
  if (key(variable) === "temp") return "degC";
  const source = system.inputs.find(({ name: one }) => key(one) === key(variable));
  return source ? (source.quantity === "voltage" ? "V" : "A") : "ohm";
}

function checkResistances(sweep: FlatSweep, values: Float64Array, unit: string): void {
  if (unit !== "ohm" || !values.includes(0)) return;
  throw new HillockError({
    code: "engine/sweep",
    problem: `the sweep of ${sweep.variable} passes 0 ohm, where its current has no bound`,
    help: "begin above zero",
  });
}

/** How a sweep's value enters a point. */
function setter(system: System, { variable }: FlatSweep): SweepAxis["set"] {
  const input = system.inputs.findIndex(({ name: one }) => key(one) === key(variable));
  if (input >= 0) {
    return (point, value) => {
      point.u[input] = value;
    };
  }
  const free = system.free.findIndex(({ element }) => key(element) === key(variable));
  if (free < 0) {
    throw new HillockError({
      code: "engine/sweep",
      problem: `there is no source or resistor ${variable} to sweep`,
      details: [`Sources: ${system.inputs.map(({ name: one }) => one).join(", ") || "none"}.`],
      help: "sweep a V or I source, a resistor, or temp",
    });
  }
  const offset = key(variable) === "temp" ? zeroCelsius : 0;
  return (point, value) => {
    point.p[free] = value + offset;
  };
}
