import { readFileSync } from "node:fs";
import type { Profiler } from "node:inspector";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import type { Limits } from "./limits.js";

/** Shares of a profile's samples by source file; generated code and the garbage collector are parts of their own. */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Limits["shares"] {
  const partOf = new Map(nodes.map(({ id, callFrame }) => [id, partName(callFrame)]));
  const times = new Map<string, number>();
  let total = 0;
  samples.forEach((id, k) => {
    const part = partOf.get(id);
    if (part === undefined) return;
    times.set(part, (times.get(part) ?? 0) + timeDeltas[k]);
    total += timeDeltas[k];
  });
  return [...times].map(([part, time]) => ({ part, share: time / total })).sort((a, b) => b.share - a.share);
}

function partName({
  functionName,
  url,
  scriptId,
  lineNumber,
  columnNumber,
}: Profiler.Profile["nodes"][0]["callFrame"]) {
  if (functionName === "(idle)") return undefined;
  if (functionName.startsWith("(")) return functionName === "(garbage collector)" ? "garbage collector" : "V8";
  if (url === "") return scriptId === "0" ? "V8" : "generated code";
  if (!url.startsWith("file:")) return "Node";
  const source = originalSource(url, lineNumber, columnNumber);
  return source.replace(/^.*\/src\//, "");
}

const maps = new Map<string, SourceMap>();

/** The file of the sources that a place of the bundle comes from. */
function originalSource(url: string, line: number, column: number): string {
  let map = maps.get(url);
  if (!map) {
    map = new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")));
    maps.set(url, map);
  }
  const entry = map.findEntry(line, column);
  return "originalSource" in entry ? entry.originalSource : url;
}
