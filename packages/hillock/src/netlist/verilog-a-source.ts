import type { VerilogASource } from "./circuit.js";
import { relativeName, resolveName } from "./file-name.js";

// Beside the sources, not in them, as places are.
const mainFiles = new WeakMap<VerilogASource, string>();

/** Remembers to which netlist the file names of a source are relative. */
export function setMainFile(source: VerilogASource, file: string): void {
  mainFiles.set(source, file);
}

/** The name of a source for messages: that of the netlist's folder and its own. */
export function shownName(source: VerilogASource): string {
  return resolveName(source.file, mainFiles.get(source) ?? "");
}

/** Finds what a source includes: its name for messages and its text, as the reader of Verilog-A asks for it. */
export function includedFile(
  source: VerilogASource,
): (name: string, from: string) => { readonly file: string; readonly text: string } | undefined {
  const { includes } = source;
  const main = mainFiles.get(source) ?? "";
  return (name, from) => {
    const file = resolveName(name, from);
    const known = relativeName(file, main);
    return Object.hasOwn(includes, known) ? { file, text: includes[known] } : undefined;
  };
}
