import type { ChunkResult, ErrorParts, SampleChunk } from "hillock";

/** What a worker is sent. */
export interface ChunkTask {
  readonly chunk: SampleChunk;
  /** Shared with the worker, `[slots]`: where it is. */
  readonly at: Int32Array<SharedArrayBuffer>;
}

/** Which number of {@link ChunkTask.at} says what: the sample that is computed, -1 where many are at once, and the thread. */
export const slots = { sample: 0, thread: 1 } as const;

/** What it sends back. */
export type WorkerAnswer = { readonly result: ChunkResult } | { readonly error: ErrorParts };
