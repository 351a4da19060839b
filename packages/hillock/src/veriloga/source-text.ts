import { HillockError, type SourcePlace } from "../base/error.js";

/** A file as it was read. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** A stretch of a source text; what a macro expands to is located where the macro is used. */
export interface Location {
  readonly source: SourceText;
  /** Offset of the first character. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
  /** The macros whose expansion this is, outermost first. */
  readonly macros?: readonly string[];
}

/** From the start of `first` to the end of `last`, or `first` alone if they come from different texts. */
export function spanning(first: Location, last: Location): Location {
  if (first === last || first?.source !== last?.source || last.end <= first.start) return first;
  return { ...first, end: last.end };
}

/** The number of the line (from 1) that holds the character at `offset`. */
export function lineNumber(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** Line, column and text of a location, for an error message. A location over several lines is cut at the first. */
export function placeOf({ source, start, end }: Location): SourcePlace {
  const lineStart = source.text.lastIndexOf("\n", start - 1) + 1;
  const lineBreak = source.text.indexOf("\n", start);
  const lineEnd = lineBreak < 0 ? source.text.length : lineBreak;
  return {
    file: source.file,
    line: lineNumber(source.text, start),
    column: start - lineStart + 1,
    length: Math.max(1, Math.min(end, lineEnd) - start),
    text: source.text.slice(lineStart, lineEnd).replace(/\r$/, ""),
  };
}

/** What an error in a Verilog-A source adds to code, problem and place. */
export interface FaultContext {
  readonly details?: readonly string[];
  readonly help?: string;
}

/** The error `veriloga/<what>` at a location. */
export function fault(what: string, problem: string, at: Location, context: FaultContext = {}): HillockError {
  const macros = (at.macros ?? []).map((name) => `in the expansion of \`${name}`);
  return new HillockError({
    code: `veriloga/${what}`,
    problem,
    place: placeOf(at),
    details: [...(context.details ?? []), ...macros],
    help: context.help,
  });
}

/** `action()`; if it runs out of stack, because the source is nested thousands deep, that is an error like another. */
export function withinStack<Result>(at: Location, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw fault("too-deep", "the source is nested too deeply", at);
    throw error;
  }
}
