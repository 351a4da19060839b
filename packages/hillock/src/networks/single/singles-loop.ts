import { HillockError } from "../../base/error.js";
import type { SinglesCode } from "./single-code.js";

/** What is used of the platform's WebAssembly: not all of the types that this is checked with declare it. */
interface WebAssemblyPlatform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** A loop that is ready to run, and its memory. */
export interface SinglesLoop {
  /** @param from,to of the rows, bytes: multiples of 16, at least one vector */
  readonly run: (from: number, to: number) => void;
  readonly buffer: ArrayBuffer;
}

/** Engines take functions of 50,000 variables, and are slow to compile so many. */
const mostVariables = 20_000;

/**
 * Makes a loop ready to run on a memory of so many bytes.
 *
 * @throws networks/single-precision
 */
export function singlesLoop(code: SinglesCode, bytes: number): SinglesLoop {
  if (code.variables() > mostVariables) throw withoutSinglePrecision("the network is too large for one function");
  const platform = (globalThis as { readonly WebAssembly?: WebAssemblyPlatform }).WebAssembly;
  if (!platform) throw withoutSinglePrecision("this platform has no WebAssembly");
  const pages = Math.ceil(bytes / 65536);
  const memory = new platform.Memory({ initial: pages });
  try {
    const { exports } = new platform.Instance(new platform.Module(code.module(pages)), { host: { memory } });
    return { run: exports.run as SinglesLoop["run"], buffer: memory.buffer };
  } catch (error) {
    // No vector instructions, or a page of a browser that compiles only small modules at once.
    throw withoutSinglePrecision(`WebAssembly is refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The error where single precision cannot be had. */
export function withoutSinglePrecision(problem: string): HillockError {
  return new HillockError({ code: "networks/single-precision", problem, help: "compute in double precision" });
}
