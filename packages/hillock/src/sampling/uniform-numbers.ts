import { philox4x32 } from "../base/random/philox.js";
import { keyOf, purpose, wordsOf } from "../base/random/seed.js";
import { mostCounters, philoxModule } from "./philox-module.js";

/** Writes the numbers of so many counters of a stream, from one on, two of each. */
type Fill = (counter: number, count: number, low: number, high: number, key0: number, key1: number) => void;

interface Philox {
  readonly fill: Fill;
  readonly numbers: Float64Array;
}

/** What is used of the platform's WebAssembly: not all of the types that this is checked with declare it. */
interface WebAssemblyPlatform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** As WebAssembly; undefined where the platform has none, or refuses it. */
function compiledPhilox(): Philox | undefined {
  const platform = (globalThis as { readonly WebAssembly?: WebAssemblyPlatform }).WebAssembly;
  if (!platform) return undefined;
  try {
    const { exports } = new platform.Instance(new platform.Module(philoxModule()));
    const { buffer } = exports.memory as { readonly buffer: ArrayBuffer };
    return { fill: exports.fill as Fill, numbers: new Float64Array(buffer) };
  } catch {
    return undefined;
  }
}

const words = 0x1_0000_0000;
/** 2^52 */
const cells = 0x10_0000_0000_0000;

/** The same bits. */
export function plainPhilox(): Philox {
  const numbers = new Float64Array(2 * mostCounters);
  const block = new Uint32Array(4);
  const number = (k: number): number => ((block[k + 1] >>> 12) * words + block[k] + 0.5) / cells;
  return {
    numbers,
    fill(counter, count, low, high, key0, key1) {
      for (let k = 0; k < count; k++) {
        philox4x32(counter + k, 0, low, high, key0, key1, block);
        numbers[2 * k] = number(0);
        numbers[2 * k + 1] = number(2);
      }
    },
  };
}

let known: Philox | undefined;

/**
 * Fills an array with the uniform numbers in (0, 1) of stream number `stream` of a seed, from number `from` on: those that `uniform`
 * of `randomStream` gives one by one, the same bits, many times as fast where there is WebAssembly.
 *
 * @param seed,stream whole numbers from 0 to 2^53 - 1
 * @param from an even number below 2^32
 * @throws sampling/wrong-seed
 */
export function fillUniform(into: Float64Array, seed: number, stream: number, from = 0, philox?: Philox): void {
  known ??= compiledPhilox() ?? plainPhilox();
  const { fill, numbers } = philox ?? known;
  const [key0, key1] = keyOf(seed, purpose.stream);
  const [low, high] = wordsOf(stream, "stream");
  for (let done = 0; done < into.length; done += 2 * mostCounters) {
    const size = Math.min(into.length - done, 2 * mostCounters);
    fill((from + done) / 2, Math.ceil(size / 2), low, high, key0, key1);
    for (let k = 0; k < size; k++) into[done + k] = numbers[k];
  }
}
