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
}

/**
 * Reads a Verilog-A source with one module.
 *
 * @throws HillockError `veriloga/...` with the place where the source is wrong or uses what is not supported
 */
export function readVerilogA(source: string, { file, include }: ReadOptions): DeviceModule {
  const text: SourceText = { file, text: source };
  return withinStack({ source: text, start: 0, end: 0 }, () => moduleOf(parse(text, include), text));
}
