import { HillockError } from "../base/error.js";
import { inverseNormal } from "../sampling/inverse-normal.js";
import { fillUniform } from "../sampling/uniform-numbers.js";

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
  /** Goes to the begin of stream number `stream` of a seed: one sample's factors, whoever draws them. */
  readonly begin: (seed: number, stream: number) => void;
  /** The shared part of a group's factors. */
  readonly shared: () => number;
  /** Fills `count` factors, each `step` after the one before from `at` on, with components' own factors times `common`. */
  readonly own: (into: Float64Array, at: number, step: number, count: number, common: number) => void;
}

/** Number of a stream of random numbers: which sample of which epoch, and what for. */
export function sampleStream(use: "training" | "validation" | "test", epoch: number, sample: number): number {
  const uses = { training: 0, validation: 1, test: 2 };
  return (epoch * samplesPerEpoch + sample) * 3 + uses[use];
}
export const samplesPerEpoch = 65536;

/** @param expected how many numbers a sample has, about: so many are drawn at once */
export function factorSource(variation: PrintVariation, expected: number): FactorSource {
  const { relative, matched = 0, distribution = "uniform" } = variation;
  const numbers = new Float64Array(Math.max(2, 2 * Math.ceil(expected / 2)));
  let [seed, stream, drawn, next] = [0, 0, 0, numbers.length];
  const refill = (): void => {
    fillUniform(numbers, seed, stream, drawn);
    drawn += numbers.length;
    next = 0;
  };
  const uniform = (): number => {
    if (next === numbers.length) refill();
    return numbers[next++];
  };
  const boundedNormal = (): number => {
    let value = inverseNormal(uniform());
    while (Math.abs(value) > mostDeviations) value = inverseNormal(uniform());
    return value;
  };
  const isUniform = distribution === "uniform";
  const factor = (spread: number): number =>
    spread === 0 ? 1 : Math.max(leastFactor, 1 + spread * (isUniform ? 2 * uniform() - 1 : boundedNormal()));
  return {
    begin(ofSeed, ofStream) {
      [seed, stream, drawn, next] = [ofSeed, ofStream, 0, numbers.length];
    },
    shared: () => factor(matched),
    own(into, at, step, count, common) {
      if (isUniform && relative !== 0 && next === numbers.length) refill();
      if (!isUniform || relative === 0 || next + count > numbers.length) {
        for (let k = 0, to = at; k < count; k++, to += step) into[to] = common * factor(relative);
        return;
      }
      // The same, without a call for each number.
      for (let k = next, to = at; k < next + count; k++, to += step)
        into[to] = common * Math.max(leastFactor, 1 + relative * (2 * numbers[k] - 1));
      next += count;
    },
  };
}
