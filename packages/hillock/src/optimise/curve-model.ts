import { HillockError } from "../base/error.js";
import { checkConditions } from "../engine/equations/conditions.js";
import { copyPoint, type Point } from "../engine/point.js";
import type { AdjustableCircuit } from "../engine/quantities/index.js";
import { cheaperMethod, createLinearisation } from "../engine/sensitivity/linearisation.js";
import { slopesOf } from "../engine/sensitivity/slopes.js";
import { createEventTracker } from "../engine/static/event-tracker.js";
import { sweepAxes } from "../engine/static/sweep-axes.js";
import type { FlatSweep } from "../netlist/flat-circuit.js";
import type { MeasuredCurves } from "./measured-curves.js";

/** The circuit's values at the points of a measurement. */
export interface CurveEvaluation {
  /** `[points, signals]`, row-major. */
  readonly outputs: Float64Array;
  /** d outputs / d parameters `[points, signals, parameters]`. */
  readonly gradient: () => Float64Array;
}

/** What is swept in a measurement, for `compileAdjustable`: its points are the data's, not those of a range. */
export function sweptVariables({ swept }: MeasuredCurves): FlatSweep[] {
  return swept.map(({ name, values }) => ({ variable: name, from: values[0], to: values[0], step: 1 }));
}

/**
 * Simulates a measurement: operating points in the order of the data, each from the one before, so that a device with two states is
 * in the one that the sweep left it in; and their gradients.
 *
 * @param adjustable with the parameters as quantities and {@link sweptVariables} as sweeps
 * @returns values at given parameters; throws what operating points and their gradients throw, and what the circuit says to
 *   impossible parameters
 */
export function curveModel(
  adjustable: AdjustableCircuit,
  data: MeasuredCurves,
): (parameters: Float64Array) => CurveEvaluation {
  const { swept, signals } = data;
  const names = signals.map(({ name }) => name);
  const points = signals[0].values.length;
  const spaces = new WeakMap<AdjustableCircuit, WorkSpace>();
  const spaceOf = (circuit: AdjustableCircuit): WorkSpace => {
    const space = spaces.get(circuit) ?? createWorkSpace(circuit, data, names);
    spaces.set(circuit, space);
    return space;
  };
  return (parameters) => {
    const circuit = adjustable.at(parameters);
    const { axes, linear, track, check } = spaceOf(circuit);
    const { slopes } = linear;
    const outputs = new Float64Array(points * names.length);
    const solved: Point[] = [];
    let from: Point | undefined;
    for (let index = 0; index < points; index++) {
      const start = from;
      try {
        const { point } = track(start && copyPoint(start), (at) => {
          if (!start) circuit.set(at, parameters);
          axes.forEach(({ set }, k) => {
            set(at, swept[k].values[index]);
          });
          check(at.p);
        });
        from = point;
      } catch (error) {
        if (!(error instanceof HillockError) || swept.length === 0) throw error;
        throw new HillockError({
          ...error.parts,
          place: swept.map(({ name, values }) => `${name} = ${values[index]}`).join(", "),
        });
      }
      slopes.evaluate(from);
      outputs.set(slopes.values.subarray(0, names.length), index * names.length);
      solved.push(copyPoint(from));
    }
    const gradient = () => {
      const block = names.length * parameters.length;
      const result = new Float64Array(points * block);
      const method = cheaperMethod(slopes);
      solved.forEach((point, index) => {
        linear.linearise(point);
        linear.gradient(method, result.subarray(index * block, (index + 1) * block));
      });
      return result;
    };
    return { outputs, gradient };
  };
}

type WorkSpace = ReturnType<typeof createWorkSpace>;

function createWorkSpace(circuit: AdjustableCircuit, data: MeasuredCurves, outputs: readonly string[]) {
  const { system } = circuit.compiled;
  const axes = sweepAxes(system, sweptVariables(data));
  const inputs = new Set(axes.flatMap(({ input }) => (input === undefined ? [] : [input])));
  const linear = createLinearisation(circuit, slopesOf(circuit, outputs, inputs));
  return { axes, linear, track: createEventTracker(circuit.compiled, linear.solver), check: checkConditions(system) };
}
