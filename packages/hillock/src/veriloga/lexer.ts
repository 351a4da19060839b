import { createToken, type ILexingError, type IToken, Lexer, type TokenType } from "chevrotain";
import type { Location, SourceText } from "./source-text.js";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const digits = [..."0123456789"];

/** A word of the source; `payload` is its {@link Location}. */
export interface Token extends IToken {
  payload: Location;
}

export const Identifier = createToken({
  name: "Identifier",
  label: "a name",
  pattern: /[A-Za-z_][A-Za-z0-9_$]*|\\[^\s]+/,
  start_chars_hint: [...letters, "_", "\\"],
});

/** Words that act in the grammar. */
const keywordNames = [
  "module",
  "macromodule",
  "endmodule",
  "inout",
  "input",
  "output",
  "ground",
  "parameter",
  "localparam",
  "aliasparam",
  "real",
  "integer",
  "genvar",
  "branch",
  "analog",
  "function",
  "endfunction",
  "initial",
  "begin",
  "end",
  "if",
  "else",
  "case",
  "endcase",
  "default",
  "for",
  "while",
  "repeat",
  "from",
  "exclude",
  "or",
  "nature",
  "endnature",
  "discipline",
  "enddiscipline",
] as const;

export type Keyword = (typeof keywordNames)[number];

export const keyword = Object.fromEntries(
  keywordNames.map((word) => [
    word,
    createToken({ name: `Keyword_${word}`, label: `"${word}"`, pattern: word, longer_alt: Identifier }),
  ]),
) as Record<Keyword, TokenType>;

export const NumberLiteral = createToken({
  name: "NumberLiteral",
  label: "a number",
  pattern: /(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+|[TGMKkmunpfa](?![A-Za-z0-9_$]))?/,
  start_chars_hint: [...digits, "."],
});
export const StringLiteral = createToken({
  name: "StringLiteral",
  label: "a string",
  pattern: /"(?:[^"\\\n]|\\[\s\S])*"/,
  start_chars_hint: ['"'],
});
export const SystemName = createToken({
  name: "SystemName",
  label: "a system function",
  pattern: /\$[A-Za-z_][A-Za-z0-9_$]*/,
  start_chars_hint: ["$"],
});

