import { philox4x32 } from "../base/random/philox.js";
import { keyOf, purpose } from "../base/random/seed.js";

/** Levels of the tree of bits whose flips are in one block of random numbers: 2^7 - 1 nodes, 128 bits. */
const levels = 7;
const bits = 32;

/**
 * Owen's nested uniform scrambling of 32-bit fractions: each bit is flipped or not by a random bit that belongs to the
 * dimension and to all bits before it. The random bits are looked up by counter, so that nothing is stored.
 *
 * @param seed a whole number
 * @returns the scrambled word of a word in a dimension
 */
export function scrambling(seed: number): (word: number, dimension: number) => number {
  const [key0, key1] = keyOf(seed, purpose.scrambling);
  const block = new Uint32Array(4);
  return (word, dimension) => {
    let scrambled = 0;
    for (let from = 0; from < bits; from += levels) {
      const before = from === 0 ? 0 : word >>> (bits - from);
      philox4x32(before, from, dimension, 0, key0, key1, block);
      const to = Math.min(from + levels, bits);
      // Nodes of this part of the tree are counted as in a heap: 1 is its root, 2n and 2n + 1 come after n.
      let node = 1;
      for (let level = from; level < to; level++) {
        const bit = (word >>> (bits - 1 - level)) & 1;
        const flip = (block[node >>> 5] >>> (node & 31)) & 1;
        scrambled = ((scrambled << 1) | (bit ^ flip)) >>> 0;
        node = 2 * node + bit;
      }
    }
    return scrambled;
  };
}
