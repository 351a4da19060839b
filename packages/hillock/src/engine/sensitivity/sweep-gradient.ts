import type { FlatSweep } from "../../netlist/flat-circuit.js";
import { copyPoint, type Point } from "../point.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import { followSweep } from "../static/follow-sweep.js";
import { pointCount, sweepAxes } from "../static/sweep-axes.js";
import {
  cheaperMethod,
  createLinearisation,
  type GradientCost,
  type GradientMethod,
  type Linearisation,
} from "./linearisation.js";
import { type GradientSettings, nominalValues } from "./operating-point-gradient.js";
import { slopesOf } from "./slopes.js";

/** Gradients along a sweep. */
export interface SweepGradient {
  /** Value of each axis at each point, the innermost first: `[axes][points]`. */
  readonly scales: readonly Float64Array[];
  /** `[points, outputs]` */
  readonly outputs: Float64Array;
  /** d output / d quantity, `[points, outputs, quantities]`. */
  readonly gradient: Float64Array;
  readonly method: GradientMethod;
  readonly cost: Readonly<GradientCost>;
}

/** A scalar of the outputs of a sweep `[points, outputs]`, and its slope by each of them. */
export type SweepLoss = (outputs: Float64Array) => { readonly value: number; readonly slope: Float64Array };

/** The gradient of a loss along a sweep. */
export interface SweepLossGradient {
  readonly value: number;
  /** d loss / d quantity `[quantities]`. */
  readonly gradient: Float64Array;
  readonly scales: readonly Float64Array[];
  /** `[points, outputs]` */
  readonly outputs: Float64Array;
  readonly cost: Readonly<GradientCost>;
}

/**
 * Outputs along one or more nested sweeps and their gradients: {@link operatingPointGradient} at every point. The values of
 * the sweep stay as they are, whatever a quantity says of the source or resistor that is swept.
 *
 * @param sweeps the innermost first
 * @throws as {@link operatingPointGradient}; engine/sweep
 */
export function sweepGradient(
  adjustable: AdjustableCircuit,
  sweeps: FlatSweep | readonly FlatSweep[],
  settings: GradientSettings,
): SweepGradient {
  const run = begin(adjustable, sweeps, settings);
  const { linear, scales, total, outputs } = run;
  const method = settings.method ?? cheaperMethod(linear.slopes);
  const block = settings.outputs.length * adjustable.quantities.length;
  const gradient = new Float64Array(total * block);
  for (const { index, point } of run.points()) {
    linear.linearise(point);
    run.record(index);
    linear.gradient(method, gradient.subarray(index * block, (index + 1) * block));
  }
  return { scales, outputs, gradient, method, cost: run.cost() };
}

/**
 * A loss of the outputs along a sweep and its gradient by the adjoint method: one transposed solution for each point,
 * however many outputs and quantities there are. The sweep runs first; the loss sees all its outputs; then each point is
 * linearised again.
 *
 * @param settings.loss value and slopes of the loss
 * @throws as {@link sweepGradient}
 */
export function sweepLossGradient(
  adjustable: AdjustableCircuit,
  sweeps: FlatSweep | readonly FlatSweep[],
  settings: Omit<GradientSettings, "method"> & { readonly loss: SweepLoss },
): SweepLossGradient {
  const run = begin(adjustable, sweeps, settings);
  const { linear, scales, outputs } = run;
  const width = settings.outputs.length;
  const points: Point[] = [];
  for (const { index, point } of run.points()) {
    linear.slopes.evaluate(point);
    run.record(index);
    points.push(copyPoint(point));
  }
  const { value, slope } = settings.loss(outputs);
  const gradient = new Float64Array(adjustable.quantities.length);
  points.forEach((point, index) => {
    const weights = slope.subarray(index * width, (index + 1) * width);
    if (weights.every((weight) => weight === 0)) return;
    linear.linearise(point);
    linear.addWeighted(weights, gradient);
  });
  return { value, gradient, scales, outputs, cost: run.cost() };
}

/** What both kinds of gradient need of a sweep. */
function begin(adjustable: AdjustableCircuit, given: FlatSweep | readonly FlatSweep[], settings: GradientSettings) {
  const sweeps = "variable" in given ? [given] : given;
  const values = settings.values ?? nominalValues(adjustable);
  const circuit = adjustable.at(values);
  const axes = sweepAxes(circuit.compiled.system, sweeps);
  const total = pointCount(axes);
  const swept = new Set(axes.flatMap(({ input }) => (input === undefined ? [] : [input])));
  const slopes = slopesOf(circuit, settings.outputs, swept);
  const linear: Linearisation = createLinearisation(circuit, slopes);
  const outputs = new Float64Array(total * settings.outputs.length);
  const scales = axes.map(() => new Float64Array(total));
  let iterations = 0;

  function* points() {
    const prepare = (point: Point): void => circuit.set(point, values);
    for (const step of followSweep(circuit.compiled, axes, { prepare })) {
      iterations += step.iterations;
      scales.forEach((scale, axis) => {
        scale[step.index] = step.settings[axis];
      });
      yield step;
    }
  }
  return {
    linear,
    scales,
    outputs,
    total,
    points,
    /** Keeps the outputs that were evaluated last. */
    record: (index: number): void =>
      outputs.set(slopes.values.subarray(0, settings.outputs.length), index * settings.outputs.length),
    cost: (): GradientCost => ({ ...linear.cost, newtonIterations: linear.cost.newtonIterations + iterations }),
  };
}
