import { arrangeStatements } from "../../expr/arrange-statements.js";
import { inlineBindings } from "../../expr/elementary/inline.js";
import { elementary } from "../../expr/elementary.js";
import {
  type Assignment,
  calledFunctions,
  emitJavaScript,
  type Limiting,
  type Naming,
} from "../../expr/emit-javascript.js";
import type { Graph, SymbolKind } from "../../expr/graph.js";

/** Below this argument limexp is exp; above it, it may grow by `limexpGrowth` per Newton iteration. */
export const limexpFree = 30;
export const limexpGrowth = 3;

/**
 * The argument at which a limexp is evaluated: the argument itself, unless it outgrows the last one by more than
 * Newton's iteration can be trusted with. No branches, so that it costs nothing where it does not act.
 */
function bound(previous: Float64Array, slot: number, argument: number): number {
  const limited = Math.min(argument, Math.max(previous[slot], limexpFree) + limexpGrowth);
  previous[slot] = limited;
  return limited;
}

/** The argument at which the model of a junction is evaluated: as for limexp, with a level of its own. */
function boundJunction(previous: Float64Array, slot: number, argument: number, free: number): number {
  const limited = Math.min(argument, Math.max(previous[slot], free) + limexpGrowth);
  previous[slot] = limited;
  return limited;
}

/**
 * The voltage above threshold, V, at which the model of a field-effect transistor is evaluated: within the range that
 * SPICE's fetlim allows from where it was evaluated last (Nagel 1975). A transistor that is off may turn on only just;
 * one about to conduct stays near its threshold; one far on or off may move by twice its distance from the threshold.
 */
function boundGate(previous: Float64Array, slot: number, argument: number): number {
  const last = previous[slot];
  const isFarOn = last >= 3.5;
  const least = isFarOn ? 2 : last >= 0 ? -0.5 : 3 * last - 2;
  const most = isFarOn ? 3 * last + 2 : last >= 0 ? 4 : 0.5;
  const limited = Math.min(Math.max(argument, least), most);
  previous[slot] = limited;
  return limited;
}

const limitedText = (slot: number, argument: string, by: Limiting, free: string): string => {
  if (by === "limexp") return `bound(limits, ${slot}, ${argument})`;
  if (by === "pnjlim") return `boundJunction(limits, ${slot}, ${argument}, ${free})`;
  return `boundGate(limits, ${slot}, ${argument})`;
};

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
  /** Whether limexp, pnjlim and fetlim are bounded, with their state in the argument `limits`. */
  readonly limiting: boolean;
  /** Statements for tabulated functions, and what they refer to. */
  readonly lookUp?: Naming["lookUp"];
  readonly bindings?: Readonly<Record<string, unknown>>;
}

/** A compiled kernel and the number of limiting states it needs. */
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
    limited: kernel.limiting ? limitedText : undefined,
    lookUp: kernel.lookUp,
  });
  const last = kernel.result ? [{ text: `return ${kernel.result(limitedCount)};`, guards: [], isLast: true }] : [];
  const { parts, sharedCount } = arrangeStatements([...statements, ...last], longestPart);
  const list = kernel.parameters.join(", ");
  const source = [
    ...parts.map((part, index) => `function part${index}(${list}) {\n${part}\n}`),
    `return function (${list}) {`,
    ...parts.map((_, index) => `${index === parts.length - 1 ? "return " : ""}part${index}(${list});`),
    "};",
  ].join("\n");
  const bindings: Readonly<Record<string, unknown>> = {
    bound,
    boundJunction,
    boundGate,
    shared: new Float64Array(sharedCount),
    ...Object.fromEntries(calledFunctions.map((name) => [name, elementary[name]])),
    ...inlineBindings,
    ...kernel.bindings,
  };
  const factory = new Function(...Object.keys(bindings), `"use strict";\n${source}`);
  const run = factory(...Object.values(bindings)) as F;
  return { run, limitedCount, source };
}

/** Code that gives the largest amount by which an argument was held back: 0 when none was. */
export function limitingExcess(limitedCount: number): string {
  const terms = Array.from({ length: limitedCount }, (_, slot) => `u${slot} - l${slot}`);
  return terms.length > 0 ? `Math.max(0, ${terms.join(", ")})` : "0";
}
