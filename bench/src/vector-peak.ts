/** Vectors in flight: enough to keep the units busy that have several operations under way. */
const chains = 10;
const rounds = 2e6;
/** Times that each round goes over all chains. */
const unrolled = 8;

/** What a constructor of modules was given. */
type Bytes = Uint8Array<ArrayBuffer>;
interface Platform {
  Module: new (bytes: Bytes) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly run: (rounds: number) => void } };
}
const platform = (globalThis as unknown as { readonly WebAssembly: Platform }).WebAssembly;

/**
 * Multiplications and additions per second of vectors of two doubles in registers, 1/s: what WebAssembly reaches here.
 * Each counts twice, as it is done in two lanes.
 */
export function vectorPeak(): number {
  const { exports } = new platform.Instance(new platform.Module(peakModule()));
  exports.run(rounds / 10);
  const before = process.cpuUsage();
  exports.run(rounds);
  const { user, system } = process.cpuUsage(before);
  return (4 * chains * unrolled * rounds) / ((user + system) / 1e6);
}

/** A loop over chains of x = x * c + c, in the binary format. */
function peakModule(): Bytes {
  const get = (local: number): number[] => [0x20, local];
  const set = (local: number): number[] => [0x21, local];
  const mul = [0xfd, 0xf2, 0x01];
  const add = [0xfd, 0xf0, 0x01];
  const c = chains + 1;
  const all = Array.from({ length: chains }, (_, k) => k + 1);
  const round = all.flatMap((k) => [...get(k), ...get(c), ...mul, ...get(c), ...add, ...set(k)]);
  const half = [0, 0, 0, 0, 0, 0, 0xe0, 0x3f];
  const body = [
    ...[0xfd, 12, ...half, ...half, ...set(c)],
    ...[0x03, 0x40, ...Array.from({ length: unrolled }, () => round).flat()],
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    // The sums are stored, so that none of it is left out.
    ...all.flatMap((k) => [0x41, 0, ...get(k), 0xfd, 11, 4, ...size(16 * k)]),
  ];
  const code = [1, ...size(chains + 1), 0x7b, ...body, 0x0b];
  const section = (id: number, content: readonly number[]): number[] => [id, ...size(content.length), ...content];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]),
    ...section(10, [1, ...size(code.length), ...code]),
  ]);
}

/** A size as the binary format has it. */
function size(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...size(value >> 7)];
}

/** What `work` gives, and how many additions, subtractions, multiplications and divisions of vectors its modules contain. */
export function countVectorOperations<T>(work: () => T): { readonly made: T; readonly operations: number } {
  const original = platform.Module;
  let operations = 0;
  platform.Module = new Proxy(original, {
    construct(target, [bytes]: [Bytes]) {
      for (let k = 0; k + 2 < bytes.length; k++) {
        if (bytes[k] === 0xfd && bytes[k + 1] >= 0xf0 && bytes[k + 1] <= 0xf3 && bytes[k + 2] === 1) operations++;
      }
      return new target(bytes);
    },
  });
  try {
    const made = work();
    return { made, operations };
  } finally {
    platform.Module = original;
  }
}
