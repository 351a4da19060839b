import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { type Deck, decks } from "./decks.js";
import { randomStream } from "./random.js";

/** The circuit as text, or the code of the error. */
function readingOf({ text, files }: Deck): string {
  const include = (name: string, from: string): string => {
    const path = new URL(name, `file:///${from}`).pathname.slice(1);
    if (!Object.hasOwn(files, path)) throw new Error(`no file ${path}`);
    return files[path];
  };
  try {
    return JSON.stringify(parseNetlist(text, { file: "deck.cir", include }));
  } catch (error) {
    if (isHillockError(error)) return error.code;
    throw error;
  }
}

const wordsPerDeck = 150;

test.each(decks.map((deck) => [deck.name, deck] as const))("no word of %s is passed over", (_, deck) => {
  const random = randomStream(1, decks.indexOf(deck));
  const whole = readingOf(deck);
  const lines = deck.text.split("\n");
  const words = lines.flatMap((line, index) => {
    if (index === 0 || /^\s*\*/.test(line)) return [];
    return [...line.matchAll(/[^\s=(),{}'"]+|[=(),{}'"]/g)].map((match) => ({
      index,
      at: match.index,
      word: match[0],
    }));
  });
  for (let k = 0; k < wordsPerDeck; k++) {
    const { index, at, word } = random.pick(words);
    // Taken out, a default value would be missed by nobody; another word in its place is.
    const other = word === "7" ? "8" : "7";
    const line = `${lines[index].slice(0, at)}${other}${lines[index].slice(at + word.length)}`;
    const text = [...lines.slice(0, index), line, ...lines.slice(index + 1)].join("\n");
    expect(readingOf({ ...deck, text }), `${lines[index]}\n${line}`).not.toBe(whole);
  }
});

test.each(decks.map((deck) => [deck.name, deck] as const))("no line of %s is passed over", (_, deck) => {
  const whole = readingOf(deck);
  const lines = deck.text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "" || /^\s*(?:\*|\.end\s*$|\.save all)/i.test(line)) continue;
    const changed = lines.filter((_, other) => other !== index).join("\n");
    expect(readingOf({ ...deck, text: changed }), `left out: ${line}`).not.toBe(whole);
  }
});
