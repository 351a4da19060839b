import { existsSync } from "node:fs";
import { setImmediate as afterEvents } from "node:timers/promises";
import { HillockError } from "hillock";
import type { Progress } from "../progress.js";
import { readSealed } from "./sealed-file.js";
import { watchSignals } from "./watch-signals.js";

/** A training that goes on piece by piece. */
export interface SavableTraining {
  readonly isDone: () => boolean;
  readonly advance: () => void;
  /** Part of it that is done. */
  readonly fraction: () => number;
  /** How far it has come, in words. */
  readonly reached: () => string;
  /** Writes its checkpoint; `seconds` of computing went into it. */
  readonly save: (seconds: number) => void;
  /** File of the checkpoint. */
  readonly checkpoint: string;
}

/** s between two saves. */
const interval = 2;
/** s of computing between two looks at signals and the progress. */
const slice = 0.1;

/**
 * Trains to the end, saving the state now and then, at the end, and when the process is told to stop (SIGINT, SIGTERM).
 *
 * @param before s of computing before an interruption
 * @returns s of computing, those included
 * @throws engine/cancelled after a signal; what training and saving throw
 */
export async function trainWithSaves(
  { isDone, advance, fraction, reached, save, checkpoint }: SavableTraining,
  before: number,
  progress: Progress,
): Promise<number> {
  let seconds = before;
  const signals = watchSignals(["SIGINT", "SIGTERM"]);
  let saved = performance.now();
  try {
    while (!isDone()) {
      const begun = performance.now();
      while (!isDone() && performance.now() - begun < 1000 * slice) advance();
      seconds += (performance.now() - begun) / 1000;
      progress.fraction(fraction());
      // Signals are delivered between events only.
      await afterEvents();
      const signal = signals.received();
      if (signal === undefined && performance.now() - saved < 1000 * interval && !isDone()) continue;
      save(seconds);
      saved = performance.now();
      if (signal && !isDone()) throw interrupted(signal, checkpoint, reached());
    }
  } finally {
    signals.release();
  }
  return seconds;
}

/**
 * What an interrupted training has stored; undefined where it is not to go on, or was stopped before its first save: it then begins
 * anew, which gives the same bits as well.
 *
 * @throws input/not-readable, input/not-a-checkpoint, input/damaged-checkpoint
 */
export function storedTraining(checkpoint: string, format: string, resume: boolean, progress: Progress): unknown {
  if (!resume) return undefined;
  if (existsSync(checkpoint)) return readSealed(checkpoint, format);
  progress.stage(`there is no ${checkpoint} yet: training from the beginning`);
  return undefined;
}

function interrupted(signal: string, file: string, reached: string): HillockError {
  return new HillockError({
    code: "engine/cancelled",
    problem: `the training was stopped by ${signal} after ${reached}`,
    details: [`saved: ${file}`],
    help: "go on with the same command and  --resume",
  });
}
