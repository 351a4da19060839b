import { type UniformStream, uniformStream } from "../base/random/uniform-stream.js";
import { inverseNormal } from "./inverse-normal.js";

/** A sequence of independent random numbers. */
export interface RandomStream extends UniformStream {
  /** Standard normal: mean 0, variance 1, between -8.2 and 8.2; one number of {@link inverseNormal}'s per uniform one. */
  readonly normal: () => number;
}

/**
 * Stream number `stream` of a seed: `randomStream(seed, k)` for sample k, so that it is the same whoever computes it.
 * Philox4x32-10 in counter mode; the same bits on every machine.
 *
 * @param seed,stream whole numbers from 0 to 2^53 - 1
 * @throws sampling/wrong-seed
 */
export function randomStream(seed: number, stream = 0): RandomStream {
  const uniform = uniformStream(seed, stream);
  return { ...uniform, normal: () => inverseNormal(uniform.uniform()) };
}
