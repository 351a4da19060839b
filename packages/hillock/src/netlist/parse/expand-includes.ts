import type { VerilogASource } from "../circuit.js";
import { resolveName } from "../file-name.js";
import { errorAt } from "../netlist-error.js";
import { cursorOf, takeWord } from "./cursor.js";
import {
  expectNothingElse,
  type Include,
  librarySection,
  type Origin,
  readIncluded,
  takeFileName,
  unclosedSection,
} from "./include.js";
import type { LogicalLine } from "./logical-line.js";
import { append } from "./scope-draft.js";
import { readVerilogAFile } from "./verilog-a-file.js";

// Files that include two others reach any size within a few lines.
const mostIncludes = 10_000;
const mostLines = 2_000_000;

interface Expansion {
  readonly include: Include | undefined;
  /** Files read before, by name: a library is asked for section by section. */
  readonly known: Map<string, readonly LogicalLine[]>;
  /** Files of `.hdl` by resolved name, each once. */
  readonly verilogA: Map<string, VerilogASource>;
  includes: number;
  lines: number;
}

/** Puts included files in the place of their lines, takes off `.end`, and reads the files of `.hdl`. */
export function expandIncludes(
  file: string,
  lines: readonly LogicalLine[],
  include: Include | undefined,
): { readonly lines: LogicalLine[]; readonly verilogA: VerilogASource[] } {
  const expansion: Expansion = { include, known: new Map(), verilogA: new Map(), includes: 0, lines: 0 };
  return { lines: expand(lines, [{ file }], expansion), verilogA: [...expansion.verilogA.values()] };
}

function expand(lines: readonly LogicalLine[], stack: readonly Origin[], expansion: Expansion): LogicalLine[] {
  const result: LogicalLine[] = [];
  let inControl = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const command = /^\.[a-z]*/i.exec(line.text)?.[0].toLowerCase();
    inControl = command === ".control" || (inControl && command !== ".endc");
    if (inControl || command === undefined) result.push(line);
    else if (command === ".end") {
      checkEnd(lines, index);
      break;
    } else if (command === ".include" || command === ".inc") {
      append(result, included(line, command.length, stack, expansion));
    } else if (command === ".hdl") {
      takeVerilogA(line, command.length, stack, expansion);
    } else if (command === ".lib") {
      const cursor = cursorOf(line, command.length);
      if (cursor.tokens.length === 1) {
        // `.lib section` begins a section, which counts only where a line asks for it by name.
        const end = lines.findIndex((other, at) => at > index && /^\.endl\b/i.test(other.text));
        if (end < 0) throw unclosedSection(line);
        index = end;
      } else append(result, library(line, command.length, stack, expansion));
    } else result.push(line);
  }
  return result;
}

function included(
  line: LogicalLine,
  from: number,
  stack: readonly Origin[],
  expansion: Expansion,
): readonly LogicalLine[] {
  const cursor = cursorOf(line, from);
  const { name, span } = takeFileName(cursor, '.include "file"');
  expectNothingElse(cursor, '.include "file"');
  const { origin, lines } = readIncluded(name, span, undefined, stack, expansion);
  return counted(line, expand(lines, [...stack, origin], expansion), expansion);
}

function takeVerilogA(line: LogicalLine, from: number, stack: readonly Origin[], expansion: Expansion): void {
  const cursor = cursorOf(line, from);
  const { name, span } = takeFileName(cursor, '.hdl "file.va"');
  expectNothingElse(cursor, '.hdl "file.va"');
  const { file } = stack[stack.length - 1];
  const { verilogA, include } = expansion;
  const resolved = resolveName(name, file);
  if (verilogA.has(resolved)) return;
  verilogA.set(resolved, readVerilogAFile(name, span, file, { main: stack[0].file, include }));
}

function library(
  line: LogicalLine,
  from: number,
  stack: readonly Origin[],
  expansion: Expansion,
): readonly LogicalLine[] {
  const cursor = cursorOf(line, from);
  const { name, span } = takeFileName(cursor, '.lib "file" section');
  const section = takeWord(cursor, "a section");
  expectNothingElse(cursor, '.lib "file" section');
  const { origin, lines } = readIncluded(name, span, section.text, stack, expansion);
  const body = librarySection(origin.file, lines, section.text, { line, start: section.start, end: section.end });
  return counted(line, expand(body, [...stack, origin], expansion), expansion);
}

/** Refuses includes that lead to more than any netlist needs. */
function counted(line: LogicalLine, lines: readonly LogicalLine[], expansion: Expansion): readonly LogicalLine[] {
  expansion.includes++;
  expansion.lines += lines.length;
  const { includes, lines: taken } = expansion;
  if (includes <= mostIncludes && taken <= mostLines) return lines;
  const what = includes > mostIncludes ? `${mostIncludes} files` : `${mostLines} lines`;
  const problem = `more than ${what} are included`;
  throw errorAt({ line, start: 0, end: line.text.length }, "oversized-include", problem, {
    help: "does a file include others that multiply at every level?",
  });
}

function checkEnd(lines: readonly LogicalLine[], index: number): void {
  const line = lines[index];
  const cursor = cursorOf(line, ".end".length);
  expectNothingElse(cursor, ".end");
  const after = lines[index + 1];
  if (!after) return;
  throw errorAt({ line: after, start: 0, end: after.text.length }, "text-after-end", "this stands after .end", {
    details: [`.end is on line ${line.pieces[0].line}.`],
    help: "move .end to the last line, or remove what follows it",
  });
}
