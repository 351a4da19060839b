import { checkContinuity } from "./continuity.js";
import type { DeviceModule } from "./device-module.js";
import { moduleOf } from "./module-of.js";
import { parse } from "./parse.js";
import type { IncludeReader } from "./preprocess.js";
import { type SourceText, withinStack } from "./source-text.js";

export interface ReadOptions {
  /** The file's name, for error messages. */
  readonly file: string;
  /** Gives the text of a file named by `` `include ``; disciplines.vams and constants.vams are built in. */
  readonly include?: IncludeReader;
  /** Spares the search for discontinuities: for sources that have been searched before. */
  readonly isTested?: boolean;
}

/**
 * Reads a Verilog-A source with one module.
 *
 * @throws HillockError `veriloga/...` with the place where the source is wrong, uses what is not supported, or has
 *   currents that jump
 */
export function readVerilogA(source: string, { file, include, isTested = false }: ReadOptions): DeviceModule {
  const text: SourceText = { file, text: source };
  const module = withinStack({ source: text, start: 0, end: 0 }, () => moduleOf(parse(text, include), text));
  if (!isTested) checkContinuity(module);
  return module;
}
