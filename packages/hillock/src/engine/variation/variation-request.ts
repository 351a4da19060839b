import type { Circuit, Signal } from "../../netlist/circuit.js";
import type { Variation } from "../../sampling/variation.js";

/** A circuit and what varies in it: plain data that survives structured cloning, so that a worker can be given it. */
export interface VariationRequest {
  readonly circuit: Circuit;
  /**
   * What varies, by the names of `compileAdjustable` (R1, M1.w, DMOD.is, V1, a `.param`), beside the random numbers of the
   * circuit's statistical functions.
   */
  readonly variations: Readonly<Record<string, Variation>>;
  /** What to report of operating points and DC sweeps; what the circuit saves if absent. */
  readonly signals?: readonly Signal[];
  /** Of transients. */
  readonly tolerance?: number;
}

/** Some samples of a variation. */
export interface SampleChunk {
  /** Number of its first sample. */
  readonly first: number;
  readonly count: number;
  /** `[count, quantities]`, SI. */
  readonly values: Float64Array;
}

/** A sample, or one measure of it, that has no value. */
export interface SampleFailure {
  readonly sample: number;
  /** The output that has no value; absent if the whole sample has none. */
  readonly output?: string;
  /** Of the error. */
  readonly code: string;
  readonly problem: string;
}

/** What the samples of a chunk gave. */
export interface ChunkResult {
  readonly first: number;
  readonly count: number;
  /** `[count, outputs]`; NaN where there is no value. */
  readonly outputs: Float64Array;
  /** Of each DC sweep `[count, points, signals]`; NaN where there is no value. */
  readonly curves: readonly Float64Array[];
  readonly failures: readonly SampleFailure[];
}

/**
 * Computes chunks, in this thread or in others, and yields their results in the order of the chunks. A result depends on
 * its chunk only, so it does not matter who computes it, and when. It should take chunks as it needs them.
 */
export type ChunkMap = (request: VariationRequest, chunks: Iterable<SampleChunk>) => AsyncIterable<ChunkResult>;
