import { HillockError } from "../error.js";
import { philox4x32 } from "./philox.js";
import { keyOf, type Purpose, purpose, wordsOf } from "./seed.js";

/** A sequence of independent random numbers. */
export interface UniformStream {
  /** 32 random bits, a whole number from 0 to 2^32 - 1. */
  readonly word: () => number;
  /** Uniform in (0, 1), never 0 or 1: one of the 2^52 numbers (k + 1/2) / 2^52. */
  readonly uniform: () => number;
  /** A whole number from 0 to `count - 1`, all equally likely; `count` from 1 to 2^32. */
  readonly integer: (count: number) => number;
}

const words = 0x1_0000_0000;
/** 2^52 */
const cells = 0x10_0000_0000_0000;

/**
 * Stream number `stream` of a seed. Streams of one seed are independent of each other, and so are those of different
 * seeds; the numbers are the same on every machine. 2^66 words each, by {@link philox4x32} in counter mode.
 *
 * @param seed,stream whole numbers from 0 to 2^53 - 1
 * @throws sampling/wrong-seed, sampling/wrong-count (of `integer`)
 */
export function uniformStream(seed: number, stream: number, use: Purpose = purpose.stream): UniformStream {
  const [key0, key1] = keyOf(seed, use);
  const [low, high] = wordsOf(stream, "stream");
  const block = new Uint32Array(4);
  let next = 4;
  let [counter0, counter1] = [0, 0];
  const word = () => {
    if (next === 4) {
      philox4x32(counter0, counter1, low, high, key0, key1, block);
      counter0 = (counter0 + 1) >>> 0;
      if (counter0 === 0) counter1 = (counter1 + 1) >>> 0;
      next = 0;
    }
    return block[next++];
  };
  return {
    word,
    uniform: () => {
      const lower = word();
      return ((word() >>> 12) * words + lower + 0.5) / cells;
    },
    integer: (count) => {
      if (!(Number.isInteger(count) && count >= 1 && count <= words)) throw wrongCount(count);
      // Words beyond the last whole multiple of `count` would make its smaller remainders more likely.
      const limit = words - (words % count);
      let drawn = word();
      while (drawn >= limit) drawn = word();
      return drawn % count;
    },
  };
}

function wrongCount(count: number): HillockError {
  return new HillockError({
    code: "sampling/wrong-count",
    problem: `${count} is no number of things to choose from`,
    help: "give a whole number from 1 to 2^32",
  });
}
