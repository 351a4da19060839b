import type { RandomStream } from "../sampling/random-stream.js";
import { largestTheta, leastTheta } from "./theta.js";

/**
 * How weights begin. "published": inputs and bias hardly above the least conductance, the largest to ground (training code of
 * H. Zhao et al., DATE 2023, with its bias that puts the column at eta3 = 2.3549e-3 V). "signed": random signs and sizes.
 */
export type ThetaStart = "published" | "signed";

/** eta3 of the published activation, V. */
const publishedMiddle = 2.3549e-3;

/** Weights of a layer `[inputs + 2, neurons]` to begin with. */
export function initialTheta(
  start: ThetaStart,
  inputs: number,
  neurons: number,
  { uniform }: RandomStream,
): Float64Array {
  const theta = new Float64Array((inputs + 2) * neurons);
  if (start === "signed") {
    for (let k = 0; k < theta.length; k++) {
      const size = signedLeast + (signedMost - signedLeast) * uniform();
      theta[k] = k < (inputs + 1) * neurons && uniform() < 0.5 ? -size : size;
    }
    return theta;
  }
  for (let k = 0; k < theta.length; k++) theta[k] = uniform() / 100 + leastTheta;
  const [bias, ground] = [inputs * neurons, (inputs + 1) * neurons];
  for (let j = 0; j < neurons; j++) {
    theta[ground + j] += largestTheta;
    let others = theta[ground + j];
    for (let i = 0; i < inputs; i++) others += theta[i * neurons + j];
    theta[bias + j] = (publishedMiddle / (1 - publishedMiddle)) * others;
  }
  return theta;
}

/** Sizes of signed weights: resistors from 333 kohm to 2 Mohm at 10 uS. */
const signedLeast = 0.05;
const signedMost = 0.3;
