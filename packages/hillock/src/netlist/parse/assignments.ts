import { closest } from "../../base/suggest.js";
import { readSpiceNumber } from "../../base/units.js";
import type { Assignment } from "../circuit.js";
import { parseFormula } from "../formula/parse-formula.js";
import { errorAt } from "../netlist-error.js";
import { type Span, setPlace } from "../place.js";
import type { Value } from "../value.js";
import { atAssignment, type Cursor, expectEnd, peek, spanFrom, spanOf, take, takeValue, takeWord } from "./cursor.js";
import type { LogicalLine } from "./logical-line.js";
import type { Token } from "./token.js";

/** `name = text` of a line whose right-hand sides may be bare formulas with blanks. */
export interface RawAssignment {
  readonly name: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

/** Splits `a = 1 b = {a*2} c = a + b` at the names before each single `=`. */
export function rawAssignments(line: LogicalLine, from: number): RawAssignment[] {
  const heads = headsOf(line, from);
  const { text } = line;
  const begin = heads[0]?.start ?? text.length;
  if (text.slice(from, begin).replace(/[\s,]/g, "") !== "" || heads.length === 0) {
    const start = from + (text.slice(from).search(/[^\s,]/) + 1 || 1) - 1;
    const span = { line, start: Math.min(start, text.length - 1), end: Math.max(begin, start + 1) };
    throw errorAt(span, "malformed-line", "name=value is expected here", { help: "write  name=value" });
  }
  return heads.map(({ start, end, value }, index) => {
    const next = heads[index + 1]?.start ?? text.length;
    const raw = text.slice(value, next);
    const trimmed = raw.trimEnd();
    const lead = trimmed.length - trimmed.trimStart().length;
    return {
      name: text.slice(start, end),
      nameSpan: { line, start, end },
      valueSpan: { line, start: value + lead, end: value + trimmed.length },
    };
  });
}

/** Names followed by a single `=` outside parentheses, braces and quotes. */
function headsOf({ text }: LogicalLine, from: number): { start: number; end: number; value: number }[] {
  const heads: { start: number; end: number; value: number }[] = [];
  let depth = 0;
  let quoted = false;
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === "(" || character === "{") depth++;
    else if (character === ")" || character === "}") depth--;
    else if (character === "=" && depth === 0) {
      const comparison = text[index + 1] === "=" || /[<>!=]/.test(text[index - 1] ?? "");
      const name = comparison ? undefined : nameBefore(text, from, index);
      if (name) heads.push({ ...name, value: index + 1 });
    }
  }
  return heads;
}

/** The name that ends, but for blanks, before `index`. It is sought backwards: a line may have very many. */
function nameBefore(text: string, from: number, index: number): { start: number; end: number } | undefined {
  let end = index;
  while (end > from && /\s/.test(text[end - 1])) end--;
  let start = end;
  while (start > from && /\w/.test(text[start - 1])) start--;
  while (start < end && /\d/.test(text[start])) start++;
  return start < end ? { start, end } : undefined;
}

