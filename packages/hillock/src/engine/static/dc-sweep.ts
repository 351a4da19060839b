import { HillockError } from "../../base/error.js";
import type { FlatCircuit, FlatSweep } from "../../netlist/flat-circuit.js";
import type { CompiledCircuit } from "../compile.js";
import { key } from "../equations/names.js";
import { createPowerBalance } from "../equations/power-balance.js";
import { savedSignals } from "../equations/signals.js";
import type { FreeParameter, System } from "../equations/system.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import { copyPoint, type Point } from "../point.js";
import type { AnalysisResult } from "../record.js";
import { zeroCelsius } from "../settings.js";
import { operatingPoint } from "./operating-point.js";

/** A DC sweep that is given up as contradictory after so many events at one point. */
const mostEvents = 20;

/** A sweep beyond this would fill the memory before it ends. */
const mostPoints = 1e7;

function tooManyPoints(what: string, count: number): HillockError {
  return new HillockError({
    code: "engine/sweep",
    problem: `${what} has ${count} points, more than ${mostPoints}`,
    help: "give a larger step",
  });
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
 * Operating points along one or more nested sweeps, each started from its neighbour. Devices with memory (switches with
 * hysteresis) pass through their events as the sweep does.
 *
 * @param sweeps the innermost first; a source's value, a resistor's resistance, or `temp` in degrees Celsius
 * @throws engine/sweep for a sweep without points or of an unknown quantity; what `operatingPoint` throws, with the
 *   points computed until then in `partial`
 */
export function dcSweep(compiled: CompiledCircuit, sweeps: readonly FlatSweep[]): AnalysisResult {
  const { system } = compiled;
  const axes = sweeps.map((sweep) => ({ sweep, values: sweepValues(sweep), set: setter(system, sweep) }));
  for (const { sweep, values: axis } of axes) checkResistances(system, sweep, axis);
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  if (total > mostPoints) throw tooManyPoints("the nested sweep", total);
  const signals = savedSignals(system);
  const evaluateSignals = compileExpressions(
    system,
    signals.map(({ value }) => value),
  );
  const track = createEventTracker(compiled);
  const balance = createPowerBalance(compiled);
  const rates = new Float64Array(system.currents.length);
  const values = new Float64Array(signals.length);
  const columns = signals.map(() => new Float64Array(total));
  const scales = axes.map(() => new Float64Array(total));
  let iterations = 0;
  let worstBalance = 0;
  let by = "newton";
  let done = 0;
  let previous: Point | undefined;
  /** The first point of each outer round is sought from the first of the round before. */
  let roundStart: Point | undefined;

  const finish = (count: number): AnalysisResult => ({
    waveforms: {
      analysis: "dc",
      scales: axes.map(({ sweep }, k) => ({
        name: key(sweep.variable),
        unit: unitOf(system, sweep),
        values: scales[k].slice(0, count),
      })),
      signals: signals.map(({ name: signal, unit }, k) => ({ name: signal, unit, values: columns[k].slice(0, count) })),
    },
    record: {
      settings: { analysis: "dc", temperature: system.environment.temperature, gmin: system.environment.gmin },
      steps: count,
      rejections: 0,
      newtonIterations: iterations,
      events: [],
      operatingPointBy: by,
      powerBalanceResidual: worstBalance,
      warnings: system.notes,
    },
  });

  try {
    for (; done < total; done++) {
      const inner = axes[0].values.length;
      const startsRound = done % inner === 0;
      const from: Point | undefined = startsRound ? roundStart : previous;
      const trial = from && copyPoint(from);
      let stride = 1;
      const settings = axes.map(({ values: axis }) => {
        const value = axis[Math.floor(done / stride) % axis.length];
        stride *= axis.length;
        return value;
      });
      const solution = track(trial, (point) => {
        axes.forEach(({ set }, k) => {
          set(point, settings[k]);
        });
      });
      iterations += solution.iterations;
      if (solution.by !== "newton") by = solution.by;
      previous = solution.point;
      if (startsRound) roundStart = copyPoint(previous);
      const { x, u, d, p, t } = previous;
      evaluateSignals(x, u, d, p, t, rates, values);
      worstBalance = Math.max(worstBalance, balance(previous, rates));
      columns.forEach((column, k) => {
        column[done] = values[k];
      });
      scales.forEach((scale, k) => {
        scale[done] = settings[k];
      });
    }
  } catch (error) {
    if (!(error instanceof HillockError)) throw error;
    throw new HillockError({
      ...error.parts,
      place: `${axes.map(({ sweep }, k) => `${sweep.variable} = ${valueAt(axes, k, done)}`).join(", ")}`,
      partial: finish(done),
    });
  }
  return finish(total);
}

function valueAt(axes: readonly { readonly values: Float64Array }[], axis: number, index: number): number {
  let stride = 1;
  for (let k = 0; k < axis; k++) stride *= axes[k].values.length;
  return axes[axis].values[Math.floor(index / stride) % axes[axis].values.length];
}

function unitOf(system: System, { variable }: FlatSweep): string {
  if (key(variable) === "temp") return "degC";
  const source = system.inputs.find(({ name: one }) => key(one) === key(variable));
  return source ? (source.quantity === "voltage" ? "V" : "A") : "ohm";
}

function checkResistances(system: System, sweep: FlatSweep, values: Float64Array): void {
  if (unitOf(system, sweep) !== "ohm" || !values.includes(0)) return;
  throw new HillockError({
    code: "engine/sweep",
    problem: `the sweep of ${sweep.variable} passes 0 ohm, where its current has no bound`,
    help: "begin above zero",
  });
}

/** How a sweep's value enters a point. */
function setter(system: System, { variable }: FlatSweep): (point: Point, value: number) => void {
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

/** Finds operating points and applies the events that lie between one and the next. */
function createEventTracker(compiled: CompiledCircuit) {
  const { system } = compiled;
  const { events } = system;
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

  return (from: Point | undefined, set: (point: Point) => void): ReturnType<typeof operatingPoint> => {
    if (from) evaluate(from.x, from.u, from.d, from.p, from.t, rates, before);
    let solution = operatingPoint(compiled, { from, adjust: set });
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
      const again = operatingPoint(compiled, { from: point });
      solution = { ...again, iterations: solution.iterations + again.iterations };
    }
    throw new HillockError({
      code: "engine/no-stable-state",
      problem: `the events of ${events.map(({ element }) => element).join(", ")} undo each other`,
      help: "a switch controls itself: give it hysteresis",
    });
  };
}
