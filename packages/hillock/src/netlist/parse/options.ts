import { didYouMean } from "../../base/suggest.js";
import type { Circuit } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import type { Span } from "../place.js";
import { knownOptions, wordOptions } from "../vocabulary.js";
import { type Cursor, peek, skip, spanFrom, spanOf, takeValue, takeWord } from "./cursor.js";

type OptionValue = Circuit["options"][string];

/** `.options a=1 method=gear flag`: calls `set` for each. */
export function parseOptions(cursor: Cursor, set: (name: string, value: OptionValue, span: Span) => void): void {
  while (peek(cursor)) {
    if (skip(cursor, ",")) continue;
    const word = takeWord(cursor, "an option");
    const name = word.text.toLowerCase();
    if (!knownOptions.has(name)) {
      throw errorAt(spanOf(cursor, word), "unknown-option", `"${word.text}" is no option here`, {
        help: didYouMean(name, knownOptions, "it would change results silently, or do nothing; remove it"),
      });
    }
    let value: OptionValue = true;
    if (skip(cursor, "=")) {
      value = wordOptions.has(name)
        ? takeWord(cursor, `the value of ${name}`).text.toLowerCase()
        : takeValue(cursor, `the value of ${name}`);
    }
    set(name, value, spanFrom(cursor, word));
  }
}
