// A worker that needs more memory than it may have, from sample 40 on.
import { threadId } from "node:worker_threads";

export function run({ chunk, at }) {
  Atomics.store(at, 1, threadId);
  const kept = [];
  for (let sample = chunk.first; sample < chunk.first + chunk.count; sample++) {
    Atomics.store(at, 0, sample);
    while (sample === 40) kept.push(new Array(1e5).fill({ sample, place: kept.length }));
  }
  return { result: { first: chunk.first, count: chunk.count, outputs: chunk.values, curves: [], failures: [] } };
}
