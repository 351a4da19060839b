import type { Statement } from "./arrange-statements.js";
import { inlineExp, inlineLog } from "./elementary/inline.js";
import { type Expression, type Graph, operands, type SymbolKind } from "./graph.js";
import { guardsOf } from "./guards.js";
import { reachable } from "./substitute.js";

/** One statement `target = value;` of generated code. `target` may declare a variable (`const a`) or store (`f[3]`). */
export interface Assignment {
  readonly target: string;
  readonly value: Expression;
}

/** How generated code refers to what surrounds it. */
export interface Naming {
  /** JavaScript for a symbol, e.g. `x[3]`; it is read once and kept in a local. */
  readonly symbol: (kind: SymbolKind, index: number) => string;
  /**
   * JavaScript for the bounded argument of the `slot`-th limexp, pnjlim or fetlim, given the argument and for pnjlim the
   * level up to which it is free; absent where nothing is bounded. It is evaluated once per call.
   */
  readonly limited?: (slot: number, argument: string, by: Limiting, free: string) => string;
  /** Statements that give a variable the value of tabulated function `index`. */
  readonly lookUp?: (index: number, result: string, argument: string) => string;
}

/** The operations whose growth from one evaluation to the next is bounded. */
export type Limiting = "limexp" | "pnjlim" | "fetlim";

/** Generated statements and what they need. */
export interface EmittedCode {
  readonly statements: readonly Statement[];
  /** How many bounded arguments there are; each has a slot of state, and `u<slot> - l<slot>` is what it was held back by. */
  readonly limitedCount: number;
}

/** Names of the elementary functions that generated code calls; to be bound to `elementary` where it is compiled. */
export const calledFunctions = [
  "exp",
  "log",
  "pow",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "atan2",
  "sinh",
  "cosh",
  "tanh",
  "asinh",
  "acosh",
  "atanh",
] as const;

// Deeper inlining makes longer lines, not faster code.
const deepestInline = 6;

/**
 * JavaScript for a list of assignments: each shared subexpression is computed once, and where only the branch not taken of
 * a `select` needs it, not at all. Values are those of
 * `interpret` bit for bit, except that division by a constant is multiplication by its reciprocal.
 */
export function emitJavaScript(graph: Graph, assignments: readonly Assignment[], naming: Naming): EmittedCode {
  const nodes = reachable(
    graph,
    assignments.map(({ value }) => value),
  );
  const uses = countUses(graph, nodes, assignments);
  const limited = nodes.filter((node) => limitingOperations.has(graph.operations[node]));
  const limitedArguments = limited.flatMap((node) => operands(graph, node));
  const roots = assignments.map(({ value }) => value);
  // What is bounded is so in every evaluation: its state must not depend on the branches taken.
  const guards = guardsOf(graph, nodes, [...roots, ...limited, ...limitedArguments]);
  const conditions = new Set([...guards.values()].flatMap((one) => one.map(({ condition }) => condition as number)));
  const statements: Statement[] = [];
  const text = new Map<number, string>();
  const depth = new Map<number, number>();
  const limitedSlots = new Map<number, number>();
  let slotCount = 0;

  /** Adds the statement that gives a variable its value where `node` matters. */
  const declare = (node: number, declares: string, statement: string): void => {
    const own = guards.get(node as Expression) ?? [];
    statements.push({
      declares,
      text: statement,
      guards: own.map(({ condition, isTrue }) => ({ variable: `v${condition}`, isTrue })),
      isRead: graph.operations[node] === "symbol",
    });
  };
  const assign = (node: number, declares: string, value: string): void =>
    declare(node, declares, `${declares} = ${value};`);

  /** The variable that holds a node; one is made if the node has none yet. */
  const named = (node: number): string => {
    const variable = `v${node}`;
    if (text.get(node) !== variable) assign(node, variable, text.get(node) as string);
    text.set(node, variable);
    return variable;
  };

  const limitedExponential = (argument: number): { slot: number } => {
    let slot = limitedSlots.get(argument);
    if (slot === undefined) {
      slot = slotCount++;
      limitedSlots.set(argument, slot);
      const u = text.get(argument) as string;
      if (naming.limited) {
        assign(argument, `u${slot}`, u);
        assign(argument, `l${slot}`, naming.limited(slot, `u${slot}`, "limexp", ""));
        declare(argument, `e${slot}`, inlineExp(`e${slot}`, `l${slot}`));
      } else {
        declare(argument, `e${slot}`, inlineExp(`e${slot}`, named(argument)));
      }
    }
    return { slot };
  };

  /** Declares what an argument is held back by, which is of either sign for fetlim; u - l is its size. */
  const heldBack = (node: number, by: "pnjlim" | "fetlim", argument: string, free: string): void => {
    if (!naming.limited) {
      assign(node, `v${node}`, "0");
      return;
    }
    const slot = slotCount++;
    if (by === "pnjlim") {
      assign(node, `u${slot}`, argument);
      assign(node, `l${slot}`, naming.limited(slot, `u${slot}`, by, free));
      assign(node, `v${node}`, `u${slot} - l${slot}`);
    } else {
      assign(node, `e${slot}`, argument);
      assign(node, `v${node}`, `e${slot} - ${naming.limited(slot, `e${slot}`, by, free)}`);
      assign(node, `u${slot}`, `Math.abs(v${node})`);
      assign(node, `l${slot}`, "0");
    }
  };

  const lookUp = (index: number) => (result: string, argument: string) => {
    if (!naming.lookUp) throw new Error("there are no tables here");
    return naming.lookUp(index, result, argument);
  };

  for (const node of nodes) {
    const a = graph.first[node];
    const b = graph.second[node];
    const of = (operand: number): string => text.get(operand) as string;
    const operation = graph.operations[node];
    let code: string;
    if (operation === "constant") {
      const value = graph.payload[node];
      text.set(node, numberText(value));
      depth.set(node, 0);
      continue;
    }
    if (operation === "symbol") {
      code = naming.symbol(graph.symbolKinds[node] as SymbolKind, graph.payload[node]);
    } else if (operation === "limexp" || operation === "limexpSlope") {
      const { slot } = limitedExponential(a);
      // Beyond the bound the exponential goes on as its tangent: the Newton step stays exact for what it solves.
      code = operation === "limexpSlope" || !naming.limited ? `e${slot}` : `e${slot} * (1 + (u${slot} - l${slot}))`;
    } else if (operation === "pnjlim" || operation === "fetlim") {
      heldBack(node, operation, of(a), b >= 0 ? of(b) : "");
      text.set(node, `v${node}`);
      depth.set(node, 0);
      continue;
    } else if (operation === "exp" || operation === "log" || operation === "lookUp") {
      const inline = operation === "exp" ? inlineExp : operation === "log" ? inlineLog : lookUp(graph.payload[node]);
      declare(node, `v${node}`, inline(`v${node}`, named(a)));
      text.set(node, `v${node}`);
      depth.set(node, 0);
      continue;
    } else if (operation === "div" && graph.operations[b] === "constant" && isInvertible(graph.payload[b])) {
      code = `(${of(a)} * ${numberText(1 / graph.payload[b])})`;
    } else {
      code = operationText(operation, of(a), b >= 0 ? of(b) : "", graph.third[node] >= 0 ? of(graph.third[node]) : "");
    }
    const level = 1 + Math.max(depth.get(a) ?? 0, depth.get(b) ?? 0, depth.get(graph.third[node]) ?? 0);
    const trivial = operation === "limexpSlope" || operation === "hold";
    const single = (uses.get(node) as number) <= 1 && level <= deepestInline && operation !== "symbol";
    if ((trivial || single) && !conditions.has(node)) {
      text.set(node, code);
      depth.set(node, level);
    } else {
      assign(node, `v${node}`, code);
      text.set(node, `v${node}`);
      depth.set(node, 0);
    }
  }
  for (const { target, value } of assignments) {
    statements.push({ text: `${target} = ${text.get(value)};`, guards: [] });
  }
  return { statements, limitedCount: slotCount };
}

