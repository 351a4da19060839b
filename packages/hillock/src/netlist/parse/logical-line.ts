import { HillockError, type SourcePlace } from "../../base/error.js";

/** A physical line, or what is left of it without comments, within a {@link LogicalLine}. */
interface Piece {
  /** Where it begins in the logical line. */
  readonly start: number;
  readonly line: number;
  /** Column of its first character, from 1. */
  readonly column: number;
  /** The whole physical line. */
  readonly source: string;
}

/** A statement of a netlist: a line with its `+` continuations, without comments. */
export interface LogicalLine {
  readonly file: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** Splits a file into physical lines. */
export function physicalLines(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
}

/** A line that stands for itself: a title. */
export function singleLine(file: string, line: number, source: string): LogicalLine {
  return { file, text: source, pieces: [{ start: 0, line, column: 1, source }] };
}

/**
 * Joins continuation lines and drops comments: whole lines that begin with `*` or `$`, the rest of a line after `;`, and
 * after `$` or `//` that follows a blank or a comma (as ngspice 39 has it). Comment lines and blank lines may stand
 * between a line and its continuation.
 *
 * @param first number of the first of `lines`
 * @throws HillockError netlist/not-text at a control character or at bytes that are no UTF-8, outside of comments
 */
export function logicalLines(file: string, lines: readonly string[], first = 1): LogicalLine[] {
  const result: { file: string; text: string; pieces: Piece[] }[] = [];
  for (const [index, source] of lines.entries()) {
    const code = withoutComment(source);
    const column = code.search(/\S/);
    if (column < 0) continue;
    const line = first + index;
    checkText(file, line, source, code);
    const last = result[result.length - 1];
    if (code[column] === "+" && last) {
      last.text += " ";
      last.pieces.push({ start: last.text.length, line, column: column + 2, source });
      last.text += code.slice(column + 1).trimEnd();
    } else {
      const pieces = [{ start: 0, line, column: column + 1, source }];
      result.push({ file, text: code.slice(column).trimEnd(), pieces });
    }
  }
  return result;
}

// Control characters show nowhere, and U+FFFD stands for bytes that are no UTF-8: two names of such might be one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
const notText = /[\0-\x08\x0e-\x1f\x7f\uFFFD]/;

function checkText(file: string, line: number, source: string, code: string): void {
  const at = code.search(notText);
  if (at < 0) return;
  const point = code.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
  const problem = `the character U+${point} is no text`;
  const place = { file, line, column: at + 1, length: 1, text: source };
  throw new HillockError({ code: "netlist/not-text", problem, place, help: "save the file as text in UTF-8" });
}

function withoutComment(line: string): string {
  if (/^\s*\*/.test(line)) return "";
  const comment = line.search(/;|(?<=^|[\s,])(?:\$|\/\/)/);
  return comment < 0 ? line : line.slice(0, comment);
}

/** The place of characters `start` up to `end` of a logical line, as far as they stand on one physical line. */
export function placeIn({ file, text, pieces }: LogicalLine, start: number, end: number): SourcePlace {
  let index = pieces.length - 1;
  while (index > 0 && pieces[index].start > start) index--;
  const { start: origin, line, column, source } = pieces[index];
  const limit = index + 1 < pieces.length ? pieces[index + 1].start - 1 : text.length;
  const length = Math.max(1, Math.min(end, limit) - start);
  return { file, line, column: column + start - origin, length, text: source };
}
