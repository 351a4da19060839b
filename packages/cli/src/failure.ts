import { HillockError, isHillockError } from "hillock";

/** What the process ends with. */
export const exitCode = { pass: 0, fail: 1, error: 2, unconverged: 3 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** An error as `--json` prints it. */
export interface ErrorObject {
  readonly code: string;
  /** The whole text, with place, cause and help. */
  readonly message: string;
  readonly problem: string;
  readonly place?: unknown;
  readonly details?: readonly string[];
  readonly help?: string;
}

/** The error as data; what is no {@link HillockError} is a bug of ours and keeps its stack. */
export function errorObject(error: unknown): ErrorObject {
  if (!isHillockError(error)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { code: "internal/bug", message: text, problem: "this is a bug in hillock", help: "please report it" };
  }
  const { code, problem, place, details, help } = error.parts;
  return { code, message: error.message, problem, place, details, help };
}

/** Codes of runs that were begun in good faith and did not get to their end. */
const failedRuns = [
  "engine/no-convergence",
  "engine/no-operating-point",
  "engine/no-stable-state",
  "engine/singular",
  "engine/cancelled",
  "reference/failed",
  "reference/stopped",
];

/** A run that fails is a failure, as a comparison may be; everything else is an error of the input. */
export function exitCodeOf(error: unknown): ExitCode {
  return isHillockError(error) && failedRuns.includes(error.code) ? exitCode.fail : exitCode.error;
}

/** The same error with one more line of detail. */
export function withDetail(error: HillockError, detail: string): HillockError {
  return new HillockError({ ...error.parts, details: [...(error.parts.details ?? []), detail] });
}
