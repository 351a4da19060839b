import { type Deck, decks } from "./decks.js";
import { randomStream } from "./random.js";
import { structureMutations } from "./structure-mutations.js";
import { textMutations } from "./text-mutations.js";

/** A deck and what was done to it. */
export interface MutatedDeck extends Deck {
  readonly mutations: readonly string[];
}

/** Deck `index` of a seed. Every netlist and every mutation has its turn; further ones are drawn. */
export function mutatedDeck(seed: number, index: number): MutatedDeck {
  const random = randomStream(seed, index);
  const mutations: string[] = [];
  let deck = decks[index % decks.length];
  const names = [...Object.keys(structureMutations), ...Object.keys(textMutations)];
  // Half of the decks have one structural mutation, the others up to four of the text.
  const wanted =
    random.below(2) === 0
      ? [random.pick(Object.keys(structureMutations))]
      : Array.from({ length: 1 + random.below(4) }, () => random.pick(Object.keys(textMutations)));
  if (random.below(8) === 0) wanted.push(random.pick(names));
  for (const name of wanted) {
    mutations.push(name);
    deck = Object.hasOwn(structureMutations, name)
      ? structureMutations[name](deck, random)
      : { ...deck, text: textMutations[name](deck.text, random) };
  }
  return { ...deck, mutations };
}
