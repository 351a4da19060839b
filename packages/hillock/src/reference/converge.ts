import { isHillockError } from "../base/error.js";
import { shortNumber } from "../base/short-number.js";
import type { Waveforms } from "../base/waveforms.js";
import type { RunPair } from "./report.js";

/** Below this ratio of its own error to what is allowed, an engine is exact enough to judge another. */
export const exactEnough = 0.25;

/** Below this ratio an engine can judge; it is not worth trying yet another way. */
export const exactAtAll = 1;

/** The most exact pair of runs that an engine gave, and how exact it is. */
export interface ConvergedPair extends RunPair<Waveforms> {
  /** Tolerance of `run`, the tighter of the two, and of `repeat`. */
  readonly tolerance: number;
  readonly repeatTolerance: number;
  /** Own error over what is allowed. */
  readonly ratio: number;
}

export interface Convergence {
  /** Undefined if no two successive tolerances gave a result. */
  readonly best: ConvergedPair | undefined;
  /** What was tried and how it went, a line each. */
  readonly attempts: readonly string[];
}

/**
 * Runs an engine at ever tighter tolerances until two successive runs differ little enough, or the tolerances end, or the
 * engine fails. The most exact pair counts: an engine that chatters at a tight tolerance does not spoil what it did before.
 *
 * @param tolerances descending, 10x apart
 * @param run rejects with a `HillockError` if the engine cannot do it
 * @param ratioOf own error of a pair over what is allowed
 * @param label names the engine in `attempts`
 */
export async function converge(
  tolerances: readonly number[],
  run: (tolerance: number) => Promise<Waveforms>,
  ratioOf: (pair: RunPair<Waveforms>) => number,
  label: string,
): Promise<Convergence> {
  const attempts: string[] = [];
  let best: ConvergedPair | undefined;
  let previous: Waveforms | undefined;
  let previousTolerance = Number.NaN;
  for (const tolerance of tolerances) {
    const next = await run(tolerance).catch((error: unknown) => {
      if (!isHillockError(error)) throw error;
      attempts.push(`${label} ${shortNumber(tolerance)}: ${error.parts.problem}`);
      return undefined;
    });
    // A run that fails does not get better by asking for more.
    if (!next) break;
    if (previous) {
      const pair = { run: next, repeat: previous };
      const ratio = ratioOf(pair);
      attempts.push(
        `${label} ${shortNumber(previousTolerance)} and ${shortNumber(tolerance)}: own error ${ratioText(ratio)}`,
      );
      if (!best || ratio <= best.ratio) best = { ...pair, tolerance, repeatTolerance: previousTolerance, ratio };
      if (ratio <= exactEnough) break;
    }
    previous = next;
    previousTolerance = tolerance;
  }
  return { best, attempts };
}

function ratioText(ratio: number): string {
  return Number.isFinite(ratio) ? `${shortNumber(ratio, 2)} of what is allowed` : "unbounded (spike numbers differ)";
}
