/** An unsigned integer below 2^32 in the variable-length form (LEB128) of WebAssembly's binary format. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

/** A signed integer of 32 bits in the variable-length form. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const ends = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    bytes.push(ends ? low : low | 128);
    if (ends) return bytes;
  }
}

const text = (name: string): number[] => [...unsigned(name.length), ...[...name].map((letter) => letter.charCodeAt(0))];
const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];

/** One function of a module, over a memory and functions that it imports. */
export interface ModuleSource {
  /** Pages of 64 KiB of the imported memory `host.memory`. */
  readonly pages: number;
  /** Names of imported functions `host.name` without arguments that give an integer, numbered from 0. */
  readonly imports: readonly string[];
  /** Name of the exported function, which takes an integer and gives one. */
  readonly name: string;
  /** How many local variables of type v128 it has besides its argument. */
  readonly vectors: number;
  /** Its instructions, without the closing `end`. */
  readonly body: readonly number[];
}

const integer = 0x7f;
const vector = 0x7b;

/**
 * The bytes of a WebAssembly module (WebAssembly Core Specification 2.0, chapter 5) with one function.
 */
export function moduleBytes({ pages, imports, name, vectors, body }: ModuleSource): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const types = list([
    [0x60, 0, 1, integer],
    [0x60, 1, integer, 1, integer],
  ]);
  const imported = list([
    [...text("host"), ...text("memory"), 2, 0, ...unsigned(pages)],
    ...imports.map((one) => [...text("host"), ...text(one), 0, 0]),
  ]);
  const exported = list([[...text(name), 0, ...unsigned(imports.length)]]);
  const locals = list(vectors > 0 ? [[...unsigned(vectors), vector]] : []);
  const size = unsigned(locals.length + body.length + 1);
  // The body is not spread into arguments: it may be longer than their number may be.
  const parts: readonly (readonly number[])[] = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, types),
    section(2, imported),
    section(3, list([[1]])),
    section(7, exported),
    [10, ...unsigned(1 + size.length + locals.length + body.length + 1), 1, ...size, ...locals],
    body,
    [0x0b],
  ];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
