import { didYouMean } from "../base/suggest.js";
import { Define, Directive, StringLiteral, type Token, tokenize } from "./lexer.js";
import { type Macro, readArguments, readMacro, substituteArguments } from "./macro.js";
import { fault, lineNumber, type SourceText } from "./source-text.js";
import { isStandardConstant, standardInclude } from "./standard-includes.js";

/**
 * Gives the text of an included file, or undefined if there is none; with the text, if need be, the name by which
 * messages and the file's own `` `include `` are to know it.
 *
 * @param name as written
 * @param from the file that includes it
 */
export type IncludeReader = (name: string, from: string) => string | SourceText | undefined;

interface Preprocessor {
  readonly macros: Map<string, Macro>;
  readonly include: IncludeReader | undefined;
  readonly output: Token[];
  /** Files being included, outermost first. */
  readonly files: string[];
  /** How many macros have been expanded so far. */
  readonly expansions: { count: number };
}

const mostTokens = 500_000;
const mostExpansions = 100_000;
const deepestInclude = 20;

/** `` `ifdef `` being read: whether its present part counts, and whether a part has counted already. */
interface Conditional {
  readonly opened: Token;
  active: boolean;
  decided: boolean;
  elseSeen: boolean;
}

/**
 * The words of a source after its directives acted: macros expanded, included files in place, conditional parts chosen.
 *
 * @throws HillockError on an unknown macro or directive, a missing include file, an unbalanced `` `ifdef ``
 */
export function preprocess(source: SourceText, include?: IncludeReader): Token[] {
  const state: Preprocessor = {
    macros: predefinedMacros(),
    include,
    output: [],
    files: [source.file],
    expansions: { count: 0 },
  };
  walk(state, tokenize(source), []);
  return state.output;
}

function predefinedMacros(): Map<string, Macro> {
  const source: SourceText = { file: "predefined macros", text: "1" };
  const define = (name: string): [string, Macro] => [
    name,
    { name, parameters: undefined, bodyText: "1", bodyStart: 0, at: { source, start: 0, end: 1 } },
  ];
  return new Map([define("__VAMS_ENABLE__"), define("__VAMS_COMPACT_MODELING__"), define("__HILLOCK__")]);
}

/** Sends `tokens` to the output; `expanding` are the macros whose text this is. */
function walk(state: Preprocessor, tokens: readonly Token[], expanding: readonly string[]): void {
  const conditionals: Conditional[] = [];
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    const skipping = conditionals.some(({ active }) => !active);
    if (token.tokenType === Directive) {
      const after = actConditional(state, tokens, index, conditionals, skipping);
      if (after !== undefined) index = after;
      else if (skipping) index++;
      else index = act(state, tokens, index, expanding);
      continue;
    }
    index++;
    if (skipping) continue;
    if (token.tokenType === Define) {
      const macro = readMacro(token);
      state.macros.set(macro.name, macro);
    } else {
      state.output.push(token);
      if (state.output.length > mostTokens) {
        throw fault("too-large", `the source is longer than ${mostTokens} words after macro expansion`, token.payload);
      }
    }
  }
  const open = conditionals.at(-1);
  if (open) {
    throw fault("unbalanced-ifdef", `${open.opened.image} without \`endif`, open.opened.payload, {
      help: "close the part with  `endif",
    });
  }
}

/** Acts on `` `ifdef `` and its kin; the next index, or undefined if the directive is another one. */
function actConditional(
  state: Preprocessor,
  tokens: readonly Token[],
  index: number,
  conditionals: Conditional[],
  skipping: boolean,
): number | undefined {
  const token = tokens[index];
  const innermost = conditionals.at(-1);
  switch (token.image) {
    case "`ifdef":
    case "`ifndef": {
      const defined = state.macros.has(nameAfter(tokens, index));
      const active = defined === (token.image === "`ifdef");
      conditionals.push({ opened: token, active, decided: active || skipping, elseSeen: false });
      return index + 2;
    }
    case "`elsif":
    case "`else":
    case "`endif":
      if (innermost === undefined || (innermost.elseSeen && token.image !== "`endif")) {
        throw fault("unbalanced-ifdef", `${token.image} without \`ifdef`, token.payload, {
          help: "it ends a part begun by  `ifdef NAME  or  `ifndef NAME",
        });
      }
      if (token.image === "`endif") {
        conditionals.pop();
        return index + 1;
      }
      innermost.active = !innermost.decided && (token.image === "`else" || state.macros.has(nameAfter(tokens, index)));
      innermost.decided ||= innermost.active;
      innermost.elseSeen = token.image === "`else";
      return index + (token.image === "`else" ? 1 : 2);
    default:
      return undefined;
  }
}

