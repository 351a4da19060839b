import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type ChunkMap, type ChunkResult, HillockError, type SampleChunk, type VariationRequest } from "hillock";
import { Tinypool } from "tinypool";
import { type ChunkTask, slots, type WorkerAnswer } from "./chunk-task.js";

/** Chunks that wait for each worker, so that it need not wait for the next one. */
const chunksPerWorker = 2;

export interface WorkerSettings {
  /** The workers' code. */
  readonly file?: string;
  /** What a worker's objects may take, MB. */
  readonly memory?: number;
}

/** Workers for so many samples: one per core, and none for what is done before a worker has started. */
export function defaultWorkers(samples: number): number {
  return samples < 100 ? 1 : availableParallelism();
}

/**
 * Computes chunks in worker threads. A few chunks per worker are under way at a time, however many there are.
 *
 * @throws (the map) sweep/worker-died if a worker ends before its work does, with the sample it was at; what a worker throws
 */
export function createWorkerMap(workers: number, settings: WorkerSettings = {}): ChunkMap {
  return async function* (request, chunks) {
    const crew = createCrew(workers, settings, request);
    const pending: Promise<ChunkResult>[] = [];
    try {
      for (const chunk of chunks) {
        const computed = crew.compute(chunk);
        // It is awaited in its turn; until then its failure is not an unhandled one.
        computed.catch(() => undefined);
        pending.push(computed);
        if (pending.length >= chunksPerWorker * workers) yield await (pending.shift() as Promise<ChunkResult>);
      }
      while (pending.length > 0) yield await (pending.shift() as Promise<ChunkResult>);
    } finally {
      await crew.dismiss();
    }
  };
}

// Beside this code once it is built.
const workerFile = (): string => fileURLToPath(new URL("./sweep-worker.js", import.meta.url));

interface Crew {
  readonly compute: (chunk: SampleChunk) => Promise<ChunkResult>;
  readonly dismiss: () => Promise<void>;
}

/** A pool that notices workers that just end. */
function createCrew(
  workers: number,
  { file = workerFile(), memory = 2048 }: WorkerSettings,
  request: VariationRequest,
): Crew {
  const pool = new Tinypool({
    filename: file,
    name: "run",
    minThreads: workers,
    maxThreads: workers,
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  /** Chunks under way, and what ends them. */
  const open = new Map<ChunkTask, (error: Error) => void>();
  const watched = new Set<object>();
  let dead = false;
  const watch = () => {
    for (const thread of pool.threads) {
      if (watched.has(thread)) continue;
      watched.add(thread);
      thread.once("exit", () => {
        for (const [task, fail] of open) {
          if (task.at[slots.thread] !== thread.threadId) continue;
          dead = true;
          fail(new Error("The thread has ended."));
        }
      });
    }
  };
  // A worker that ends before it has a chunk.
  pool.on("error", (error: Error) => {
    for (const fail of open.values()) fail(error);
  });

  const compute = async (chunk: SampleChunk): Promise<ChunkResult> => {
    const at = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    at.set([-1, -1]);
    const task: ChunkTask = { chunk, at };
    const ended = new Promise<never>((_, reject) => open.set(task, reject));
    let answer: WorkerAnswer;
    try {
      const answered = pool.run(task);
      watch();
      answer = await Promise.race([answered, ended]);
    } catch (error) {
      throw workerDied(chunk, at[slots.sample], error);
    } finally {
      open.delete(task);
    }
    if ("error" in answer) throw new HillockError(answer.error);
    return answer.result;
  };
  const dismiss = async () => {
    pool.cancelPendingTasks();
    const gone = pool.destroy();
    // The pool would wait for ever for a thread that it does not know to be dead.
    if (!dead) await gone;
  };
  return { compute, dismiss };
}

function workerDied({ first, count }: SampleChunk, sample: number, cause: unknown): HillockError {
  return new HillockError({
    code: "sweep/worker-died",
    place: sample < 0 ? `samples ${first} to ${first + count - 1}` : `sample ${sample}`,
    problem: "a worker ended before its work did",
    details: [cause instanceof Error ? cause.message : String(cause)],
    help: "the circuit may be too large for the memory: use fewer workers, or look at this sample alone",
  });
}
