// A worker that says how many chunks have been begun, and takes its time for the even ones.
export function run({ chunk, at }) {
  Atomics.store(at, 0, chunk.first);
  const until = performance.now() + (chunk.first % 64 === 0 ? 30 : 0);
  while (performance.now() < until);
  return { result: { first: chunk.first, count: chunk.count, outputs: chunk.values, curves: [], failures: [] } };
}
