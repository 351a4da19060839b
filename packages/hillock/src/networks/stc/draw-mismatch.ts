import { HillockError } from "../../base/error.js";
import { elementary } from "../../expr/elementary.js";
import { randomStream } from "../../sampling/random-stream.js";
import type { PlasticNetwork } from "./plastic-network.js";
import type { SynapseMismatch } from "./synapse-mismatch.js";

/** How far synapses that are drawn alike differ: relative standard deviations. */
export interface MismatchSize {
  /** I_THPOT and I_THDEP */
  readonly thresholds: number;
  /** I_TAILP and I_TAILD */
  readonly currents: number;
  /** C */
  readonly capacitance: number;
}

/** Streams of samples begin at 0; those of mismatch are far from them, so that one seed serves both. */
const firstStream = 0x100_0000_0000;

/**
 * Draws the mismatch of each synapse: independent log-normal factors of mean 1 with the relative standard deviations `size`.
 * Log-normal, because in weak inversion a current depends exponentially on the threshold voltage, which is normal; and so that no
 * factor is negative.
 *
 * @throws networks/mismatch, sampling/wrong-seed
 */
export function drawMismatch(
  { inputs, neurons }: PlasticNetwork,
  { thresholds, currents, capacitance }: MismatchSize,
  seed: number,
): SynapseMismatch {
  const draw = (deviation: number, quantity: number) => {
    if (!(deviation >= 0 && deviation <= 1)) throw wrongSize(deviation);
    // ln of a log-normal number of mean 1 and variance d^2 has the variance ln(1 + d^2) and the mean -1/2 of it.
    const variance = elementary.log1p(deviation * deviation);
    const sigma = Math.sqrt(variance);
    const { normal } = randomStream(seed, firstStream + quantity);
    return Float64Array.from({ length: inputs * neurons }, () => elementary.exp(sigma * normal() - variance / 2));
  };
  return {
    potentiationThreshold: draw(thresholds, 0),
    depressionThreshold: draw(thresholds, 1),
    potentiationCurrent: draw(currents, 2),
    depressionCurrent: draw(currents, 3),
    capacitance: draw(capacitance, 4),
  };
}

function wrongSize(deviation: number): HillockError {
  return new HillockError({
    code: "networks/mismatch",
    problem: `a relative standard deviation of ${deviation} is no mismatch`,
    help: "give a number from 0 to 1, such as 0.1 for 10 %",
  });
}
