import { uniformStream } from "../base/random/uniform-stream.js";
import { latinHypercube } from "./latin-hypercube.js";
import { sobolSequence } from "./sobol.js";

/** Ways to place samples: scrambled Sobol sequence, independent random numbers, Latin hypercube. */
export const samplingMethods = ["sobol", "random", "latin-hypercube"] as const;
export type SamplingMethod = (typeof samplingMethods)[number];

/** Point `index` of a sequence in the unit cube, `[dimensions]`; the array is used again for the next one. */
export type Places = (index: number) => Float64Array;

/** The points of a method; a Latin hypercube has `samples` of them, the others do not end. */
export function placesOf(method: SamplingMethod, dimensions: number, samples: number, seed: number): Places {
  const place = new Float64Array(dimensions);
  if (dimensions === 0) return () => place;
  switch (method) {
    case "sobol": {
      const { point } = sobolSequence(dimensions, seed);
      return (index) => point(index, place);
    }
    case "random":
      return (index) => {
        const { uniform } = uniformStream(seed, index);
        for (let dimension = 0; dimension < dimensions; dimension++) place[dimension] = uniform();
        return place;
      };
    case "latin-hypercube": {
      const all = latinHypercube(samples, dimensions, seed);
      return (index) => all.subarray(index * dimensions, (index + 1) * dimensions);
    }
  }
}
