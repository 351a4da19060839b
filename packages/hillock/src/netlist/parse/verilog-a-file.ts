import { isHillockError } from "../../base/error.js";
import type { VerilogASource } from "../circuit.js";
import { relativeName, resolveName } from "../file-name.js";
import { errorAt } from "../netlist-error.js";
import { type Span, setPlace } from "../place.js";
import { setMainFile } from "../verilog-a-source.js";
import { includedNames } from "../verilog-a-text.js";
import { type Include, readText } from "./include.js";

const mostFiles = 1000;

/** Reads the file of a `.hdl` line, and the files that it includes as far as there are any. */
export function readVerilogAFile(
  name: string,
  span: Span,
  from: string,
  { main, include }: { readonly main: string; readonly include: Include | undefined },
): VerilogASource {
  const first = resolveName(name, from);
  const text = readText(name, span, from, include);
  const includes: Record<string, string> = {};
  const waiting: [file: string, text: string][] = [[first, text]];
  for (const [file, content] of waiting) {
    for (const inner of includedNames(content)) {
      const resolved = resolveName(inner, file);
      const key = relativeName(resolved, main);
      if (Object.hasOwn(includes, key)) continue;
      const found = textOf(inner, file, include);
      if (found === undefined) continue;
      includes[key] = found;
      waiting.push([resolved, found]);
      if (waiting.length <= mostFiles) continue;
      throw errorAt(span, "oversized-include", `"${name}" includes more than ${mostFiles} files`, {
        help: "does a file include others without end?",
      });
    }
  }
  const source: VerilogASource = { file: relativeName(first, main), text, includes };
  setMainFile(source, main);
  setPlace(source, span);
  return source;
}

/** A file that may be missing: the standard's own are built in, and others are not used under every `` `ifdef ``. */
function textOf(name: string, from: string, include: Include | undefined): string | undefined {
  try {
    return include?.(name, from);
  } catch (error) {
    if (isHillockError(error)) throw error;
    return undefined;
  }
}
