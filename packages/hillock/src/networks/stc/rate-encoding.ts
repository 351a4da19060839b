import { HillockError } from "../../base/error.js";
import { uniformStream } from "../../base/random/uniform-stream.js";
import { elementary } from "../../expr/elementary.js";
import type { EncodedSample } from "./plastic-network.js";

/** Makes spikes of the grey levels of a sample. `index` says which sample it is; only random encodings depend on it. */
export type RateEncoder = (pixels: Uint8Array, index: number) => EncodedSample;

/** How grey levels become spikes. */
export interface RateEncoding {
  /** Frequency of the grey level 255, Hz; others in proportion */
  readonly largestFrequency: number;
  /** How long spikes come, s */
  readonly duration: number;
  /** Spikes of the deterministic encoding come at whole multiples of this, s */
  readonly timeStep: number;
}

/** 40 Hz, 150 ms, 1 ms: M. A. Nicholson, thesis, University of Groningen, 2024. */
export const thesisEncoding: RateEncoding = { largestFrequency: 40, duration: 0.15, timeStep: 1e-3 };

const { log } = elementary;
const levels = 256;

/**
 * Regular spikes, as in the thesis: with f = level/255 f_max, n = floor(f duration) spikes, the first at 0, the others after
 * floor(steps/n) steps each, `steps` being the number of steps in the duration; at most one spike in each step.
 *
 * Inputs with equal numbers of spikes share one train, so that there are seven trains with the thesis's values.
 *
 * Source: M. A. Nicholson, thesis, University of Groningen, 2024, Appendix A.
 *
 * @throws networks/encoding
 */
export function deterministicEncoder(encoding: RateEncoding): RateEncoder {
  checkEncoding(encoding);
  const { largestFrequency, duration, timeStep } = encoding;
  const steps = Math.round(duration / timeStep);
  // Divided last: at the grey levels 85 and 170 the thesis's order, level/255 first, is a rounding error below 2 and 4 spikes.
  const countOf = (level: number) => Math.min(steps, Math.trunc((level * largestFrequency * duration) / (levels - 1)));
  const counts = Array.from({ length: levels }, (_, level) => countOf(level));
  const distinct = [...new Set(counts)];
  const trains = distinct.map((count) => {
    const interval = Math.floor(steps / count);
    return Float64Array.from({ length: count }, (_, k) => k * interval * timeStep);
  });
  const trainOfLevel = Uint16Array.from(counts, (count) => distinct.indexOf(count));
  return (pixels) => {
    const trainOf = new Uint16Array(pixels.length);
    for (let input = 0; input < trainOf.length; input++) trainOf[input] = trainOfLevel[pixels[input]];
    return { trains, trainOf };
  };
}

/**
 * Spikes of a Poisson process of frequency level/255 f_max for each input. The numbers of a sample are those of a stream of its own,
 * so that sample k is the same whoever encodes it, and whenever.
 *
 * @throws networks/encoding, sampling/wrong-seed
 */
export function poissonEncoder(encoding: RateEncoding, seed: number): RateEncoder {
  checkEncoding(encoding);
  const { largestFrequency, duration } = encoding;
  const silent = new Float64Array();
  return (pixels, index) => {
    const stream = uniformStream(seed, index);
    const trains: Float64Array[] = [silent];
    const trainOf = Uint16Array.from(pixels, (level) => {
      if (level === 0) return 0;
      const frequency = (level / (levels - 1)) * largestFrequency;
      const times: number[] = [];
      const interval = () => -log(stream.uniform()) / frequency;
      for (let time = interval(); time < duration; time += interval()) times.push(time);
      if (!times.length) return 0;
      return trains.push(Float64Array.from(times)) - 1;
    });
    return { trains, trainOf };
  };
}

function checkEncoding({ largestFrequency, duration, timeStep }: RateEncoding): void {
  const above0 = [largestFrequency, duration, timeStep].every((value) => value > 0 && Number.isFinite(value));
  if (above0 && timeStep <= duration) return;
  throw new HillockError({
    code: "networks/encoding",
    problem: `a frequency of ${largestFrequency} Hz for ${duration} s in steps of ${timeStep} s is no encoding`,
    help: "give numbers above 0, and a step no longer than the duration",
  });
}
