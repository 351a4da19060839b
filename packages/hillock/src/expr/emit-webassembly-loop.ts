import { emitWebAssembly } from "./emit-webassembly.js";
import { type FunctionSource, moduleBytes, signed, unsigned } from "./emit-webassembly-binary.js";
import { createVectorCode, type VectorCode } from "./emit-webassembly-code.js";
import type { Expression, Graph, SymbolKind } from "./graph.js";
import { reachable } from "./substitute.js";

/** Elements that a loop takes at a time, as two vectors whose computations overlap: lengths of arrays are multiples of it. */
export const elementsAtOnce = 4;

/** What a loop makes of arrays, element by element. */
export interface LoopResult {
  readonly array: number;
  readonly value: Expression;
}

/** Loops over arrays of doubles, element by element. */
export interface ArrayLoops {
  /**
   * Symbol "state" k is the element of array k as it was before, "input" k is number k, which is the same for all elements. Only
   * arithmetic, comparisons and choices: other functions may leave their ordinary path, which nobody would notice here.
   */
  readonly graph: Graph;
  readonly arrays: number;
  readonly numbers: number;
  /** Results of each loop, by its name */
  readonly loops: Readonly<Record<string, readonly LoopResult[]>>;
}

/**
 * A module over a memory `host.memory` with one function for each loop. Its arguments are the addresses of all arrays (bytes), how many
 * elements they have, and the numbers.
 *
 * @throws if there is a function in the expressions that has an extraordinary path
 */
export function arrayLoopModule({ graph, arrays, numbers, loops }: ArrayLoops): Uint8Array<ArrayBuffer> {
  const parameters = [...Array<"i32">(arrays + 1).fill("i32"), ...Array<"f64">(numbers).fill("f64")];
  const functions = Object.entries(loops).map(([name, results]): FunctionSource => {
    const code = createVectorCode(parameters.length);
    emitElements(code, graph, arrays, results);
    const used = [...results.map(({ array }) => array), ...elementsOf(graph, results)];
    const moved = (local: number, by: number): number[] => [
      ...[0x20, ...unsigned(local), 0x41, ...signed(by), 0x6a],
      ...[0x21, ...unsigned(local)],
    ];
    const body = [
      ...code.prologue,
      ...[0x03, 0x40],
      ...code.bytes,
      ...[...new Set(used)].flatMap((array) => moved(array, 8 * elementsAtOnce)),
      // again while there are elements left
      ...[...moved(arrays, -elementsAtOnce), 0x20, ...unsigned(arrays), 0x0d, 0, 0x0b],
    ];
    return { name, parameters, results: [], vectors: code.count(), body };
  });
  return moduleBytes({ pages: 1, imports: [], functions });
}

/** Numbers of the arrays that results depend on. */
function elementsOf(graph: Graph, results: readonly LoopResult[]): number[] {
  const nodes = reachable(
    graph,
    results.map(({ value }) => value),
  );
  return nodes.filter((node) => graph.symbolKinds[node] === "state").map((node) => graph.payload[node]);
}

function emitElements(code: VectorCode, graph: Graph, arrays: number, results: readonly LoopResult[]): void {
  const offsets = Array.from({ length: elementsAtOnce / 2 }, (_, group) => 16 * group);
  const namings = offsets.map((offset) => ({
    symbol: (kind: SymbolKind, index: number) =>
      kind === "state" ? code.load(offset, index) : code.spread(arrays + 1 + index),
    limited: refuse,
    keep: refuse,
  }));
  const roots = results.map(({ value }) => value);
  const values = emitWebAssembly(code, graph, roots, namings);
  values.forEach(({ value }, group) => {
    for (const result of results) code.store(offsets[group], value(result.value), result.array);
  });
}

function refuse(): never {
  throw new Error("loops over arrays have no such functions");
}
