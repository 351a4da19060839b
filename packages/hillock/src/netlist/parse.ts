import type { Circuit } from "./circuit.js";
import { errorAt } from "./netlist-error.js";
import { controlBlockError } from "./parse/control-block.js";
import { cursorOf, peek, takeWord } from "./parse/cursor.js";
import { parseDotLine, parseSubcircuitHead } from "./parse/dot-line.js";
import { parseElement } from "./parse/element.js";
import { expandIncludes } from "./parse/expand-includes.js";
import { expectNothingElse, type Include } from "./parse/include.js";
import { type LogicalLine, logicalLines, physicalLines } from "./parse/logical-line.js";
import { type CircuitDraft, emptyCircuit, emptyScope, type ScopeDraft } from "./parse/scope-draft.js";
import { setPlace } from "./place.js";

/** How to read a netlist. */
export interface ParseOptions {
  /** Name of the file, for messages and as `from` of `include`. */
  readonly file: string;
  readonly include?: Include;
}

/** An open `.subckt`. */
interface OpenSubcircuit {
  readonly head: ReturnType<typeof parseSubcircuitHead>;
  readonly line: LogicalLine;
  readonly scope: ScopeDraft;
}

interface Reader {
  readonly circuit: CircuitDraft;
  readonly open: OpenSubcircuit[];
  readonly modelNames: Set<string>;
}

/**
 * Reads a SPICE netlist. The first line is always the title. Nothing is skipped: a line that is not understood is an
 * error with its place and what to write instead. Names keep their case.
 *
 * @throws HillockError with a code `netlist/...`
 */
export function parseNetlist(text: string, { file, include }: ParseOptions): Circuit {
  const [title = "", ...rest] = physicalLines(text);
  checkTitle(file, title);
  const { lines, verilogA } = expandIncludes(file, logicalLines(file, rest, 2), include);
  const circuit = { ...emptyCircuit(title.trimEnd()), verilogA };
  const reader: Reader = { circuit, open: [], modelNames: modelNamesOf(lines) };
  for (const [index, line] of lines.entries()) readLine(reader, line, lines, index);
  const unclosed = reader.open[reader.open.length - 1];
  if (unclosed) {
    const span = { line: unclosed.line, start: 0, end: unclosed.line.text.length };
    const problem = `no .ends closes the subcircuit "${unclosed.head.name}"`;
    throw errorAt(span, "unclosed-subcircuit", problem, { help: "add .ends after its last line" });
  }
  return reader.circuit;
}

/** A command in the first line would be lost: it is the title. */
function checkTitle(file: string, title: string): void {
  if (!/^\s*\.(?!title\b)[a-z]+/i.test(title)) return;
  const line = { file, text: title, pieces: [{ start: 0, line: 1, column: 1, source: title }] };
  throw errorAt(
    { line, start: 0, end: title.trimEnd().length },
    "missing-title",
    "the first line is the title, not a command",
    {
      help: "put a title line above",
    },
  );
}

/** All models of the netlist, in lower case: only with them does `Q1 a b c d e` tell its nodes from its model. */
function modelNamesOf(lines: readonly LogicalLine[]): Set<string> {
  const names = new Set<string>();
  for (const { text } of lines) {
    const name = /^\.model\s+([^\s=(),{}'"]+)/i.exec(text)?.[1];
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return names;
}

function readLine(reader: Reader, line: LogicalLine, lines: readonly LogicalLine[], index: number): void {
  const { circuit, open, modelNames } = reader;
  const inner = open[open.length - 1];
  const scope = inner?.scope ?? circuit;
  if (!line.text.startsWith(".")) {
    const element = parseElement(cursorOf(line), (name) => modelNames.has(name.toLowerCase()));
    scope.elements.push(element);
    return;
  }
  const word = /^\.[^\s=(),{}'"]*/.exec(line.text)?.[0] ?? ".";
  switch (word.toLowerCase()) {
    case ".subckt":
      open.push({ head: parseSubcircuitHead(line, word.length), line, scope: emptyScope() });
      return;
    case ".ends":
      closeSubcircuit(reader, line, word);
      return;
    case ".title":
      circuit.title = line.text.slice(word.length).trim();
      return;
    case ".control":
      throw controlBlockError(lines, index);
    case ".endc":
    case ".endl": {
      const opener = word.toLowerCase() === ".endc" ? ".control" : ".lib";
      const span = { line, start: 0, end: word.length };
      throw errorAt(span, "unbalanced", `${word} closes nothing`, { help: `remove it: no ${opener} is open` });
    }
    default:
      parseDotLine(line, word, scope, inner ? undefined : circuit);
  }
}

function closeSubcircuit({ circuit, open }: Reader, line: LogicalLine, word: string): void {
  const closed = open.pop();
  if (!closed) {
    const span = { line, start: 0, end: word.length };
    throw errorAt(span, "unbalanced", ".ends closes nothing", { help: "remove it: no .subckt is open" });
  }
  const cursor = cursorOf(line, word.length);
  if (peek(cursor)) {
    const name = takeWord(cursor, "the name of the subcircuit");
    if (name.text.toLowerCase() !== closed.head.name.toLowerCase()) {
      const span = { line, start: name.start, end: name.end };
      const problem = `this closes "${name.text}", but the open subcircuit is "${closed.head.name}"`;
      const opened = closed.line.pieces[0].line;
      throw errorAt(span, "unbalanced", problem, {
        details: [`It was opened on line ${opened}.`],
        help: "add or remove an .ends",
      });
    }
    expectNothingElse(cursor, ".ends name");
  }
  const subcircuit = { ...closed.head, ...closed.scope };
  setPlace(subcircuit, { line: closed.line, start: 0, end: closed.line.text.length });
  const outer = open[open.length - 1]?.scope ?? circuit;
  outer.subcircuits.push(subcircuit);
}
