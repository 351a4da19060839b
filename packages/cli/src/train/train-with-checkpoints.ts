import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { setImmediate as afterEvents } from "node:timers/promises";
import { HillockError } from "hillock";
import {
  type PreparedData,
  type PrintedRun,
  printedRun,
  type TrainingCheckpoint,
  type TrainingPreset,
} from "hillock/training";
import { readSealed, writeSealed } from "../checkpoint/sealed-file.js";
import { watchSignals } from "../checkpoint/watch-signals.js";
import type { Progress } from "../progress.js";

/** What is trained, and with what. */
export interface TrainingJob {
  readonly preset: TrainingPreset;
  readonly data: PreparedData;
  /** The preset as plain data: a checkpoint of another one is refused. */
  readonly identity: unknown;
  /** File of the checkpoint. */
  readonly checkpoint: string;
  readonly resume: boolean;
}

interface Stored {
  readonly identity: string;
  readonly seconds: number;
  readonly training: TrainingCheckpoint;
}

const format = "hillock training checkpoint";
/** s between two saves. */
const interval = 2;
/** s of computing between two looks at signals and the progress. */
const slice = 0.1;

/**
 * Trains to the end, saving the state now and then, at the end, and when the process is told to stop (SIGINT, SIGTERM).
 *
 * @returns the run at its end, and s of computing, those before an interruption included
 * @throws input/..., training/wrong-checkpoint for a checkpoint of something else; engine/cancelled after a signal; what training throws
 */
export async function trainWithCheckpoints(
  { preset, data, identity, checkpoint, resume }: TrainingJob,
  progress: Progress,
): Promise<{ readonly run: PrintedRun; readonly seconds: number }> {
  const own = digest({ identity, data });
  // A training that was stopped before its first save begins anew, which gives the same bits as well.
  const found = resume && existsSync(checkpoint);
  if (resume && !found) progress.stage(`there is no ${checkpoint} yet: training from the beginning`);
  const stored = found ? (readSealed(checkpoint, format) as Stored) : undefined;
  if (stored && stored.identity !== own) throw otherTraining(checkpoint);
  const started = performance.now();
  const run = printedRun(preset, data, stored?.training);
  const { state, advance } = run.training;
  let seconds = stored?.seconds ?? (performance.now() - started) / 1000;
  const save = () => writeSealed(checkpoint, format, { identity: own, seconds, training: run.checkpoint() });
  if (!found) save();
  const signals = watchSignals(["SIGINT", "SIGTERM"]);
  let saved = performance.now();
  try {
    while (!state.end) {
      const begun = performance.now();
      while (performance.now() - begun < 1000 * slice && advance(1));
      seconds += (performance.now() - begun) / 1000;
      progress.fraction(state.epoch / preset.training.mostEpochs);
      // Signals are delivered between events only.
      await afterEvents();
      const signal = signals.received();
      if (signal === undefined && performance.now() - saved < 1000 * interval && !state.end) continue;
      save();
      saved = performance.now();
      if (signal && !state.end) throw interrupted(signal, checkpoint, state.epoch);
    }
  } finally {
    signals.release();
  }
  return { run, seconds };
}

/** SHA-256 of what a training depends on; arrays by their bytes. */
function digest({ identity, data }: Pick<TrainingJob, "identity" | "data">): string {
  const hash = createHash("sha256").update(JSON.stringify(identity));
  for (const { inputs, labels } of [data.training, data.validation, data.test]) {
    hash.update(new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength)).update(labels);
  }
  return hash.digest("hex");
}

function otherTraining(path: string): HillockError {
  return new HillockError({
    code: "training/wrong-checkpoint",
    place: path,
    problem: "the checkpoint is of a training with other data or settings",
    help: "resume with the options that the training began with, or begin anew without --resume",
  });
}

function interrupted(signal: string, file: string, epochs: number): HillockError {
  return new HillockError({
    code: "engine/cancelled",
    problem: `the training was stopped by ${signal} after ${epochs} epochs`,
    details: [`saved: ${file}`],
    help: "go on with the same command and  --resume",
  });
}
