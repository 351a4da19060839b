/** A place in a source text. Lines and columns count from 1. */
export interface SourcePlace {
  /** File name as the user gave it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Number of characters the caret underlines. */
  readonly length: number;
  /** The whole source line, without its line break. */
  readonly text: string;
}

/** What a {@link HillockError} is made of. */
export interface ErrorParts {
  /** Stable, documented identifier, `layer/what`, e.g. `netlist/unknown-model`. */
  readonly code: string;
  /** What is wrong, in one sentence: shown at the caret if there is a source place. */
  readonly problem: string;
  /** Where: a source place, or a phrase such as `at t = 3.2 ms, node "g", device Xs.Qp`. */
  readonly place?: SourcePlace | string;
  /** The cause and what surrounds it, a line each. */
  readonly details?: readonly string[];
  /** What to do about it. */
  readonly help?: string;
  /** What was computed before the failure (for example the waveform so far); nothing computed is lost. */
  readonly partial?: unknown;
}

/**
 * The one error type of the library: a stable code, the place, the cause, and what to do.
 * `message` is the rendered text; `parts` is the same as data.
 */
export class HillockError extends Error {
  readonly code: string;
  readonly parts: ErrorParts;

  constructor(parts: ErrorParts) {
    super(renderError(parts));
    this.name = "HillockError";
    this.code = parts.code;
    this.parts = parts;
  }
}

/** True if `error` is a {@link HillockError}, also across bundles and workers. */
export function isHillockError(error: unknown): error is HillockError {
  return error instanceof Error && error.name === "HillockError" && "code" in error && "parts" in error;
}

/** The text of an error: code and place, the source line with a caret, the details, the help. */
function renderError({ code, problem, place, details = [], help }: ErrorParts): string {
  const lines: string[] = [];
  if (place === undefined || typeof place === "string") {
    lines.push(place ? `${code}  ${place}` : code, `  ${problem}`);
  } else {
    const gutter = `  ${place.line} | `;
    // A tab takes the reader to the same column above and below only if it is repeated.
    const lead = place.text.slice(0, place.column - 1).replace(/[^\t]/g, " ");
    lines.push(
      `${code}  ${place.file}:${place.line}:${place.column}`,
      gutter + place.text,
      `${" ".repeat(gutter.length)}${lead}${"^".repeat(Math.max(1, place.length))} ${problem}`,
    );
  }
  for (const detail of details) lines.push(`  ${detail}`);
  if (help) lines.push(`  help: ${help}`);
  return lines.join("\n");
}
