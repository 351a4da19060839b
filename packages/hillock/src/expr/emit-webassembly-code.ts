import { signed, unsigned } from "./emit-webassembly-binary.js";

/** Two doubles (or what else 128 bits hold) in generated code: the number of the local variable that has them. */
export type Vector = number & { readonly __vector: unique symbol };

/** Instructions on vectors: their numbers after the prefix 0xfd (WebAssembly Core Specification 2.0, 5.4.8). */
const vectorInstructions = {
  "f64x2.eq": 71,
  "f64x2.ne": 72,
  "f64x2.lt": 73,
  "f64x2.le": 75,
  "f64x2.ge": 76,
  "v128.not": 77,
  "v128.and": 78,
  "v128.andnot": 79,
  "v128.or": 80,
  "v128.xor": 81,
  "v128.bitselect": 82,
  "f64x2.ceil": 116,
  "f64x2.floor": 117,
  "i32x4.sub": 177,
  "i64x2.add": 206,
  "i64x2.sub": 209,
  "i64x2.eq": 214,
  "f64x2.abs": 236,
  "f64x2.neg": 237,
  "f64x2.sqrt": 239,
  "f64x2.add": 240,
  "f64x2.sub": 241,
  "f64x2.mul": 242,
  "f64x2.div": 243,
  "f64x2.min": 244,
  "f64x2.max": 245,
  "f64x2.pmin": 246,
  "f64x2.pmax": 247,
  "f64x2.convert_low_i32x4_s": 254,
} as const;

const shifts = { "i32x4.shr_s": 172, "i64x2.shl": 203, "i64x2.shr_u": 205 } as const;

export type VectorInstruction = keyof typeof vectorInstructions;

/** Writes the instructions of one function; vectors are kept in local variables, one each. */
export interface VectorCode {
  readonly bytes: number[];
  /** What sets the constants and what is spread: to be put before all else. */
  readonly prologue: readonly number[];
  /** A new local variable. */
  readonly variable: () => Vector;
  /** How many there are. */
  readonly count: () => number;
  /** Both lanes `value`. */
  readonly constant: (value: number) => Vector;
  /** Both lanes this integer of 64 bits. */
  readonly bits: (value: bigint) => Vector;
  /** Result of an instruction on operands. */
  readonly apply: (instruction: VectorInstruction, ...operands: readonly Vector[]) => Vector;
  readonly shift: (instruction: keyof typeof shifts, a: Vector, by: number) => Vector;
  /** Both lanes the double that is an argument of the function. */
  readonly spread: (argument: number) => Vector;
  /** The 16 bytes at an address; with `pointer` so many bytes beyond the address that is that integer variable. */
  readonly load: (address: number, pointer?: number) => Vector;
  readonly store: (address: number, a: Vector, pointer?: number) => void;
  /** The 16 bytes of a table each at the address that is lane 0 (or 1: `lane`) of `offsets`, as an integer of 32 bits, plus `address`. */
  readonly lookUp: (offsets: Vector, lane: 0 | 1, address: number) => Vector;
  /** Stores a lane of `a` at the address in the same lane of `addresses`, plus `offset`. */
  readonly storeLane: (addresses: Vector, lane: 0 | 1, offset: number, a: Vector) => void;
  /** The low or the high lanes of two vectors. */
  readonly lows: (a: Vector, b: Vector) => Vector;
  readonly highs: (a: Vector, b: Vector) => Vector;
  /** The upper 32 bits of both lanes, as the first two lanes of 32 bits. */
  readonly upperHalves: (a: Vector) => Vector;
  /** Gives a variable a new value. */
  readonly assign: (to: Vector, from: Vector) => void;
  /** Pushes whether any bit is set. */
  readonly anyTrue: (a: Vector) => void;
}

const lowLanes = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const highLanes = lowLanes.map((byte) => byte + 8);
const upperLanes = [4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15];

/**
 * An empty function.
 *
 * @param first number of the first local variable: how many arguments the function has
 */
export function createVectorCode(first: number): VectorCode {
  const bytes: number[] = [];
  const constants = new Map<bigint, Vector>();
  const prologue: number[] = [];
  const eight = new DataView(new ArrayBuffer(8));
  let variables = 0;

  const variable = (): Vector => (first + variables++) as Vector;
  const get = (a: Vector): void => {
    bytes.push(0x20, ...unsigned(a));
  };
  /** What addresses count from. */
  const origin = (pointer: number | undefined): void => {
    if (pointer === undefined) bytes.push(0x41, 0);
    else bytes.push(0x20, ...unsigned(pointer));
  };
  const instruction = (number: number): void => {
    bytes.push(0xfd, ...unsigned(number));
  };
  const keep = (): Vector => {
    const result = variable();
    bytes.push(0x21, ...unsigned(result));
    return result;
  };
  const shuffle = (a: Vector, b: Vector, lanes: readonly number[]): Vector => {
    get(a);
    get(b);
    instruction(13);
    bytes.push(...lanes);
    return keep();
  };
  const lane32 = (a: Vector, lane: number): void => {
    get(a);
    instruction(27);
    bytes.push(lane);
  };
  const bits = (value: bigint): Vector => {
    const known = constants.get(value);
    if (known !== undefined) return known;
    eight.setBigInt64(0, value, true);
    const half = new Uint8Array(eight.buffer);
    const result = variable();
    prologue.push(0xfd, 12, ...half, ...half, 0x21, ...unsigned(result));
    constants.set(value, result);
    return result;
  };
  return {
    prologue,
    bytes,
    variable,
    count: () => variables,
    constant(value) {
      eight.setFloat64(0, value, true);
      return bits(eight.getBigInt64(0, true));
    },
    bits,
    apply(name, ...operands) {
      operands.forEach(get);
      instruction(vectorInstructions[name]);
      return keep();
    },
    shift(name, a, by) {
      get(a);
      bytes.push(0x41, ...signed(by));
      instruction(shifts[name]);
      return keep();
    },
    spread(argument) {
      const result = variable();
      prologue.push(0x20, ...unsigned(argument), 0xfd, 20, 0x21, ...unsigned(result));
      return result;
    },
    load(address, pointer) {
      origin(pointer);
      instruction(0);
      bytes.push(4, ...unsigned(address));
      return keep();
    },
    store(address, a, pointer) {
      origin(pointer);
      get(a);
      instruction(11);
      bytes.push(4, ...unsigned(address));
    },
    lookUp(offsets, lane, address) {
      lane32(offsets, 2 * lane);
      instruction(0);
      bytes.push(4, ...unsigned(address));
      return keep();
    },
    storeLane(addresses, lane, offset, a) {
      lane32(addresses, 2 * lane);
      get(a);
      instruction(91);
      bytes.push(3, ...unsigned(offset), lane);
    },
    lows: (a, b) => shuffle(a, b, lowLanes),
    highs: (a, b) => shuffle(a, b, highLanes),
    upperHalves: (a) => shuffle(a, a, upperLanes),
    assign(to, from) {
      get(from);
      bytes.push(0x21, ...unsigned(to));
    },
    anyTrue(a) {
      get(a);
      instruction(83);
    },
  };
}