/** `` `define `` with its text, to the end of the line or of its last continuation. */
export const Define = createToken({ name: "Define", pattern: /`define\b(?:\\\r?\n|[^\n])*/, start_chars_hint: ["`"] });
export const Directive = createToken({
  name: "Directive",
  pattern: /`[A-Za-z_][A-Za-z0-9_$]*/,
  start_chars_hint: ["`"],
});

const symbolToken = (name: string, text: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, label: `"${text}"`, pattern: text, categories });

/** Any operator between two operands. */
export const BinaryOperator = createToken({ name: "BinaryOperator", label: "an operator", pattern: Lexer.NA });
/** Any operator before an operand. */
export const UnaryOperator = createToken({ name: "UnaryOperator", label: "a sign", pattern: Lexer.NA });

const operators: readonly (readonly [name: string, text: string, ...TokenType[]])[] = [
  ["ArithmeticShiftLeft", "<<<", BinaryOperator],
  ["ArithmeticShiftRight", ">>>", BinaryOperator],
  ["CaseEqual", "===", BinaryOperator],
  ["CaseUnequal", "!==", BinaryOperator],
  ["Power", "**", BinaryOperator],
  ["ShiftLeft", "<<", BinaryOperator],
  ["ShiftRight", ">>", BinaryOperator],
  ["LessEqual", "<=", BinaryOperator],
  ["GreaterEqual", ">=", BinaryOperator],
  ["Equal", "==", BinaryOperator],
  ["Unequal", "!=", BinaryOperator],
  ["And", "&&", BinaryOperator],
  ["Or", "||", BinaryOperator],
  ["BitXnor", "~^", BinaryOperator],
  ["BitXnorOther", "^~", BinaryOperator],
  ["Plus", "+", BinaryOperator, UnaryOperator],
  ["Minus", "-", BinaryOperator, UnaryOperator],
  ["Times", "*", BinaryOperator],
  ["Divide", "/", BinaryOperator],
  ["Modulo", "%", BinaryOperator],
  ["Less", "<", BinaryOperator],
  ["Greater", ">", BinaryOperator],
  ["BitAnd", "&", BinaryOperator],
  ["BitOr", "|", BinaryOperator],
  ["BitXor", "^", BinaryOperator],
  ["Not", "!", UnaryOperator],
  ["BitNot", "~", UnaryOperator],
];

const operatorTokens = operators.map(([name, text, ...categories]) => symbolToken(name, text, categories));
const operatorToken = (name: string): TokenType => operatorTokens.find((token) => token.name === name) as TokenType;
/** `<` and `>` also enclose the name of a port, as in `I(<a>)`. */
export const Less = operatorToken("Less");
export const Greater = operatorToken("Greater");

export const Contribute = symbolToken("Contribute", "<+");
export const AttributeOpen = symbolToken("AttributeOpen", "(*");
export const AttributeClose = symbolToken("AttributeClose", "*)");
export const ParenOpen = symbolToken("ParenOpen", "(");
export const ParenClose = symbolToken("ParenClose", ")");
export const BracketOpen = symbolToken("BracketOpen", "[");
export const BracketClose = symbolToken("BracketClose", "]");
export const Comma = symbolToken("Comma", ",");
export const BraceOpen = createToken({
  name: "BraceOpen",
  label: '"{"',
  pattern: /'?\{/,
  start_chars_hint: ["'", "{"],
});
export const BraceClose = symbolToken("BraceClose", "}");
export const Semicolon = symbolToken("Semicolon", ";");
export const Colon = symbolToken("Colon", ":");
export const Question = symbolToken("Question", "?");
export const Assign = symbolToken("Assign", "=");
export const At = symbolToken("At", "@");

/** Characters that begin nothing; they are an error only where they are not skipped by `` `ifdef ``. */
export const StrayCharacters = createToken({ name: "StrayCharacters", label: "a stray character", pattern: Lexer.NA });
export const UnclosedComment = createToken({
  name: "UnclosedComment",
  label: "an unclosed comment",
  pattern: /\/\*[\s\S]*/,
  start_chars_hint: ["/"],
  line_breaks: true,
});

const skipped = [
  createToken({
    name: "Space",
    pattern: /[ \t\r\n\f\v]+/,
    group: Lexer.SKIPPED,
    line_breaks: true,
    start_chars_hint: [" ", "\t", "\r", "\n", "\f", "\v"],
  }),
  createToken({ name: "LineComment", pattern: /\/\/[^\n]*/, group: Lexer.SKIPPED, start_chars_hint: ["/"] }),
  createToken({
    name: "BlockComment",
    pattern: /\/\*[\s\S]*?\*\//,
    group: Lexer.SKIPPED,
    line_breaks: true,
    start_chars_hint: ["/"],
  }),
];

/** All token types, those first that win where several match. */
export const tokenTypes: readonly TokenType[] = [
  ...skipped,
  UnclosedComment,
  // `endcase` before `end`: the first keyword that matches wins over later ones.
  ...[...keywordNames].sort((a, b) => b.length - a.length).map((word) => keyword[word]),
  Identifier,
  NumberLiteral,
  StringLiteral,
  SystemName,
  Define,
  Directive,
  Contribute,
  AttributeOpen,
  AttributeClose,
  ...operatorTokens,
  ParenOpen,
  ParenClose,
  BracketOpen,
  BracketClose,
  BraceOpen,
  BraceClose,
  Comma,
  Semicolon,
  Colon,
  Question,
  Assign,
  At,
  StrayCharacters,
  BinaryOperator,
  UnaryOperator,
];

let lexer: Lexer | undefined;

/**
 * The words of a source text, directives included. It never fails: what begins nothing is {@link StrayCharacters}.
 *
 * @param text the part of `source` to read
 * @param offset where `text` stands in `source`
 */
export function tokenize(source: SourceText, text = source.text, offset = 0): Token[] {
  // The hints which characters begin a token (start_chars_hint) spare the lexer its analysis of the patterns.
  lexer ??= new Lexer([...tokenTypes], {
    positionTracking: "onlyOffset",
    skipValidations: true,
    ensureOptimizations: true,
  });
  const { tokens, errors } = lexer.tokenize(text) as { tokens: Token[]; errors: ILexingError[] };
  for (const error of errors) {
    const image = text.slice(error.offset, error.offset + error.length);
    tokens.push({ image, startOffset: error.offset, tokenType: StrayCharacters, tokenTypeIdx: stray } as Token);
  }
  if (errors.length > 0) tokens.sort((a, b) => a.startOffset - b.startOffset);
  for (const token of tokens) {
    const start = offset + token.startOffset;
    token.payload = { source, start, end: start + token.image.length };
  }
  return tokens;
}

const stray = StrayCharacters.tokenTypeIdx as number;
