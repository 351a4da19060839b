import { createHash } from "node:crypto";
import { setImmediate as afterEvents } from "node:timers/promises";
import { HillockError } from "hillock";
import {
  createTraining,
  initialState,
  type LabelledRows,
  type PrintedModel,
  stateOfCheckpoint,
  type TrainingCheckpoint,
  type TrainingSettings,
  type TrainingState,
  trainingCheckpoint,
} from "hillock/training";
import { readSealed, writeSealed } from "../checkpoint/sealed-file.js";
import { watchSignals } from "../checkpoint/watch-signals.js";
import type { Progress } from "../progress.js";

/** What is trained, and with what. */
export interface TrainingJob {
  readonly model: PrintedModel;
  readonly settings: TrainingSettings;
  readonly data: { readonly training: LabelledRows; readonly validation: LabelledRows };
  /** Everything else that the training depends on: a checkpoint of another one is refused. */
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
 * @returns the final state, and s of computing, those before an interruption included
 * @throws input/..., training/wrong-checkpoint for a checkpoint of something else; engine/cancelled after a signal; what training throws
 */
export async function trainWithCheckpoints(
  { model, settings, data, identity, checkpoint, resume }: TrainingJob,
  progress: Progress,
): Promise<{ readonly state: TrainingState; readonly seconds: number }> {
  const own = digest({ identity, data });
  let seconds = 0;
  let state: TrainingState;
  if (resume) {
    const stored = readSealed(checkpoint, format) as Stored;
    if (stored.identity !== own) throw otherTraining(checkpoint);
    state = stateOfCheckpoint(stored.training, settings, model.parameters);
    seconds = stored.seconds;
  } else state = initialState(model, settings.seed);
  const training = createTraining(model, data, settings, state);
  const save = () => {
    writeSealed(checkpoint, format, { identity: own, seconds, training: trainingCheckpoint(settings, state) });
  };
  if (!resume) save();
  const signals = watchSignals(["SIGINT", "SIGTERM"]);
  let saved = performance.now();
  try {
    while (!state.end) {
      const begun = performance.now();
      while (performance.now() - begun < 1000 * slice && training.advance(1));
      seconds += (performance.now() - begun) / 1000;
      const { validation } = state.history;
      progress.fraction(state.epoch / settings.mostEpochs);
      // Signals are delivered between events only.
      await afterEvents();
      const signal = signals.received();
      if (signal === undefined && performance.now() - saved < 1000 * interval && !state.end) continue;
      save();
      saved = performance.now();
      if (signal && !state.end) throw interrupted(signal, checkpoint, validation.length);
    }
  } finally {
    signals.release();
  }
  return { state, seconds };
}

/** SHA-256 of what a training depends on; arrays by their bytes. */
function digest({ identity, data }: Pick<TrainingJob, "identity" | "data">): string {
  const hash = createHash("sha256").update(JSON.stringify(identity));
  for (const { inputs, labels } of [data.training, data.validation]) {
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
