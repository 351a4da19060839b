import type { Location, SourceText } from "./source-text.js";
import type { FileSyntax } from "./syntax.js";

/** Properties of syntax trees that are locations. */
const locations: ReadonlySet<string> = new Set(["at", "nameAt"]);

/** A location as it is written: the number of its source, start, end, and the macros it comes from. */
type WrittenLocation = readonly [source: number, start: number, end: number, ...macros: string[]];

interface Written {
  readonly sources: readonly SourceText[];
  readonly syntax: FileSyntax;
}

/** A syntax tree as JSON, which {@link readSyntax} reads: each source text stands in it once. */
export function writeSyntax(syntax: FileSyntax): string {
  const sources: SourceText[] = [];
  const numberOf = (source: SourceText): number => {
    const known = sources.indexOf(source);
    return known >= 0 ? known : sources.push(source) - 1;
  };
  const text = JSON.stringify(syntax, (key, value) => {
    if (!locations.has(key) || value === undefined) return value;
    const { source, start, end, macros = [] } = value as Location;
    return [numberOf(source), start, end, ...macros] satisfies WrittenLocation;
  });
  return `{"sources":${JSON.stringify(sources)},"syntax":${text}}`;
}

/** The syntax tree that {@link writeSyntax} wrote: the same as the parser made. */
export function readSyntax(text: string): FileSyntax {
  let sources: readonly SourceText[] = [];
  const { syntax } = JSON.parse(text, (key, value) => {
    // The sources stand before the tree.
    if (key === "sources") sources = value;
    if (locations.has(key)) {
      const [source, start, end, ...macros] = value as WrittenLocation;
      return { source: sources[source], start, end, ...(macros.length > 0 ? { macros } : {}) };
    }
    // JSON has no infinity; a literal such as 1e999 is the only number that is none.
    return key === "value" && value === null ? Number.POSITIVE_INFINITY : value;
  }) as Written;
  return syntax;
}
