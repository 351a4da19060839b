import { checkedArray, fingerprint } from "./check-checkpoint.js";
import type { TransientCheckpoint } from "./checkpoint-data.js";
import { type Recorder, recorded } from "./recorder.js";
import type { Run } from "./run.js";

/** The arrays of a run by name, to be saved and restored. */
function arraysOf({ march, recorder, shape, eventsBefore }: Run): Record<string, Float64Array> {
  const { point, charge, rate, earlierRate, predictor } = march;
  const arrays: Record<string, Float64Array> = {
    x: point.x,
    u: point.u,
    d: point.d,
    p: point.p,
    limits: point.limits,
    charge,
    rate,
    earlierRate,
    eventsBefore,
    predictorTimes: predictor.times,
    largest: recorder.largest,
    sizes: shape.largest,
  };
  predictor.points.forEach((one, k) => {
    arrays[`predictor${k}`] = one;
  });
  return arrays;
}

/** Saves a run. */
export function checkpointOf(run: Run): TransientCheckpoint {
  const { compiled, settings, march, recorder, state, solver } = run;
  const arrays: Record<string, number[]> = {};
  for (const [label, values] of Object.entries(arraysOf(run))) arrays[label] = [...values];
  arrays.time = [...recorded(recorder.time)];
  recorder.signals.forEach((signal, k) => {
    arrays[`signal${k}`] = [...recorded(signal)];
  });
  return {
    version: 1,
    settings,
    title: compiled.system.circuit.title,
    circuit: fingerprint(compiled),
    state: {
      ...state,
      time: march.point.t,
      earlierStep: march.earlierStep,
      predictorCount: march.predictor.count,
      contraction: solver.contraction,
      iterations: state.iterations + solver.iterations(),
      events: [...state.events],
      latchUps: [...state.latchUps],
    },
    arrays,
    order: solver.order(),
  };
}

/**
 * Puts a run into a saved state, which has been checked but for its arrays.
 * @throws engine/checkpoint if an array is missing, has another length, or holds anything but numbers
 */
export function restore(run: Run, { state: saved, arrays, order }: TransientCheckpoint): void {
  const { march, state, solver, recorder } = run;
  Object.assign(state, saved, { events: [...saved.events], latchUps: [...saved.latchUps] });
  march.point.t = saved.time;
  march.earlierStep = saved.earlierStep;
  march.predictor.count = saved.predictorCount;
  for (const [label, values] of Object.entries(arraysOf(run))) values.set(checkedArray(arrays, label, values.length));
  restoreRecorder(recorder, arrays);
  if (order.length > 0) solver.useOrder(order);
  solver.contraction = saved.contraction;
}

function restoreRecorder(recorder: Recorder, arrays: Readonly<Record<string, readonly number[]>>): void {
  const refill = (list: { values: Float64Array; length: number }, values: readonly number[]): void => {
    list.values = new Float64Array(Math.max(1024, 2 * values.length));
    list.values.set(values);
    list.length = values.length;
  };
  const times = checkedArray(arrays, "time", undefined);
  refill(recorder.time, times);
  recorder.signals.forEach((signal, k) => {
    refill(signal, checkedArray(arrays, `signal${k}`, times.length));
  });
}
