import { HillockError } from "../base/error.js";
import { type RandomStream, randomStream } from "../sampling/random-stream.js";

/** How printed components deviate from their values. */
export interface PrintVariation {
  /** Relative deviation of each component: half the width of a uniform distribution, or a standard deviation. */
  readonly relative: number;
  /** Default uniform, as published. A normal one is cut at 4 standard deviations. */
  readonly distribution?: "uniform" | "normal";
  /**
   * Relative deviation that components printed together share: all resistors of a layer's crossbar; and, in all circuits of a
   * layer, all those of the same name. Its distribution is the same; default 0.
   */
  readonly matched?: number;
  /** Whether each printed circuit deviates on its own, or, as in the published code, all copies of a circuit alike. Default "each". */
  readonly circuits?: "each" | "alike";
}

/** Deviations beyond this many standard deviations are drawn anew. */
const mostDeviations = 4;
/** A component keeps at least this part of its value. */
const leastFactor = 0.05;

/** @throws training/variation */
export function checkVariation({ relative, matched = 0 }: PrintVariation): void {
  for (const value of [relative, matched])
    if (!(value >= 0 && value < 1))
      throw new HillockError({
        code: "training/variation",
        problem: `${value} is no relative deviation`,
        help: "give a number from 0 to below 1: 0.1 for 10 %",
      });
}

/** Draws factors of component values, 1 on average, in a fixed order. */
export interface FactorSource {
  /** Fills `count` factors from `at` on with those of components that share a print. */
  readonly group: (into: Float64Array, at: number, count: number) => void;
  /** The shared part of a group's factors. */
  readonly shared: () => number;
  /** One component's own factor. */
  readonly own: () => number;
}

/** Number of a stream of random numbers: which sample of which epoch, and what for. */
export function sampleStream(use: "training" | "validation" | "test", epoch: number, sample: number): number {
  const uses = { training: 0, validation: 1, test: 2 };
  return (epoch * samplesPerEpoch + sample) * 3 + uses[use];
}
export const samplesPerEpoch = 65536;

/** The factors of one sample: those of stream number `stream` of the seed, whoever draws them. */
export function factorSource(seed: number, stream: number, variation: PrintVariation): FactorSource {
  const random = randomStream(seed, stream);
  const { relative, matched = 0, distribution = "uniform" } = variation;
  const draw = distribution === "uniform" ? () => 2 * random.uniform() - 1 : () => boundedNormal(random);
  const factor = (spread: number): number => (spread === 0 ? 1 : Math.max(leastFactor, 1 + spread * draw()));
  const own = () => factor(relative);
  const shared = () => factor(matched);
  return {
    own,
    shared,
    group(into, at, count) {
      const common = shared();
      for (let k = 0; k < count; k++) into[at + k] = common * own();
    },
  };
}

function boundedNormal(random: RandomStream): number {
  let drawn = random.normal();
  while (Math.abs(drawn) > mostDeviations) drawn = random.normal();
  return drawn;
}