/** A number, or a formula: bare, in braces or in single quotes. */
export function valueAt(span: Span): Value {
  const text = span.line.text.slice(span.start, span.end);
  const number = readSpiceNumber(text);
  if (number && "value" in number) return number.value;
  const wrapped = /^(?:\{[^{}']*\}|'[^'{}]*')$/.test(text);
  return parseFormula(wrapped ? { ...span, start: span.start + 1, end: span.end - 1 } : span);
}

/** The assignments of a `.param` line. */
export function parseParameters(line: LogicalLine, from: number): Assignment[] {
  return rawAssignments(line, from).map(({ name, nameSpan, valueSpan }) => {
    checkBare(valueSpan);
    const assignment: Assignment = { name: checkedName(name, nameSpan), value: valueAt(valueSpan) };
    setPlace(assignment, { ...nameSpan, end: valueSpan.end });
    setPlace(assignment, nameSpan, "name");
    setPlace(assignment, valueSpan, "value");
    return assignment;
  });
}

/** ngspice reads a bare formula up to its first blank outside of parentheses, and hangs on a comma. */
function checkBare(span: Span): void {
  const text = span.line.text.slice(span.start, span.end);
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if ("({".includes(character)) depth++;
    else if (")}".includes(character)) depth--;
    else if (character === "'") depth = depth === 0 ? 1 : depth - 1;
    else if (depth === 0 && /[\s,]/.test(character)) {
      const start = span.start + index;
      const comma = text.slice(index).trimStart().startsWith(",");
      const help = comma ? "separate assignments by blanks only" : `put the formula in braces: {${text}}`;
      throw errorAt({ ...span, start, end: start + 1 }, "ambiguous-formula", "ngspice would not read on from here", {
        help,
      });
    }
  }
}

const reserved = new Set(["time", "temper", "hertz"]);

/** Refuses parameter names that formulas use for something else. */
export function checkedName(name: string, span: Span): string {
  if (!reserved.has(name.toLowerCase())) return name;
  throw errorAt(span, "reserved-name", `"${name}" has a meaning of its own in formulas`, {
    help: "choose another name",
  });
}

/** `name=value` and where it stands. */
export interface PlacedAssignment extends Assignment {
  readonly span: Span;
}

/** `name=value` pairs up to the end of the line, commas allowed between them; values are numbers, names or formulas. */
export function takeAssignments(cursor: Cursor): PlacedAssignment[] {
  const result: PlacedAssignment[] = [];
  while (peek(cursor)) {
    if (peek(cursor)?.kind === ",") cursor.index++;
    else if (!atAssignment(cursor)) break;
    else {
      const token = takeWord(cursor, "a parameter name");
      take(cursor, "=");
      const name = checkedName(token.text, spanOf(cursor, token));
      const value = takeValue(cursor, `the value of ${name}`, true);
      result.push({ name, value, span: spanFrom(cursor, token) });
    }
  }
  return result;
}

/** A plain assignment that knows its place. */
export function plainAssignment({ name, value, span }: PlacedAssignment): Assignment {
  const assignment: Assignment = { name, value };
  setPlace(assignment, span);
  return assignment;
}

/** What a line of instance parameters may hold. */
export interface ParameterRules {
  /** For messages: `resistor`. */
  readonly what: string;
  readonly names: readonly string[];
  readonly flags: readonly string[];
  /** What `ic=a,b,c` sets. */
  readonly initial?: readonly string[];
}

/** Instance parameters with their spans, by lower-case name. */
export type PlacedParameters = Map<string, { readonly value: Value; readonly span: Span }>;

/** Takes `name=value` pairs and flags up to the end of the line; adds to `into`. */
export function takeInstanceParameters(cursor: Cursor, rules: ParameterRules, into: PlacedParameters): void {
  const add = (name: string, value: Value, span: Span) => {
    if (into.has(name)) {
      throw errorAt(span, "duplicate-parameter", `"${name}" is given twice`, { help: "keep one of them" });
    }
    into.set(name, { value, span });
  };
  for (let token = peek(cursor); token; token = peek(cursor)) {
    if (token.kind === ",") {
      cursor.index++;
      continue;
    }
    if (token.kind !== "word") break;
    const name = token.text.toLowerCase();
    const span = spanOf(cursor, token);
    if (atAssignment(cursor)) {
      const initial = rules.initial && name === "ic" && rules.initial.length > 1 ? rules.initial : undefined;
      if (!initial && !rules.names.includes(name)) throw unsupported(token, span, rules);
      cursor.index += 2;
      if (initial) takeInitial(cursor, initial, token, add);
      else add(name, takeValue(cursor, `the value of ${name}`, true), spanFrom(cursor, token));
    } else if (rules.flags.includes(name)) {
      cursor.index++;
      add(name, 1, span);
    } else {
      const { names, flags } = rules;
      const help = closest(name, [...names, ...flags]);
      throw errorAt(span, "unexpected-text", `"${token.text}" is not understood on the line of a ${rules.what}`, {
        help: help ? `did you mean ${help}?` : `after the model or value stand name=value pairs${flagList(flags)}`,
      });
    }
  }
  expectEnd(cursor, "only name=value pairs may follow");
}

function takeInitial(
  cursor: Cursor,
  names: readonly string[],
  first: Token,
  add: (name: string, value: Value, span: Span) => void,
): void {
  for (const [index, name] of names.entries()) {
    if (index > 0 && peek(cursor)?.kind !== ",") return;
    if (index > 0) cursor.index++;
    const value = takeValue(cursor, "an initial voltage");
    add(name, value, spanFrom(cursor, first));
  }
}

function flagList(flags: readonly string[]): string {
  return flags.length > 0 ? ` and the word ${flags.join(" or ")}` : "";
}

function unsupported(token: Token, span: Span, { what, names, flags }: ParameterRules): Error {
  const best = closest(token.text, [...names, ...flags]);
  const all =
    names.length > 0 ? `a ${what} takes ${names.join(", ")}${flagList(flags)}` : `a ${what} takes no parameters`;
  return errorAt(span, "unknown-instance-parameter", `a ${what} has no parameter "${token.text}" here`, {
    help: best ? `did you mean ${best}? (${all})` : all,
  });
}

/** The plain record of placed parameters; their spans become places of `owner`. */
export function placeParameters(owner: object, parameters: PlacedParameters): void {
  for (const [name, { span }] of parameters) setPlace(owner, span, `parameter ${name}`);
}

export function plainParameters(parameters: PlacedParameters): Record<string, Value> {
  return Object.fromEntries([...parameters].map(([name, { value }]) => [name, value]));
}
