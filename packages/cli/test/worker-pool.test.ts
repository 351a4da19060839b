import { fileURLToPath } from "node:url";
import {
  type ChunkResult,
  type HillockError,
  isHillockError,
  parseNetlist,
  type SampleChunk,
  type VariationRequest,
} from "hillock";
import { describe, expect, it } from "vitest";
import { createWorkerMap } from "../src/sweep/worker-pool.js";

const worker = (name: string) => fileURLToPath(new URL(`workers/${name}.mjs`, import.meta.url));
const request: VariationRequest = { circuit: parseNetlist("none\nR1 a 0 1\n", { file: "none.cir" }), variations: {} };

function* chunks(count: number, taken: number[] = []): Generator<SampleChunk> {
  for (let k = 0; k < count; k++) {
    taken.push(k);
    yield { first: 32 * k, count: 32, values: Float64Array.of(k) };
  }
}

/** What a map yields until it fails, and its error. */
async function outcome(results: AsyncIterable<ChunkResult>) {
  const seen: number[] = [];
  try {
    for await (const { first } of results) seen.push(first);
  } catch (error) {
    return { seen, error };
  }
  return { seen };
}

describe("createWorkerMap", () => {
  it("yields in the order of the chunks, and takes them as it needs them", async () => {
    const taken: number[] = [];
    let yielded = 0;
    for await (const { first, outputs } of createWorkerMap(2, { file: worker("counts") })(request, chunks(20, taken))) {
      expect(first).toBe(32 * yielded);
      expect([...outputs]).toEqual([yielded]);
      yielded++;
      // Two for each worker.
      expect(taken.length).toBeLessThanOrEqual(yielded + 4);
    }
    expect(yielded).toBe(20);
  });

  for (const [name, cause] of [
    ["ends", "The thread has ended."],
    ["throws", "this is no number"],
    ["fills-memory", "out of memory"],
  ] as const) {
    it(`names the sample at which a worker died: ${name}`, async () => {
      const { seen, error } = await outcome(createWorkerMap(2, { file: worker(name), memory: 60 })(request, chunks(8)));
      expect(isHillockError(error)).toBe(true);
      expect((error as HillockError).parts).toMatchObject({ code: "sweep/worker-died", place: "sample 40" });
      expect((error as HillockError).message).toContain(cause);
      expect(seen).toEqual([0]);
    });
  }

  it("fails when its code cannot be loaded", async () => {
    const { seen, error } = await outcome(createWorkerMap(1, { file: worker("missing") })(request, chunks(3)));
    expect((error as HillockError).code).toBe("sweep/worker-died");
    expect(seen).toEqual([]);
  });

  it("ends its workers when nobody wants more", async () => {
    for await (const { first } of createWorkerMap(2, { file: worker("counts") })(request, chunks(1000)))
      if (first >= 64) break;
  });
});
