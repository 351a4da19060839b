import { inlineBindings } from "../../expr/elementary/inline.js";
import { elementary } from "../../expr/elementary.js";
import { type Assignment, calledFunctions, emitJavaScript } from "../../expr/emit-javascript.js";
import type { Graph, SymbolKind } from "../../expr/graph.js";
import { splitStatements } from "../../expr/split-statements.js";

/** Below this argument limexp is exp; above it, it may grow by `limexpGrowth` per Newton iteration. */
const limexpFree = 30;
const limexpGrowth = 3;

/**
 * The argument at which a limexp is evaluated: the argument itself, unless it outgrows the last one by more than
 * Newton's iteration can be trusted with. No branches, so that it costs nothing where it does not act.
 */
function bound(previous: Float64Array, slot: number, argument: number): number {
  const limited = Math.min(argument, Math.max(previous[slot], limexpFree) + limexpGrowth);
  previous[slot] = limited;
  return limited;
}

/** Statements in one function: more, and V8 would leave it to its interpreter. */
const longestPart = 150;

/** Where generated code finds each kind of symbol. All arrays are Float64Array; time and rate are numbers. */
const symbolNames: Readonly<Record<SymbolKind, (index: number) => string>> = {
  unknown: (index) => `x[${index}]`,
  input: (index) => `u[${index}]`,
  parameter: (index) => `p[${index}]`,
  state: (index) => `d[${index}]`,
  history: (index) => `b[${index}]`,
  environment: (index) => `environment[${index}]`,
  time: () => "t",
  rate: () => "alpha",
};

export interface KernelSource {
  /** Names of the arguments, in order. */
  readonly parameters: readonly string[];
  readonly graph: Graph;
  readonly assignments: readonly Assignment[];
  /** What the kernel returns, in JavaScript. */
  readonly result?: (limitedCount: number) => string;
  /** Whether limexp is bounded, with its state in the argument `limits`. */
  readonly limiting: boolean;
}

/** A compiled kernel and the number of limexp states it needs. */
export interface Kernel<F> {
  readonly run: F;
  readonly limitedCount: number;
  /** The JavaScript of the body, for inspection. */
  readonly source: string;
}

/** Turns assignments into a JavaScript function. */
export function compileKernel<F>(kernel: KernelSource): Kernel<F> {
  const { statements, limitedCount } = emitJavaScript(kernel.graph, kernel.assignments, {
    symbol: (kind, index) => symbolNames[kind](index),
    limited: kernel.limiting ? (slot, argument) => `bound(limits, ${slot}, ${argument})` : undefined,
  });
  const last = kernel.result ? [`return ${kernel.result(limitedCount)};`] : [];
  const { parts, sharedCount } = splitStatements([...statements, ...last], longestPart);
  const list = kernel.parameters.join(", ");
  const source = [
    ...parts.map((part, index) => `function part${index}(${list}) {\n${part}\n}`),
    `return function (${list}) {`,
    ...parts.map((_, index) => `${index === parts.length - 1 ? "return " : ""}part${index}(${list});`),
    "};",
  ].join("\n");
  const bindings: Readonly<Record<string, unknown>> = {
    bound,
    shared: new Float64Array(sharedCount),
    ...Object.fromEntries(calledFunctions.map((name) => [name, elementary[name]])),
    ...inlineBindings,
  };
  const factory = new Function(...Object.keys(bindings), `"use strict";\n${source}`);
  const run = factory(...Object.values(bindings)) as F;
  return { run, limitedCount, source };
}

/** Code that gives the largest amount by which a limexp was held back: 0 when none was. */
export function limitingExcess(limitedCount: number): string {
  const terms = Array.from({ length: limitedCount }, (_, slot) => `u${slot} - l${slot}`);
  return terms.length > 0 ? `Math.max(0, ${terms.join(", ")})` : "0";
}
