// A worker that has a bug at sample 40.
export function run({ chunk, at }) {
  for (let sample = chunk.first; sample < chunk.first + chunk.count; sample++) {
    Atomics.store(at, 0, sample);
    if (sample === 40) throw new TypeError("this is no number");
  }
  return { result: { first: chunk.first, count: chunk.count, outputs: chunk.values, curves: [], failures: [] } };
}
