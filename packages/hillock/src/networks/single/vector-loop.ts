import { signed, unsigned } from "../../expr/emit-webassembly-binary.js";

/** Four numbers of single precision in generated code: the number of the local variable that has them. */
export type Singles = number & { readonly __singles: unique symbol };
/** An array that a loop goes through: the number of the local variable that points to it. */
export type SinglesArray = number & { readonly __array: unique symbol };

/** Numbers of instructions on two vectors after the prefix 0xfd (WebAssembly Core Specification 2.0, 5.4.8). */
const instructions = {
  equalIntegers: 55,
  gt: 68,
  and: 78,
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
const [loadVector, loadSpread, storeVector] = [0, 9, 11];

/**
 * Writes a function that goes through arrays of vectors, 16 bytes at a time. Its arguments are an address, from which it takes its
 * own arguments, words number 0, 1, ..., the length of the arrays in bytes, a shift of the addresses of everything that is not gone
 * through, so that the same arguments do for many groups of samples, and where in the arrays it begins, bytes. Few variables are in use at a time, and engines keep them in
 * registers: those of long functions without loops they keep in memory.
 */
export interface VectorLoop {
  /** The array whose address is an argument. */
  readonly array: (argument: number) => SinglesArray;
  /** Vector number `index` from the address that is an argument on. */
  readonly parameter: (argument: number, index?: number) => Singles;
  /** The integer that is an argument, in all lanes. */
  readonly integerArgument: (argument: number) => Singles;
  /** All four lanes this number, or this integer. */
  readonly constant: (value: number) => Singles;
  readonly integer: (value: number) => Singles;
  readonly read: (array: SinglesArray) => Singles;
  readonly write: (array: SinglesArray, a: Singles) => void;
  /** The next number, in all lanes, from an address on that is in memory, where the address after the last one is left. */
  readonly readSpread: (argument: number) => Singles;
  readonly apply: (instruction: keyof typeof instructions, a: Singles, b: Singles) => Singles;
  /** Integers by some bits to the left, or, with their sign, to the right. */
  readonly shift: (to: keyof typeof shifts, a: Singles, bits: number) => Singles;
  /** Integers as numbers. */
  readonly ofIntegers: (a: Singles) => Singles;
  /** Where the bits of `which` are set those of a, else those of b. */
  readonly select: (a: Singles, b: Singles, which: Singles) => Singles;
  /** Adds the sum over the loop to the vector number `index` at the address that is an argument. */
  readonly sum: (argument: number, a: Singles, index?: number) => void;
}

export const loopParameters = 4;
const [at, size, shift, begin] = [0, 1, 2, 3];
const [integerType, vectorType] = [0x7f, 0x7b];

/** The code of a function: declarations of its variables, instructions, and the end. */
export function vectorLoopCode(write: (loop: VectorLoop) => void): number[] {
  const [before, body, after]: number[][] = [[], [], []];
  const types: number[] = [];
  const constants = new Map<number, Singles>();
  const variable = (type: number): number => loopParameters + types.push(type) - 1;
  const get = (local: number): number[] => [0x20, ...unsigned(local)];
  const set = (local: number): number[] => [0x21, ...unsigned(local)];
  const vector = (number: number): number[] => [0xfd, ...unsigned(number)];
  const add = 0x6a;
  const word = (argument: number): number[] => [...get(at), 0x28, 2, ...unsigned(4 * argument)];
  const fixed = (argument: number): number[] => [...word(argument), ...get(shift), add];
  const memory = (instruction: number, align: number, offset = 0): number[] => [
    ...vector(instruction),
    align,
    ...unsigned(offset),
  ];
  const keep = (where: number[], ...bytes: readonly number[]): Singles => {
    const result = variable(vectorType) as Singles;
    for (const byte of bytes) where.push(byte);
    where.push(...set(result));
    return result;
  };
  const pointers: { readonly local: number; readonly step: number }[] = [];
  const pointer = (address: readonly number[], step: number): number => {
    const local = variable(integerType);
    before.push(...address, ...set(local));
    pointers.push({ local, step });
    return local;
  };
  const integer = (value: number): Singles => {
    const four = new Uint8Array(Int32Array.of(value, value, value, value).buffer);
    const known = constants.get(value) ?? keep(before, ...vector(12), ...four);
    constants.set(value, known);
    return known;
  };
  const apply: VectorLoop["apply"] = (name, a, b) => keep(body, ...get(a), ...get(b), ...vector(instructions[name]));
  write({
    array: (argument) => pointer([...word(argument), ...get(begin), add], 16) as SinglesArray,
    parameter: (argument, index = 0) => keep(before, ...fixed(argument), ...memory(loadVector, 4, 16 * index)),
    integerArgument: (argument) => keep(before, ...word(argument), ...vector(17)),
    integer,
    constant: (value) => integer(new Int32Array(Float32Array.of(value).buffer)[0]),
    read: (array) => keep(body, ...get(array), ...memory(loadVector, 4)),
    write: (array, a) => {
      body.push(...get(array), ...get(a), ...memory(storeVector, 4));
    },
    readSpread(argument) {
      const local = pointer([...word(argument), 0x28, 2, 0], 4);
      after.push(...word(argument), ...get(local), 0x36, 2, 0);
      return keep(body, ...get(local), ...memory(loadSpread, 2));
    },
    apply,
    shift: (to, a, bits) => keep(body, ...get(a), 0x41, ...signed(bits), ...vector(shifts[to])),
    ofIntegers: (a) => keep(body, ...get(a), ...vector(250)),
    select: (a, b, which) => keep(body, ...get(a), ...get(b), ...get(which), ...vector(82)),
    sum(argument, a, index = 0) {
      // Of the loop alone, so that a long sum is one of partial sums. Variables begin as zeros.
      const total = variable(vectorType);
      body.push(...get(total), ...get(a), ...vector(instructions.add), ...set(total));
      const place = fixed(argument);
      after.push(...place, ...place, ...memory(loadVector, 4, 16 * index), ...get(total));
      after.push(...vector(instructions.add), ...memory(storeVector, 4, 16 * index));
    },
  });
  for (const { local, step } of pointers) body.push(...get(local), 0x41, ...signed(step), add, ...set(local));
  // loop { body; size -= 16; if size again }
  const again = [...get(size), 0x41, ...signed(-16), add, 0x22, ...unsigned(size), 0x0d, 0, 0x0b];
  const declarations = types.flatMap((type) => [1, type]);
  return [...unsigned(types.length), ...declarations, ...before, 0x03, 0x40, ...body, ...again, ...after, 0x0b];
}