function nameAfter(tokens: readonly Token[], index: number): string {
  const name = tokens[index + 1];
  if (name === undefined || !/^[A-Za-z_]/.test(name.image)) {
    throw fault("bad-directive", `${tokens[index].image} needs the name of a macro`, tokens[index].payload);
  }
  return name.image;
}

/** Acts on a directive or the use of a macro; the index after it. */
function act(state: Preprocessor, tokens: readonly Token[], index: number, expanding: readonly string[]): number {
  const token = tokens[index];
  switch (token.image) {
    case "`undef":
      state.macros.delete(nameAfter(tokens, index));
      return index + 2;
    case "`include":
      includeFile(state, tokens, index);
      return index + 2;
    case "`timescale":
    case "`resetall":
      return afterLine(tokens, index);
    case "`default_discipline":
    case "`default_transition":
    case "`default_nettype":
    case "`begin_keywords":
    case "`end_keywords":
    case "`line":
      throw fault("unsupported-directive", `${token.image} is not supported`, token.payload, {
        help: "remove it, and state the discipline of every node",
      });
    default:
      return expand(state, tokens, index, expanding);
  }
}

/** The index of the first token on a later line. */
function afterLine(tokens: readonly Token[], index: number): number {
  const { source, start } = tokens[index].payload;
  const line = lineNumber(source.text, start);
  let next = index + 1;
  while (next < tokens.length && lineNumber(source.text, tokens[next].payload.start) === line) next++;
  return next;
}

function includeFile(state: Preprocessor, tokens: readonly Token[], index: number): void {
  const file = tokens[index + 1];
  if (file?.tokenType !== StringLiteral) {
    throw fault("bad-directive", '`include needs a file name in "quotes"', tokens[index].payload);
  }
  const name = file.image.slice(1, -1);
  if (state.files.length > deepestInclude) {
    throw fault("include-too-deep", `more than ${deepestInclude} files include each other`, file.payload, {
      details: [`the innermost are ${state.files.slice(-3).join(", ")}`],
      help: "does a file include itself?",
    });
  }
  const from = state.files[state.files.length - 1];
  const found = standardInclude(name) ?? state.include?.(name, from);
  if (found === undefined) {
    throw fault("include-not-found", `there is no file "${name}"`, file.payload, {
      details: ["disciplines.vams and constants.vams are built in; other files are looked up beside this one"],
    });
  }
  const source = typeof found === "string" ? { file: name, text: found } : found;
  state.files.push(source.file);
  walk(state, tokenize(source), []);
  state.files.pop();
}

/** Sends the expansion of a macro to the output; the index after its use. */
function expand(state: Preprocessor, tokens: readonly Token[], index: number, expanding: readonly string[]): number {
  const use = tokens[index];
  const name = use.image.slice(1);
  const macro = state.macros.get(name);
  if (macro === undefined) {
    throw fault("unknown-macro", `there is no macro ${use.image}`, use.payload, {
      help: isStandardConstant(name)
        ? 'add  `include "constants.vams"'
        : didYouMean(name, state.macros.keys(), `define it:  \`define ${name} ...`),
    });
  }
  if (++state.expansions.count > mostExpansions) {
    throw fault("too-large", `more than ${mostExpansions} macros are expanded`, use.payload);
  }
  if (expanding.includes(name)) {
    throw fault("recursive-macro", `the macro ${use.image} uses itself`, use.payload);
  }
  const { args, next } =
    macro.parameters === undefined ? { args: [], next: index + 1 } : readArguments(tokens, index + 1, use, macro);
  const expanded = args.map((argument) => expandArgument(state, argument, expanding));
  walk(state, substituteArguments(macro, expanded, use), [...expanding, name]);
  return next;
}

/** An argument with the macros in it expanded, so that a macro may be used in the argument of itself. */
function expandArgument(state: Preprocessor, argument: readonly Token[], expanding: readonly string[]): Token[] {
  if (!argument.some(({ tokenType }) => tokenType === Directive)) return [...argument];
  const inner: Preprocessor = { ...state, output: [] };
  walk(inner, argument, expanding);
  return inner.output;
}
