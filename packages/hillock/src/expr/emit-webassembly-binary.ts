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

const numberTypes = { i32: 0x7f, f64: 0x7c } as const;
const vectorType = 0x7b;

/** A function of a module, exported by its name. */
export interface FunctionSource {
  readonly name: string;
  readonly parameters: readonly (keyof typeof numberTypes)[];
  readonly results: readonly (keyof typeof numberTypes)[];
  /** How many local variables of type v128 it has besides its parameters. */
  readonly vectors: number;
  /** Its instructions, without the closing `end`. */
  readonly body: readonly number[];
}

/** Functions over a memory and functions that are imported. */
export interface ModuleSource {
  /** Pages of 64 KiB of the imported memory `host.memory`. */
  readonly pages: number;
  /** Names of imported functions `host.name` without arguments that give an integer, numbered from 0. */
  readonly imports: readonly string[];
  readonly functions: readonly FunctionSource[];
}

/**
 * The bytes of a WebAssembly module (WebAssembly Core Specification 2.0, chapter 5).
 */
export function moduleBytes({ pages, imports, functions }: ModuleSource): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const numbers = (types: FunctionSource["parameters"]): number[] => list(types.map((type) => [numberTypes[type]]));
  const types = list([
    [0x60, 0, 1, numberTypes.i32],
    ...functions.map(({ parameters, results }) => [0x60, ...numbers(parameters), ...numbers(results)]),
  ]);
  const imported = list([
    [...text("host"), ...text("memory"), 2, 0, ...unsigned(pages)],
    ...imports.map((one) => [...text("host"), ...text(one), 0, 0]),
  ]);
  const exported = list(functions.map(({ name }, k) => [...text(name), 0, ...unsigned(imports.length + k)]));
  const code = functions.map(({ vectors, body }) => {
    const locals = list(vectors > 0 ? [[...unsigned(vectors), vectorType]] : []);
    return { head: [...unsigned(locals.length + body.length + 1), ...locals], body };
  });
  const count = unsigned(functions.length);
  const size = code.reduce((sum, { head, body }) => sum + head.length + body.length + 1, count.length);
  // Bodies are not spread into arguments: they may be longer than their number may be.
  const parts: readonly (readonly number[])[] = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, types),
    section(2, imported),
    section(3, list(functions.map((_, k) => unsigned(1 + k)))),
    section(7, exported),
    [10, ...unsigned(size), ...count],
    ...code.flatMap(({ head, body }) => [head, body, [0x0b]]),
  ];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
