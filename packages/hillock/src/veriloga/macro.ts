import { BracketClose, BracketOpen, Comma, Identifier, ParenClose, ParenOpen, type Token, tokenize } from "./lexer.js";
import { fault, type Location } from "./source-text.js";

/** A `` `define ``. */
export interface Macro {
  readonly name: string;
  /** Names of its arguments, or undefined if it takes none. */
  readonly parameters: readonly string[] | undefined;
  /** Where the body stands; it is read when the macro is first used. */
  readonly bodyText: string;
  readonly bodyStart: number;
  readonly at: Location;
  body?: readonly Token[];
}

/** Reads the text of a `` `define `` directive. */
export function readMacro(token: Token): Macro {
  // The backslash of a continued line means nothing further; blanks keep the offsets.
  const text = token.image.replace(/\\(?=\r?\n)/g, " ");
  const head = /^`define[ \t]+([A-Za-z_][A-Za-z0-9_$]*)(\(([^)]*)\))?/.exec(text);
  if (head === null) {
    throw fault("bad-define", "`define needs a name", token.payload, { help: "write  `define NAME text" });
  }
  const parameters = head[3]?.split(",").map((name) => name.trim());
  const wrong = parameters?.find((name) => !/^[A-Za-z_][A-Za-z0-9_$]*$/.test(name));
  if (wrong !== undefined) {
    throw fault("bad-define", `"${wrong}" cannot be an argument of a macro`, token.payload, {
      help: "write  `define NAME(a, b) text",
    });
  }
  return {
    name: head[1],
    parameters,
    bodyText: text.slice(head[0].length),
    bodyStart: token.payload.start + head[0].length,
    at: token.payload,
  };
}

/** The arguments that follow a use of a macro: each a list of tokens. `next` is the index after the closing parenthesis. */
export function readArguments(
  tokens: readonly Token[],
  open: number,
  use: Token,
  macro: Macro,
): { readonly args: Token[][]; readonly next: number } {
  const expected = macro.parameters?.length ?? 0;
  if (tokens[open]?.tokenType !== ParenOpen) {
    throw fault("macro-arguments", `the macro ${use.image} needs ${countOf(expected)} in parentheses`, use.payload);
  }
  const args: Token[][] = [[]];
  let depth = 0;
  for (let index = open + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (depth === 0 && token.tokenType === ParenClose) {
      if (args.length !== expected) {
        throw fault("macro-arguments", `${use.image} takes ${countOf(expected)}, ${args.length} given`, use.payload);
      }
      return { args, next: index + 1 };
    }
    if (depth === 0 && token.tokenType === Comma) {
      args.push([]);
      continue;
    }
    if (token.tokenType === ParenOpen || token.tokenType === BracketOpen) depth++;
    if (token.tokenType === ParenClose || token.tokenType === BracketClose) depth--;
    args[args.length - 1].push(token);
  }
  throw fault("macro-arguments", `the parenthesis after ${use.image} is not closed`, use.payload);
}

/** The body of a macro with its arguments put in; every token stands where the macro is used. */
export function substituteArguments(macro: Macro, args: readonly (readonly Token[])[], use: Token): Token[] {
  macro.body ??= tokenize(macro.at.source, macro.bodyText, macro.bodyStart);
  const at: Location = { ...use.payload, macros: [...(use.payload.macros ?? []), macro.name] };
  const result: Token[] = [];
  for (const token of macro.body) {
    const argument = token.tokenType === Identifier ? (macro.parameters?.indexOf(token.image) ?? -1) : -1;
    // An argument may name a macro that it was expanded before; it is not expanded again.
    if (argument >= 0) result.push(...args[argument]);
    else result.push({ ...token, payload: at });
  }
  return result;
}

const countOf = (n: number): string => (n === 1 ? "1 argument" : `${n} arguments`);
