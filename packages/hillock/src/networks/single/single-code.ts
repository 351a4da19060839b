import { signed, unsigned } from "../../expr/emit-webassembly-binary.js";

/** Four numbers of single precision in generated code: the number of the local variable that has them. */
export type Singles = number & { readonly __singles: unique symbol };

/** Numbers of instructions on vectors after the prefix 0xfd (WebAssembly Core Specification 2.0, 5.4.8). */
const instructions = {
  eq: 65,
  gt: 68,
  ge: 70,
  and: 78,
  andNot: 79,
  or: 80,
  addIntegers: 174,
  subIntegers: 177,
  add: 228,
  sub: 229,
  mul: 230,
  div: 231,
  /** b < a ? b : a */
  least: 234,
  /** a < b ? b : a */
  most: 235,
} as const;

const shifts = { left: 171, right: 172 } as const;

/** Writes the body of a loop over vectors of rows. Its function's arguments are the first row's offset in bytes and the last's. */
export interface SinglesCode {
  /** All four lanes `value`. */
  readonly constant: (value: number) => Singles;
  readonly apply: (instruction: keyof typeof instructions, a: Singles, b: Singles) => Singles;
  /** All four lanes this integer. */
  readonly integer: (value: number) => Singles;
  /** Integers by some bits to the left, or, with their sign, to the right. */
  readonly shift: (to: keyof typeof shifts, a: Singles, bits: number) => Singles;
  /** Integers as numbers. */
  readonly ofIntegers: (a: Singles) => Singles;
  /** The numbers of these rows in a column that begins at an address. */
  readonly row: (address: number) => Singles;
  /** The number at an address, in all lanes. */
  readonly spread: (address: number) => Singles;
  /** The 16 bytes at the address that is stored at an address. */
  readonly through: (address: number) => Singles;
  readonly store: (address: number, a: Singles) => void;
  readonly storeRow: (address: number, a: Singles) => void;
  /** Adds to the 16 bytes at an address. */
  readonly accumulate: (address: number, a: Singles) => void;
  /** The module: its `run(from, to)` carries out the loop, with steps of 16 bytes. */
  readonly module: (pages: number) => Uint8Array<ArrayBuffer>;
  readonly variables: () => number;
}

/** An empty loop. */
export function singlesCode(): SinglesCode {
  const bytes: number[] = [];
  const prologue: number[] = [];
  const constants = new Map<number, Singles>();
  let count = 0;
  const get = (local: number): void => {
    bytes.push(0x20, ...unsigned(local));
  };
  const vector = (number: number): void => {
    bytes.push(0xfd, ...unsigned(number));
  };
  const keep = (): Singles => {
    const result = (2 + count++) as Singles;
    bytes.push(0x21, ...unsigned(result));
    return result;
  };
  const zero = (): void => {
    bytes.push(0x41, 0);
  };
  const load = (address: number): void => {
    vector(0);
    bytes.push(4, ...unsigned(address));
  };
  const save = (address: number): void => {
    vector(11);
    bytes.push(4, ...unsigned(address));
  };
  const integer = (value: number): Singles => {
    const known = constants.get(value);
    if (known !== undefined) return known;
    const result = (2 + count++) as Singles;
    const four = new Uint8Array(Int32Array.of(value, value, value, value).buffer);
    prologue.push(0xfd, 12, ...four, 0x21, ...unsigned(result));
    constants.set(value, result);
    return result;
  };
  return {
    variables: () => count,
    constant: (value) => integer(new Int32Array(Float32Array.of(value).buffer)[0]),
    integer,
    shift(to, a, by) {
      get(a);
      bytes.push(0x41, ...signed(by));
      vector(shifts[to]);
      return keep();
    },
    ofIntegers(a) {
      get(a);
      vector(250);
      return keep();
    },
    apply(name, a, b) {
      get(a);
      get(b);
      vector(instructions[name]);
      return keep();
    },
    row(address) {
      get(0);
      load(address);
      return keep();
    },
    spread(address) {
      zero();
      vector(9);
      bytes.push(2, ...unsigned(address));
      return keep();
    },
    through(address) {
      zero();
      bytes.push(0x28, 2, ...unsigned(address));
      load(0);
      return keep();
    },
    store(address, a) {
      zero();
      get(a);
      save(address);
    },
    storeRow(address, a) {
      get(0);
      get(a);
      save(address);
    },
    accumulate(address, a) {
      zero();
      zero();
      load(address);
      get(a);
      vector(instructions.add);
      save(address);
    },
    module(pages) {
      // loop { body; from += 16; if from < to again }
      const again = [0x20, 0, 0x41, ...signed(16), 0x6a, 0x22, 0, 0x20, 1, 0x49, 0x0d, 0, 0x0b];
      return loopModule(pages, count, [...prologue, 0x03, 0x40], [...bytes, ...again]);
    },
  };
}

const integerType = 0x7f;

function loopModule(
  pages: number,
  variables: number,
  before: readonly number[],
  body: readonly number[],
): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const text = (name: string): number[] => [
    ...unsigned(name.length),
    ...[...name].map((letter) => letter.charCodeAt(0)),
  ];
  const locals = [1, ...unsigned(variables), 0x7b];
  const size = unsigned(locals.length + before.length + body.length + 1);
  const length = 1 + size.length + locals.length + before.length + body.length + 1;
  const parts = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, 2, integerType, integerType, 0]),
    section(2, [1, ...text("host"), ...text("memory"), 2, 0, ...unsigned(pages)]),
    section(3, [1, 0]),
    section(7, [1, ...text("run"), 0, 0]),
    [10, ...unsigned(length), 1, ...size, ...locals, ...before],
    body,
    [0x0b],
  ];
  const module = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    module.set(part, at);
    at += part.length;
  }
  return module;
}
