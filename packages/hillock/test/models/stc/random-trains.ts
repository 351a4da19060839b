import { uniformStream } from "../../../src/base/random/uniform-stream.js";

/** Two trains of about `count` spikes in `duration` ms each, at whole ms, no two of a train in the same: [pre, post], ms. */
export function randomTrains(seed: number, count: number, duration: number): { pre: number[]; post: number[] } {
  const { integer } = uniformStream(seed, 0);
  const train = () => [...new Set(Array.from({ length: count }, () => integer(duration)))].sort((a, b) => a - b);
  return { pre: train(), post: train() };
}

/** Times in s of a train in ms. */
export const inSeconds = (train: readonly number[]): number[] => train.map((ms) => ms / 1000);

/** The steps of a train in ms at `perMillisecond` steps each. */
export const inSteps = (train: readonly number[], perMillisecond: number): number[] =>
  train.map((ms) => ms * perMillisecond);
