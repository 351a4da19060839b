import type { CompiledCircuit } from "../compile.js";
import { checkCheckpoint } from "./check-checkpoint.js";
import { checkpointOf, restore } from "./checkpoint.js";
import type { TransientCheckpoint } from "./checkpoint-data.js";
import { resultOf, type TransientResult } from "./result.js";
import { createRun, type Run } from "./run.js";
import { begin } from "./start.js";
import { takeStep } from "./take-step.js";
import type { TransientSettings } from "./transient-settings.js";

/** A transient that can be advanced piece by piece. */
export interface TransientRun {
  /** Takes at most `steps` steps (all that are left by default). Throws as `transient` says; the run then stays where it is. */
  readonly advance: (steps?: number) => TransientProgress;
  /** The waveforms and the record so far. */
  readonly result: () => TransientResult;
  /** All that is needed to go on elsewhere, bit for bit; plain data that survives JSON and structured cloning. */
  readonly checkpoint: () => TransientCheckpoint;
}

export interface TransientProgress {
  /** s */
  readonly time: number;
  /** Of the whole run, 0 to 1. */
  readonly fraction: number;
  readonly done: boolean;
}

/**
 * Simulates a circuit in time: d/dt q(x, u(t)) + f(x, u(t)) = 0 by a stiffly accurate Runge-Kutta method in the
 * charges, with error control, exact landing on the corners of sources, and location of the events of devices.
 *
 * @throws what `operatingPoint` throws; engine/no-convergence with the time, the node and the device, where the
 *   solution cannot be continued; its `partial` is the result up to there
 */
export function transient(compiled: CompiledCircuit, settings: TransientSettings): TransientRun {
  const run = createRun(compiled, settings);
  begin(run);
  return runOf(run);
}

/**
 * Goes on from a checkpoint of a run of the same circuit, bit for bit as if it had not been interrupted.
 *
 * @throws engine/checkpoint if the checkpoint is of another circuit or version, or damaged
 */
export function resumeTransient(compiled: CompiledCircuit, checkpoint: TransientCheckpoint): TransientRun {
  checkCheckpoint(compiled, checkpoint);
  const run = createRun(compiled, checkpoint.settings);
  restore(run, checkpoint);
  return runOf(run);
}

function runOf(run: Run): TransientRun {
  const { march, settings, state } = run;
  return {
    advance(steps = Number.POSITIVE_INFINITY) {
      for (let taken = 0; taken < steps && !state.done; taken++) takeStep(run);
      return { time: march.point.t, fraction: march.point.t / settings.stop, done: state.done };
    },
    result: () => resultOf(run),
    checkpoint: () => checkpointOf(run),
  };
}