const limitingOperations: ReadonlySet<string> = new Set(["limexp", "limexpSlope", "pnjlim", "fetlim"]);

/** A number as JavaScript, bit for bit. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "(-Infinity)";
  return value < 0 ? `(${value})` : `${value}`;
}

/** Whether a number and its reciprocal are both far from overflow and underflow: then emitters multiply by it instead. */
export const isInvertible = (value: number): boolean => Math.abs(value) > 1e-300 && Math.abs(value) < 1e300;

function countUses(
  graph: Graph,
  nodes: readonly Expression[],
  assignments: readonly Assignment[],
): Map<number, number> {
  const uses = new Map<number, number>();
  const use = (node: number): void => {
    if (node >= 0) uses.set(node, (uses.get(node) ?? 0) + 1);
  };
  for (const node of nodes) {
    // An argument of limexp is needed by the slot and by its tangent.
    if (graph.operations[node] === "limexp" || graph.operations[node] === "limexpSlope") use(graph.first[node]);
    use(graph.first[node]);
    use(graph.second[node]);
    use(graph.third[node]);
  }
  for (const { value } of assignments) use(value);
  return uses;
}

function operationText(operation: string, a: string, b: string, c: string): string {
  switch (operation) {
    case "hold":
      return a;
    case "neg":
      return `(-${a})`;
    case "not":
      return `(${a} === 0 ? 1 : 0)`;
    case "abs":
    case "sqrt":
    case "floor":
    case "ceil":
      return `Math.${operation}(${a})`;
    case "min":
    case "max":
      return `Math.${operation}(${a}, ${b})`;
    case "add":
      return `(${a} + ${b})`;
    case "sub":
      return `(${a} - ${b})`;
    case "mul":
      return `(${a} * ${b})`;
    case "div":
      return `(${a} / ${b})`;
    case "lt":
      return `(${a} < ${b} ? 1 : 0)`;
    case "le":
      return `(${a} <= ${b} ? 1 : 0)`;
    case "eq":
      return `(${a} === ${b} ? 1 : 0)`;
    case "and":
      return `(${a} !== 0 && ${b} !== 0 ? 1 : 0)`;
    case "or":
      return `(${a} !== 0 || ${b} !== 0 ? 1 : 0)`;
    case "select":
      return `(${a} !== 0 ? ${b} : ${c})`;
    default:
      return `${operation}(${a}${b === "" ? "" : `, ${b}`})`;
  }
}
