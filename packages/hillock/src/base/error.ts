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
    const { text, column, length } = excerpt(place);
    // A tab takes the reader to the same column above and below only if it is repeated.
    const lead = text.slice(0, column - 1).replace(/[^\t]/g, " ");
    lines.push(
      `${code}  ${place.file}:${place.line}:${place.column}`,
      gutter + text,
      `${" ".repeat(gutter.length)}${lead}${"^".repeat(Math.max(1, length))} ${problem}`,
    );
  }
  for (const detail of details) lines.push(`  ${detail}`);
  if (help) lines.push(`  help: ${help}`);
  return lines.join("\n");
}

/** Characters of a source line that are shown, at most, and of them before the caret. */
const longestExcerpt = 200;
const longestLead = 100;

/** The part of a long source line around its place, with `...` where it goes on. */
function excerpt({ text, column, length }: SourcePlace): Pick<SourcePlace, "text" | "column" | "length"> {
  if (text.length <= longestExcerpt) return { text, column, length };
  const from = Math.max(0, Math.min(column - 1 - longestLead, text.length - longestExcerpt));
  const to = Math.min(text.length, from + longestExcerpt);
  const before = from > 0 ? "..." : "";
  const start = column - 1 - from;
  return {
    text: `${before}${text.slice(from, to)}${to < text.length ? "..." : ""}`,
    column: start + before.length + 1,
    length: Math.min(length, to - from - start),
  };
}
