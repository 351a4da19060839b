import { createHash } from "node:crypto";
import { HillockError } from "hillock";
import {
  type PreparedData,
  type PrintedRun,
  printedRun,
  type TrainingCheckpoint,
  type TrainingPreset,
} from "hillock/training";
import { writeSealed } from "../checkpoint/sealed-file.js";
import { type SavableTraining, storedTraining, trainWithSaves } from "../checkpoint/train-with-saves.js";
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
  const stored = storedTraining(checkpoint, format, resume, progress) as Stored | undefined;
  if (stored && stored.identity !== own) throw otherTraining(checkpoint);
  const started = performance.now();
  const run = printedRun(preset, data, stored?.training);
  const { state, advance } = run.training;
  const before = stored?.seconds ?? (performance.now() - started) / 1000;
  const save = (seconds: number) =>
    writeSealed(checkpoint, format, { identity: own, seconds, training: run.checkpoint() });
  if (!stored) save(before);
  const training: SavableTraining = {
    isDone: () => state.end !== undefined,
    advance: () => advance(1),
    fraction: () => state.epoch / preset.training.mostEpochs,
    reached: () => `${state.epoch} epochs`,
    save,
    checkpoint,
  };
  return { run, seconds: await trainWithSaves(training, before, progress) };
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
