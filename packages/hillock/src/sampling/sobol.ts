import { HillockError } from "../base/error.js";
import { joeKuoNumbers } from "./joe-kuo-numbers.js";
import { scrambling } from "./owen-scrambling.js";

/** Points that fill a cube more evenly than random ones do. */
export interface SobolSequence {
  readonly dimensions: number;
  /**
   * Point number `index`, from 0 to 2^32 - 1.
   * @param into `[dimensions]`, receives the point; a new array if absent
   */
  readonly point: (index: number, into?: Float64Array) => Float64Array;
}

const bits = 32;
const points = 0x1_0000_0000;

const rows = joeKuoNumbers.trim().split(/\s+/);

/** Dimensions that a sequence may have, at most. */
export const mostSobolDimensions = rows.length + 1;

/**
 * Sobol's low-discrepancy sequence in base 2, scrambled by Owen's nested uniform permutations: every block of 2^m points
 * from a multiple of 2^m on is a digital net, every point alone is uniform in the cube, and the mean over n points of a
 * smooth function has an error of about n^-3/2. Point k depends on k and the seed only. Points come in the order of
 * Gray's code, as is usual; coordinates have 32 bits, and scrambled ones lie in the middle of their cell, within (0, 1).
 *
 * Sources: I. M. Sobol' 1967; direction numbers of {@link joeKuoNumbers}; A. B. Owen, Randomly permuted (t,m,s)-nets and
 * (t,s)-sequences, 1995.
 *
 * @param dimensions from 1 to {@link mostSobolDimensions}
 * @param seed of the scrambling, a whole number; without it the plain sequence, whose first point is 0
 * @throws sampling/too-many-dimensions, sampling/wrong-seed, sampling/wrong-index (of `point`)
 */
export function sobolSequence(dimensions: number, seed?: number): SobolSequence {
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= mostSobolDimensions)) {
    throw tooManyDimensions(dimensions);
  }
  const directions = Array.from({ length: dimensions }, (_, dimension) => directionsOf(dimension));
  const scramble = seed === undefined ? undefined : scrambling(seed);
  return {
    dimensions,
    point: (index, into = new Float64Array(dimensions)) => {
      if (!(Number.isInteger(index) && index >= 0 && index < points)) throw wrongIndex(index);
      const gray = (index ^ (index >>> 1)) >>> 0;
      for (let dimension = 0; dimension < dimensions; dimension++) {
        const direction = directions[dimension];
        let word = 0;
        for (let bit = 0, rest = gray; rest !== 0; bit++, rest >>>= 1) if (rest & 1) word ^= direction[bit];
        into[dimension] = scramble ? (scramble(word >>> 0, dimension) + 0.5) / points : (word >>> 0) / points;
      }
      return into;
    },
  };
}

/** Direction numbers of a dimension as fractions of 32 bits, by the recurrence of Bratley and Fox 1988. */
function directionsOf(dimension: number): Uint32Array {
  const direction = new Uint32Array(bits);
  if (dimension === 0) {
    for (let bit = 0; bit < bits; bit++) direction[bit] = 1 << (bits - 1 - bit);
    return direction;
  }
  const [polynomial, ...initial] = rows[dimension - 1].split(",").map(Number);
  const degree = initial.length;
  for (let bit = 0; bit < bits; bit++) {
    if (bit < degree) {
      direction[bit] = initial[bit] << (bits - 1 - bit);
      continue;
    }
    let word = direction[bit - degree] ^ (direction[bit - degree] >>> degree);
    for (let back = 1; back < degree; back++) if ((polynomial >>> (degree - back)) & 1) word ^= direction[bit - back];
    direction[bit] = word;
  }
  return direction;
}

function tooManyDimensions(dimensions: number): HillockError {
  return new HillockError({
    code: "sampling/too-many-dimensions",
    problem: `Sobol's sequence is asked for in ${dimensions} dimensions`,
    details: [`There are direction numbers for 1 to ${mostSobolDimensions} dimensions, one per varied quantity.`],
    help: "draw at random or by a Latin hypercube, or vary fewer quantities",
  });
}

function wrongIndex(index: number): HillockError {
  return new HillockError({
    code: "sampling/wrong-index",
    problem: `Sobol's sequence has no point number ${index}`,
    help: "points are counted from 0 to 2^32 - 1",
  });
}
