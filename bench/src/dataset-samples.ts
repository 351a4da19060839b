import { sobolSequence } from "hillock";
import { type KeptProcess, startKeptProcess } from "./kept-process.js";

/** What varies from sample to sample, and the ranges of its design. */
export const quantities = [
  { name: "R1", low: 0.25e6, high: 2.05e6 },
  { name: "R2", low: 6e3, high: 32e3 },
  { name: "N1.w", low: 80e-6, high: 100e-6 },
  { name: "N1.l", low: 40e-6, high: 80e-6 },
  { name: "N2.w", low: 480e-6, high: 500e-6 },
  { name: "N2.l", low: 30e-6, high: 40e-6 },
] as const;

export const sweep = { variable: "vin", from: -2, to: 2, step: 0.04 } as const;

/** The first samples of the data set, `[samples, quantities]`. */
export function samplesOf(count: number): Float64Array {
  const sequence = sobolSequence(quantities.length, 1);
  const values = new Float64Array(count * quantities.length);
  for (let sample = 0; sample < count; sample++) {
    sequence.point(sample).forEach((place, k) => {
      const { low, high } = quantities[k];
      values[sample * quantities.length + k] = low + (high - low) * place;
    });
  }
  return values;
}

export interface DatasetRequest {
  readonly samples: number;
  readonly tolerance: number;
  /** Whether the outputs are wanted. */
  readonly keep: boolean;
}

export interface DatasetReply {
  /** s, of the run alone. */
  readonly cpu: number;
  readonly outputs: Float64Array;
  readonly iterations: number;
  /** Arithmetic operations in an iteration of a lane. */
  readonly operations: number;
}

export type DatasetProcess = KeptProcess<DatasetRequest, DatasetReply>;

/** Starts one; `end` it. */
export const startDatasetProcess = (): DatasetProcess => startKeptProcess("dataset-process.js");
