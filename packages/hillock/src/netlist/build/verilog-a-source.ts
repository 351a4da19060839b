import type { VerilogASource } from "../circuit.js";

/**
 * A Verilog-A file for `circuit({ verilogA: [...] })`.
 *
 * @param file its name, for messages and for `.hdl`
 * @param includes texts of the files that it includes, by name relative to where `file` is relative to
 */
export function verilogASource(
  file: string,
  text: string,
  includes: Readonly<Record<string, string>> = {},
): VerilogASource {
  return { file, text, includes };
}
