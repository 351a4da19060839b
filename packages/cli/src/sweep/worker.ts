import { threadId, workerData } from "node:worker_threads";
import { createChunkWorker, isHillockError, type PreparedVariation, type VariationRequest } from "hillock";
import { type ChunkTask, slots, type WorkerAnswer } from "./chunk-task.js";

let compute: PreparedVariation["run"] | undefined;

/** What each worker does with a chunk. An error of the library goes back as data: its class would be lost on the way. */
export function run({ chunk, at }: ChunkTask): WorkerAnswer {
  Atomics.store(at, slots.thread, threadId);
  try {
    // The pool's own data come first.
    compute ??= createChunkWorker((workerData as [unknown, VariationRequest])[1]);
    return { result: compute(chunk, (sample) => void Atomics.store(at, slots.sample, sample)) };
  } catch (error) {
    if (!isHillockError(error)) throw error;
    const { partial: _, ...parts } = error.parts;
    return { error: parts };
  }
}
