import type { ILexingError, IRecognitionException, IToken, Lexer } from "chevrotain";
import { errorAt } from "../netlist-error.js";
import { singleLine } from "../parse/logical-line.js";
import { type Span, setPlace } from "../place.js";
import type { Formula } from "../value.js";
import { createFormulaLexer, tokens } from "./formula-lexer.js";
import { FormulaParser } from "./formula-parser.js";

// Both the grammar and the functions over formulas recurse; these bounds keep any input within the stack.
const maximumTokens = 4000;
const maximumDepth = 60;

let lexer: Lexer | undefined;
let parser: FormulaParser | undefined;

/**
 * Reads a formula: `formula("2*r + max(a, 10k)")`. Grammar: {@link FormulaParser}; numbers as in
 * {@link readSpiceNumber}; `v(a)`, `v(a,b)`, `i(V1)` and `time` for behavioural sources.
 *
 * @throws HillockError netlist/malformed-formula, netlist/malformed-number, netlist/ambiguous-formula
 */
export function formula(text: string): Formula {
  return parseFormula(spanOfText(text));
}

/** {@link formula} for the right-hand side of a behavioural source. */
export function behaviouralFormula(text: string): Formula {
  return parseFormula(spanOfText(text), { behavioural: true });
}

function spanOfText(text: string): Span {
  return { line: singleLine("formula", 1, text.replace(/\s/g, " ")), start: 0, end: text.length };
}

/** Reads the formula that stands at `span`. In a behavioural source it may be one that `.param` would read differently. */
export function parseFormula(span: Span, { behavioural = false } = {}): Formula {
  const text = span.line.text.slice(span.start, span.end);
  const name = singleName(text, span);
  if (name) return name;
  const result = parseText(text, span, behavioural);
  if (/[{']/.test(text)) checkBraces(text, span, result, behavioural);
  return result;
}

/** A formula of one name, as most are: many a netlist needs no parser then, which takes some milliseconds to set up. */
function singleName(text: string, span: Span): Formula | undefined {
  const name = /^(\s*)([a-z_]\w*)\s*$/i.exec(text);
  if (!name || name[2].toLowerCase() === "time") return undefined;
  const formula: Formula = { kind: "name", name: name[2] };
  const start = span.start + name[1].length;
  setPlace(formula, { line: span.line, start, end: start + name[2].length });
  return formula;
}

/** ngspice drops braces and quotes within a formula, so that `{1+2}*v(a)` is 1 + 2 v(a) to it. */
function checkBraces(text: string, span: Span, grouped: Formula, behavioural: boolean): void {
  const dropped = parseText(text.replace(/[{}']/g, " "), span, behavioural);
  if (JSON.stringify(dropped) === JSON.stringify(grouped)) return;
  const start = span.start + text.search(/[{']/);
  const problem = "braces and quotes within a formula do not group in ngspice";
  throw errorAt({ ...span, start }, "ambiguous-formula", problem, { help: "write parentheses instead" });
}

function parseText(text: string, span: Span, behavioural: boolean): Formula {
  lexer ??= createFormulaLexer();
  parser ??= new FormulaParser();
  const { line, start: origin } = span;
  const part = (start: number, end: number): Span => ({ line, start: origin + start, end: origin + end });

  const lexed = lexer.tokenize(text);
  if (lexed.errors.length > 0) throw unexpectedCharacter(lexed.errors[0], text, part);
  const excess = excessToken(lexed.tokens);
  if (excess) {
    const problem = "the formula is too long or too deeply nested";
    const more = {
      details: [`At most ${maximumTokens} symbols and ${maximumDepth} levels of parentheses.`],
      help: "split it with .param or .func",
    };
    throw errorAt(part(excess.startOffset, excess.startOffset + 1), "oversized-formula", problem, more);
  }
  if (lexed.tokens.length === 0) {
    throw errorAt(span, "malformed-formula", "a formula is missing here", { help: "write a number or a formula" });
  }

  parser.listener = {
    strict: !behavioural,
    place: (node, start, end) => setPlace(node, part(start, end)),
    fail: (start, end, what, problem, help) => {
      throw errorAt(part(start, end), what, problem, { help });
    },
  };
  parser.input = lexed.tokens;
  const result = parser.formula();
  if (parser.errors.length > 0) throw unexpectedToken(parser.errors[0], lexed.tokens, text, part);
  return result;
}

/** Is a formula's text neither too long nor too deeply nested to be read? */
export function isReadable(text: string): boolean {
  lexer ??= createFormulaLexer();
  return excessToken(lexer.tokenize(text).tokens) === undefined;
}

/** The token at which a formula exceeds what is read: parentheses and the choices within each add up to levels. */
function excessToken(input: ReturnType<Lexer["tokenize"]>["tokens"]) {
  let depth = 0;
  let run = 0;
  /** Choices in each open pair of parentheses. The first of a pair is on its level. */
  const choices = [1];
  for (const [index, token] of input.entries()) {
    const { tokenType } = token;
    if (tokenType === tokens.open || tokenType === tokens.openBrace) {
      depth++;
      choices.push(0);
    } else if (tokenType === tokens.question) {
      if (choices[choices.length - 1]++ > 0) depth++;
    } else if (tokenType === tokens.close || tokenType === tokens.closeBrace) {
      depth -= Math.max(1, choices.pop() ?? 1);
    }
    run = tokenType === tokens.plus || tokenType === tokens.not || tokenType === tokens.quote ? run + 1 : 0;
    if (index >= maximumTokens || depth > maximumDepth || run > maximumDepth) return token;
  }
  return undefined;
}

type Part = (start: number, end: number) => Span;

function unexpectedCharacter({ offset }: ILexingError, text: string, part: Part) {
  const character = text[offset];
  const problem = `"${character}" cannot stand in a formula`;
  return errorAt(part(offset, offset + 1), "malformed-formula", problem, { help: characterHelp(character) });
}

function characterHelp(character: string): string {
  const helps: Record<string, string> = {
    "=": "write == to compare",
    "&": "write && for and",
    "|": "write || for or",
    '"': "write the formula in braces or single quotes",
    "@": "device quantities such as @r1[i] are not supported; put a 0 V source in series and use i(source)",
    "\\": "write floor(a/b) for an integer quotient",
  };
  return helps[character] ?? "operators are  + - * / % ** < <= > >= == != && || ! ?:";
}

function unexpectedToken({ token }: IRecognitionException, all: readonly IToken[], text: string, part: Part) {
  const isEnd = Number.isNaN(token.startOffset);
  const previousToken = all[(isEnd ? all.length : all.indexOf(token)) - 1];
  const previous = previousToken?.image;
  if (isEnd) {
    const end = text.trimEnd().length;
    const problem = previous === undefined ? "a formula is missing here" : `the formula breaks off after "${previous}"`;
    const open = text.split("(").length > text.split(")").length;
    const help = open ? "close the parentheses" : "give the operator its second operand";
    return errorAt(part(Math.max(0, end - 1), end), "malformed-formula", problem, { help });
  }
  const problem = `"${token.image}" does not fit here`;
  const help = `before it stands ${previous === undefined ? "nothing" : `"${previous}"`}; is an operator or an operand missing?`;
  return errorAt(part(token.startOffset, token.startOffset + token.image.length), "malformed-formula", problem, {
    help,
  });
}
