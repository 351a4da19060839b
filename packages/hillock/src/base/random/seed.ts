import { HillockError } from "../error.js";

/** What random numbers are for. Each purpose has keys of its own, so that equal seeds do not give equal numbers. */
export const purpose = { stream: 0, scrambling: 1, hypercube: 2 } as const;
export type Purpose = (typeof purpose)[keyof typeof purpose];

const word = 0x1_0000_0000;

/** The two words of a whole number from 0 to 2^53 - 1, the lower one first. */
export function wordsOf(value: number, what: string): readonly [low: number, high: number] {
  if (Number.isSafeInteger(value) && value >= 0) return [value % word, Math.floor(value / word)];
  throw new HillockError({
    code: "sampling/wrong-seed",
    problem: `${value} is no ${what}`,
    help: `a ${what} is a whole number from 0 to 2^53 - 1`,
  });
}

/** The key of a seed: its 53 bits, and above them what it is for. */
export function keyOf(seed: number, use: Purpose): readonly [key0: number, key1: number] {
  const [low, high] = wordsOf(seed, "seed");
  return [low, (use << 21) | high];
}
