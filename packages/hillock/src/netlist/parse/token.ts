import { errorAt } from "../netlist-error.js";
import type { LogicalLine } from "./logical-line.js";

/**
 * A piece of a netlist line. A `formula` stood in braces or single quotes, a `string` in double quotes; their `text` is
 * what stood between.
 */
export interface Token {
  readonly kind: "word" | "formula" | "string" | "=" | "(" | ")" | ",";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const word = /[^\s=(),{}'"]+/y;

/** Splits a line into tokens; blanks only separate. */
export function tokenize(line: LogicalLine, from = 0): Token[] {
  const { text } = line;
  const result: Token[] = [];
  let index = from;
  while (index < text.length) {
    const start = index;
    const character = text[index];
    if (/\s/.test(character)) {
      index++;
    } else if (character === "=" || character === "(" || character === ")" || character === ",") {
      result.push({ kind: character, text: character, start, end: ++index });
    } else if (character === "{" || character === "'" || character === '"') {
      index = closing(line, start) + 1;
      const kind = character === '"' ? "string" : "formula";
      result.push({ kind, text: text.slice(start + 1, index - 1), start, end: index });
    } else if (character === "}") {
      const help = "remove it, or open the formula with {";
      throw errorAt({ line, start, end: start + 1 }, "unbalanced", "nothing is open that this brace closes", { help });
    } else {
      word.lastIndex = start;
      const [image] = word.exec(text) ?? [character];
      index += image.length;
      result.push({ kind: "word", text: image, start, end: index });
    }
  }
  return result;
}

/** Where the brace or quote that opens at `start` is closed. */
function closing(line: LogicalLine, start: number): number {
  const { text } = line;
  const open = text[start];
  let end = start;
  if (open === "{") {
    let depth = 0;
    for (end = start; end < text.length; end++) {
      if (text[end] === "{") depth++;
      else if (text[end] === "}" && --depth === 0) return end;
    }
  } else {
    end = text.indexOf(open, start + 1);
    if (end >= 0) return end;
  }
  const close = open === "{" ? "}" : open;
  const help = `close it with ${close}`;
  throw errorAt({ line, start, end: start + 1 }, "unbalanced", `this ${open} is never closed`, { help });
}
