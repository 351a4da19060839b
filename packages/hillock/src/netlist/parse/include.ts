import { HillockError } from "../../base/error.js";
import { didYouMean, listing } from "../../base/suggest.js";
import { resolveName } from "../file-name.js";
import { errorAt } from "../netlist-error.js";
import type { Span } from "../place.js";
import { type Cursor, expectEnd, missing, peek, spanOf } from "./cursor.js";
import { type LogicalLine, logicalLines, physicalLines } from "./logical-line.js";
import type { Token } from "./token.js";

/**
 * Gives the text of an included file; throws if there is none.
 *
 * @param name as written
 * @param from the file that includes it, as {@link resolveName} gave it
 */
export type Include = (name: string, from: string) => string;

/** The file of a `.include` or `.lib` line. */
export function takeFileName(cursor: Cursor, form: string): { name: string; span: Span } {
  const token = peek(cursor);
  if (token?.kind !== "word" && token?.kind !== "string" && token?.kind !== "formula") {
    throw missing(cursor, "a file name", `write ${form}`);
  }
  cursor.index++;
  return { name: token.text, span: spanOf(cursor, token as Token) };
}

/** A file, or a section of a library, that is being read. */
export interface Origin {
  readonly file: string;
  readonly section?: string;
}

const maximumDepth = 40;

/**
 * Reads an included file into lines, once; `stack` holds what is being read, outermost first, `known` what was read
 * before.
 */
export function readIncluded(
  name: string,
  span: Span,
  section: string | undefined,
  stack: readonly Origin[],
  { include, known }: { readonly include: Include | undefined; readonly known: Map<string, readonly LogicalLine[]> },
): { origin: Origin; lines: readonly LogicalLine[] } {
  const from = stack[stack.length - 1].file;
  const file = resolveName(name, from);
  const origin: Origin = { file, ...(section !== undefined && { section: section.toLowerCase() }) };
  const again = stack.some((other) => other.file === file && other.section === origin.section);
  if (again || stack.length > maximumDepth) {
    const files = [...stack, origin].map((each) => each.file + (each.section === undefined ? "" : ` ${each.section}`));
    throw errorAt(span, "recursive-include", `"${name}" includes itself`, {
      details: [`The files are ${listing(files, maximumDepth)}.`],
      help: "remove one of the lines that include",
    });
  }
  const before = known.get(file);
  if (before) return { origin, lines: before };
  const lines = logicalLines(file, physicalLines(readText(name, span, from, include)));
  known.set(file, lines);
  return { origin, lines };
}

/** The text of a file that a line names. */
export function readText(name: string, span: Span, from: string, include: Include | undefined): string {
  if (!include) {
    throw errorAt(span, "include-unavailable", "files cannot be included here", {
      help: "give parseNetlist an `include` function, or paste the file's text",
    });
  }
  try {
    return include(name, from);
  } catch (error) {
    if (error instanceof HillockError) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw errorAt(span, "include-not-found", `"${name}" cannot be read`, {
      details: [cause],
      help: "the name is relative to the file that includes it",
    });
  }
}

const sectionStart = /^\.lib\s+(\S+)\s*$/i;

/** The lines between `.lib section` and `.endl` of a library. */
export function librarySection(
  file: string,
  lines: readonly LogicalLine[],
  section: string,
  span: Span,
): LogicalLine[] {
  const sections: string[] = [];
  for (const [index, { text }] of lines.entries()) {
    const name = sectionStart.exec(text)?.[1];
    if (name === undefined) continue;
    sections.push(name);
    if (name.toLowerCase() !== section.toLowerCase()) continue;
    const end = lines.findIndex((line, at) => at > index && /^\.endl\b/i.test(line.text));
    if (end < 0) throw unclosedSection(lines[index]);
    return lines.slice(index + 1, end);
  }
  const details = [sections.length > 0 ? `It has ${listing(sections)}.` : "It has no .lib sections."];
  const help = didYouMean(
    section,
    sections,
    sections.length > 0 ? "choose one of them" : "use .include for the whole file",
  );
  throw errorAt(span, "unknown-section", `${file} has no section "${section}"`, { details, help });
}

/** The error of `.lib section` without `.endl`, or of `.lib file` without a section. */
export function unclosedSection(line: LogicalLine): HillockError {
  const span = { line, start: 0, end: line.text.length };
  return errorAt(span, "unclosed-section", "no .endl closes this section", {
    help: "close it with .endl; or, if this names a file, write .include file, or .lib file section",
  });
}

export function expectNothingElse(cursor: Cursor, form: string): void {
  expectEnd(cursor, `write ${form}`);
}
