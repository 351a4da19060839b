import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type TokenType,
  tokenLabel,
} from "chevrotain";
import type { HillockError } from "../base/error.js";
import { Identifier, StrayCharacters, type Token, UnclosedComment } from "./lexer.js";
import { fault, type Location, lineNumber, type SourceText } from "./source-text.js";
import { unsupportedWords } from "./unsupported-words.js";

/** What the parser says; the place and the found word are added by {@link syntaxError}. */
export const syntaxMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => `expected ${tokenLabel(expected)}`,
  buildNotAllInputParsedMessage: () => 'expected "module"',
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => `expected ${listOf(expectedPathsPerAlt)}`,
  buildEarlyExitMessage: ({ expectedIterationPaths }) => `expected ${listOf([expectedIterationPaths])}`,
};

function listOf(paths: TokenType[][][]): string {
  const labels = [...new Set(paths.flat().flatMap(([first]) => (first ? [tokenLabel(first)] : [])))];
  if (labels.includes("a number") && labels.includes("a name")) return "an expression";
  if (labels.length > 6) return `one of ${labels.slice(0, 6).join(", ")}, ...`;
  return labels.join(" or ");
}

/** The error of the parser as an error of ours. */
export function syntaxError(exception: IRecognitionException, source: SourceText): HillockError {
  const found = exception.token as Token;
  const previous = (exception as { previousToken?: Token }).previousToken;
  const at = placeOfFault(found, previous, source);
  if (found.tokenType === UnclosedComment)
    return fault("unclosed-comment", "this comment has no */", at, { help: "close it with */" });
  if (found.tokenType === StrayCharacters) return strayCharacter(found, at);
  const [blamed, word] = Object.hasOwn(unsupportedWords, found.image)
    ? [found, found.image]
    : [previous as Token, previous?.image ?? ""];
  if (Object.hasOwn(unsupportedWords, word) && blamed.tokenType === Identifier) {
    return fault("unsupported", `\`${word}\` is not supported`, blamed.payload, { help: unsupportedWords[word] });
  }
  const what = found.tokenType === EOF ? "the end of the file" : `\`${found.image}\``;
  return fault("syntax", exception.message, at, {
    details: [`found ${what}`],
    help: helpFor(exception, found, previous),
  });
}

function strayCharacter(found: Token, at: Location): HillockError {
  if (found.image === '"')
    return fault("unclosed-string", "this string has no closing quote on its line", at, { help: 'close it with "' });
  if ("'#.".includes(found.image)) {
    const help = {
      "'": "write numbers in decimal",
      "#": "parameters and instances of other modules are not supported; put one device in a module",
      ".": "names inside other modules cannot be used; a number needs a digit before or after the point",
    }[found.image];
    return fault("unsupported", `\`${found.image}\` is not supported here`, at, { help });
  }
  return fault("stray-character", `the character ${JSON.stringify(found.image)} means nothing here`, at);
}

/** Where something is missing: behind the word before, if the next word is on a later line. */
function placeOfFault(found: Token, previous: Token | undefined, source: SourceText): Location {
  const before = previous?.payload;
  if (found.payload === undefined) {
    const end = before?.end ?? 0;
    return before ? { ...before, start: end, end } : { source, start: 0, end: 0 };
  }
  const at = found.payload;
  if (before === undefined || before.source !== at.source || before.end > at.start) return at;
  const sameLine = lineNumber(at.source.text, before.end) === lineNumber(at.source.text, at.start);
  return sameLine || found.tokenType === StrayCharacters ? at : { ...before, start: before.end, end: before.end };
}

function helpFor(exception: IRecognitionException, found: Token, previous: Token | undefined): string | undefined {
  if (found.image === "[") return "vectors of nodes are not supported; use single nodes";
  if (found.image === ":" && exception.message.includes("<+")) {
    return "indirect contributions are not supported; write  V(out) <+ ...  or  I(out) <+ ...";
  }
  if (exception.message === 'expected ";"' && previous?.image === "end") return "`end` takes no name";
  if (exception.message === 'expected ";"') return "every statement ends with a semicolon";
  if (found.tokenType === EOF) return "a `begin`, `case`, `function` or `module` is not closed";
  if (found.image === "=" && exception.message.includes("<+")) return "a contribution is written with <+";
  return undefined;
}
