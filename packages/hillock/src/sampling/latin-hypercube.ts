import { HillockError } from "../base/error.js";
import { purpose } from "../base/random/seed.js";
import { uniformStream } from "../base/random/uniform-stream.js";

const largestBelowOne = 1 - Number.EPSILON / 2;

/**
 * A Latin hypercube: in every dimension each of `samples` equal parts of (0, 1) holds exactly one point, at a random
 * place in it; the parts of different dimensions are paired at random. Unlike those of Sobol's sequence, all points depend
 * on how many there are.
 *
 * Source: M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21 (1979), 239-245.
 *
 * @returns `[samples, dimensions]`
 * @throws sampling/wrong-seed, sampling/wrong-count
 */
export function latinHypercube(samples: number, dimensions: number, seed: number): Float64Array {
  if (!(Number.isInteger(samples) && samples >= 1 && samples <= 0xffff_ffff)) {
    throw new HillockError({
      code: "sampling/wrong-count",
      problem: `a Latin hypercube of ${samples} points is none`,
      help: "ask for a whole number of samples from 1",
    });
  }
  const points = new Float64Array(samples * dimensions);
  const order = new Uint32Array(samples);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const stream = uniformStream(seed, dimension, purpose.hypercube);
    for (let k = 0; k < samples; k++) {
      const other = stream.integer(k + 1);
      order[k] = order[other];
      order[other] = k;
    }
    for (let k = 0; k < samples; k++) {
      const place = (order[k] + stream.uniform()) / samples;
      points[k * dimensions + dimension] = Math.min(place, largestBelowOne);
    }
  }
  return points;
}
