import { arrangeStatements } from "../../expr/arrange-statements.js";
import { inlineBindings } from "../../expr/elementary/inline.js";
import { elementary } from "../../expr/elementary.js";
import { type Assignment, calledFunctions, emitJavaScript, type Naming } from "../../expr/emit-javascript.js";
import type { Graph, SymbolKind } from "../../expr/graph.js";
import { boundExponential, boundGate, limitedText } from "./limiting.js";

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
    boundExponential,
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
