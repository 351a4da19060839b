import { HillockError } from "../../base/error.js";
import { webAssemblyPlatform } from "../../base/webassembly-platform.js";
import { type OperationName, operationNumber, vectorModule } from "./vector-operations.js";

/** Gives places in a memory that does not exist yet, bytes. */
export interface Places {
  /** So many vectors, one after the other. */
  readonly vectors: (count: number) => number;
  /** Bytes so far. */
  readonly end: () => number;
}

/** Places from an address on; address 0 is the first. */
export function places(): Places {
  let end = 0;
  return {
    vectors(count) {
      const at = end;
      end += 16 * count;
      return at;
    },
    end: () => end,
  };
}

/** A sequence of operations on arrays of vectors. */
export interface VectorProgram {
  readonly add: (operation: OperationName, ...operands: readonly number[]) => void;
  readonly words: readonly number[];
}

export function vectorProgram(): VectorProgram {
  const words: number[] = [];
  return {
    words,
    add(operation, ...operands) {
      words.push(operationNumber(operation), 4 * (2 + operands.length), ...operands);
    },
  };
}

/** A memory and programs on it, in single precision. */
export interface VectorMachine {
  readonly numbers: Float32Array;
  readonly words: Int32Array;
  /** Writes a program to a place with room for it. @returns what runs it */
  readonly load: (program: VectorProgram, at: number) => LoadedProgram;
}

/**
 * Carries out a program.
 *
 * @param size of the arrays, bytes: a multiple of 16, at least that
 * @param shift is added to the addresses of all that is not gone through, bytes
 * @param begin where in the arrays it begins, bytes
 */
export type LoadedProgram = (size: number, shift?: number, begin?: number) => void;

let compiled: object | undefined;

/**
 * Makes a machine with a memory of so many bytes.
 *
 * @throws networks/single-precision where there is no WebAssembly with vector instructions
 */
export function vectorMachine(bytes: number): VectorMachine {
  const platform = webAssemblyPlatform();
  if (!platform) throw withoutSinglePrecision("this platform has no WebAssembly");
  try {
    compiled ??= new platform.Module(vectorModule());
    const memory = new platform.Memory({ initial: Math.max(1, Math.ceil(bytes / 65536)) });
    const { exports } = new platform.Instance(compiled, { host: { memory } });
    const run = exports.run as (from: number, to: number, size: number, shift: number, begin: number) => void;
    const words = new Int32Array(memory.buffer);
    return {
      numbers: new Float32Array(memory.buffer),
      words,
      load({ words: given }, at) {
        words.set(given, at >> 2);
        const to = at + 4 * given.length;
        return (size, shift = 0, begin = 0) => {
          if (to > at) run(at, to, size, shift, begin);
        };
      },
    };
  } catch (error) {
    // No vector instructions, too little memory, or a page of a browser that compiles only small modules at once.
    throw withoutSinglePrecision(`WebAssembly is refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The error where single precision cannot be had. */
export function withoutSinglePrecision(problem: string): HillockError {
  return new HillockError({ code: "networks/single-precision", problem, help: "compute in double precision" });
}
