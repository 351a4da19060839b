import { multiplier0, multiplier1, rounds, weyl0, weyl1 } from "../base/random/philox.js";
import { signed, unsigned } from "../expr/emit-webassembly-binary.js";

const [getLocal, setLocal, teeLocal] = [0x20, 0x21, 0x22];
const [or, xor, add, shiftRight] = [0x84, 0x73, 0x6a, 0x76];
const [widen, narrow, multiply, upper, shiftLeft] = [0xad, 0xa7, 0x7e, 0x88, 0x86];
const [ofInteger, addDouble, multiplyDouble, storeDouble] = [0xb9, 0xa0, 0xa2, 0x39];
const [integer, long] = [0x7f, 0x7e];

const constant = (value: number): number[] => [0x41, ...signed(value)];
const longConstant = (value: number): number[] => [0x42, ...signed(value)];
const doubleConstant = (value: number): number[] => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)];
const get = (local: number): number[] => [getLocal, local];
const set = (local: number): number[] => [setLocal, local];

/** Arguments: first counter, number of counters, words of the stream, words of the key; then variables. */
const [counter, count, low, high, key0, key1] = [0, 1, 2, 3, 4, 5];
const [a, b, c, d, address, product0, product1] = [6, 7, 8, 9, 10, 11, 12];

/** (product >> 32) ^ word ^ (key + round step) */
const mixed = (product: number, word: number, key: number, step: number): number[] => [
  ...[...get(product), ...longConstant(32), upper, narrow],
  ...[...get(word), xor, ...get(key), ...constant(step), add, xor],
];

/** ((word1 >>> 12) 2^32 + word0 + 1/2) / 2^52, to an address. */
const stored = (word0: number, word1: number, offset: number): number[] => [
  ...get(address),
  ...[...get(word1), ...constant(12), shiftRight, widen, ...longConstant(32), shiftLeft],
  ...[...get(word0), widen, or, ofInteger],
  ...[...doubleConstant(0.5), addDouble, ...doubleConstant(Number.EPSILON), multiplyDouble],
  ...[storeDouble, 3, offset],
];

function body(): number[] {
  const code = [0x03, 0x40, ...get(counter), ...set(a), ...constant(0), ...set(b)];
  code.push(...get(low), ...set(c), ...get(high), ...set(d));
  for (let round = 0; round < rounds; round++) {
    code.push(...get(a), widen, ...constant(multiplier0), widen, multiply, ...set(product0));
    code.push(...get(c), widen, ...constant(multiplier1), widen, multiply, ...set(product1));
    code.push(...mixed(product1, b, key0, Math.imul(round, weyl0)), ...set(a));
    code.push(...mixed(product0, d, key1, Math.imul(round, weyl1)), ...set(c));
    code.push(...get(product1), narrow, ...set(b), ...get(product0), narrow, ...set(d));
  }
  code.push(...stored(a, b, 0), ...stored(c, d, 8), ...get(address), ...constant(16), add, ...set(address));
  code.push(...get(counter), ...constant(1), add, ...set(counter));
  code.push(...get(count), ...constant(-1), add, teeLocal, count, 0x0d, 0, 0x0b, 0x0b);
  return code;
}

/** Pages of its memory, 64 KiB each. */
const pages = 1;
/** Counters whose numbers fit into it. */
export const mostCounters = (65536 * pages) / 16;

/**
 * The bytes of a WebAssembly module (WebAssembly Core Specification 2.0, chapter 5) that computes the uniform numbers of
 * `uniformStream`, two of each counter, the same bits. Its `fill(counter, count, stream words, key words)` writes them to the begin of
 * its `memory`; at most {@link mostCounters}, at least one.
 */
export function philoxModule(): Uint8Array<ArrayBuffer> {
  const sized = (content: readonly number[]): number[] => [...unsigned(content.length), ...content];
  const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];
  const text = (name: string): number[] => sized([...name].map((letter) => letter.charCodeAt(0)));
  const parameters = Array.from({ length: 6 }, () => integer);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...sized(parameters), 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, pages]),
    ...section(7, [2, ...text("fill"), 0, 0, ...text("memory"), 2, 0]),
    ...section(10, [1, ...sized([2, 5, integer, 2, long, ...body()])]),
  ]);
}
