import type { HillockError } from "../../base/error.js";
import { readSpiceNumber } from "../../base/units.js";
import { parseFormula } from "../formula/parse-formula.js";
import { errorAt } from "../netlist-error.js";
import type { Span } from "../place.js";
import type { Value } from "../value.js";
import type { LogicalLine } from "./logical-line.js";
import { type Token, tokenize } from "./token.js";

/** The tokens of a line and how far they are read. */
export interface Cursor {
  readonly line: LogicalLine;
  readonly tokens: readonly Token[];
  index: number;
}

/** A cursor over a line, from offset `from` on. */
export function cursorOf(line: LogicalLine, from = 0): Cursor {
  return { line, tokens: tokenize(line, from), index: 0 };
}

export function peek(cursor: Cursor, ahead = 0): Token | undefined {
  return cursor.tokens[cursor.index + ahead];
}

/** The next token is a word; with `text`, that one (lower case). */
export function atWord(cursor: Cursor, text?: string): boolean {
  const token = peek(cursor);
  return token?.kind === "word" && (text === undefined || token.text.toLowerCase() === text);
}

/** Takes the next token if it is of this kind. */
export function skip(cursor: Cursor, kind: Token["kind"]): Token | undefined {
  const token = peek(cursor);
  if (token?.kind !== kind) return undefined;
  cursor.index++;
  return token;
}

/** Takes the next token, which has to be a word; `what` is said where it is not. */
export function takeWord(cursor: Cursor, what: string): Token {
  const token = skip(cursor, "word");
  if (!token) throw missing(cursor, what);
  return token;
}

/** Takes punctuation that has to be here. */
export function take(cursor: Cursor, kind: Token["kind"]): Token {
  const token = skip(cursor, kind);
  if (!token) throw missing(cursor, `"${kind}"`, kind === ")" ? "close the parenthesis" : undefined);
  return token;
}

/** The next token is followed by `=`. */
export function atAssignment(cursor: Cursor): boolean {
  return peek(cursor)?.kind === "word" && peek(cursor, 1)?.kind === "=";
}

export function spanOf(cursor: Cursor, token: Token): Span {
  return { line: cursor.line, start: token.start, end: token.end };
}

/** From the first of two tokens to the last token read. */
export function spanFrom(cursor: Cursor, first: Token): Span {
  return { line: cursor.line, start: first.start, end: cursor.tokens[cursor.index - 1].end };
}

/** The whole line. */
export function wholeLine({ line }: Cursor): Span {
  return { line, start: 0, end: line.text.length };
}

/** The next token, or the last character of the line where there is none. */
export function hereSpan(cursor: Cursor): Span {
  const token = peek(cursor);
  const { length } = cursor.line.text;
  return token ? spanOf(cursor, token) : { line: cursor.line, start: Math.max(0, length - 1), end: length };
}

/** The error of a line that ends, or goes on differently, where `what` is expected. */
export function missing(cursor: Cursor, what: string, help?: string): HillockError {
  const token = peek(cursor);
  const problem = token ? `${what} is expected here` : `the line ends where ${what} is expected`;
  return errorAt(hereSpan(cursor), "malformed-line", problem, { help: help ?? `give ${what}` });
}

/** Throws if something is left on the line. */
export function expectEnd(cursor: Cursor, help: string): void {
  const token = peek(cursor);
  if (!token) return;
  const { start } = token;
  throw errorAt(
    { line: cursor.line, start, end: token.end },
    "unexpected-text",
    `"${token.text}" is not understood here`,
    {
      help,
    },
  );
}

/** Does the next token begin a number or a formula? */
export function atValue(cursor: Cursor): boolean {
  const token = peek(cursor);
  return token?.kind === "formula" || (token?.kind === "word" && readSpiceNumber(token.text) !== undefined);
}

/**
 * Takes a number or a formula in braces or quotes. With `name` also a bare name, which is a formula of one parameter, as
 * after `name=` on ngspice's element lines.
 */
export function takeValue(cursor: Cursor, what: string, bareName = false): Value {
  const token = peek(cursor);
  if (token?.kind === "formula") {
    cursor.index++;
    return parseFormula({ line: cursor.line, start: token.start + 1, end: token.end - 1 });
  }
  if (token?.kind !== "word") throw missing(cursor, what);
  const number = readSpiceNumber(token.text);
  if (number && "value" in number) {
    cursor.index++;
    return number.value;
  }
  const span = spanOf(cursor, token);
  if (number) {
    const formulaLike = /[*/^?<>&|]|\d[+-]\D/.test(token.text);
    const help = formulaLike ? `a formula goes in braces: {${token.text}}` : number.help;
    throw errorAt(span, "malformed-number", number.problem, { help });
  }
  const isName = /^[a-z_]\w*$/i.test(token.text);
  if (bareName && isName) {
    cursor.index++;
    return parseFormula(span);
  }
  const help = isName
    ? `the value of a parameter goes in braces: {${token.text}}`
    : `a formula goes in braces: {${token.text}}`;
  throw errorAt(span, "malformed-number", `${what} is expected, "${token.text}" is none`, { help });
}
