import type { ChunkMap, ChunkResult, SampleChunk, VariationRequest } from "./variation-request.js";

/** A worker that is ready: computes a chunk, with `createChunkWorker` of its own. */
export type ChunkWorker = (chunk: SampleChunk) => Promise<ChunkResult>;

/**
 * Shares the chunks among workers, such as the web workers of a browser: each has one chunk at a time and takes the next
 * ones in turn; at most one more chunk than there are workers is under way.
 *
 * @param hire starts workers for a request, and sends it to each
 */
export function mapOverWorkers(hire: (request: VariationRequest) => readonly ChunkWorker[]): ChunkMap {
  return async function* (request, chunks) {
    const workers = hire(request).map((compute) => ({ compute, until: Promise.resolve<unknown>(undefined) }));
    const pending: Promise<ChunkResult>[] = [];
    let turn = 0;
    for (const chunk of chunks) {
      const worker = workers[turn++ % workers.length];
      const result = worker.until.then(() => worker.compute(chunk));
      // It is awaited in its turn; until then its failure is not an unhandled one.
      worker.until = result.catch(() => undefined);
      pending.push(result);
      if (pending.length > workers.length) yield await (pending.shift() as Promise<ChunkResult>);
    }
    while (pending.length > 0) yield await (pending.shift() as Promise<ChunkResult>);
  };
}
