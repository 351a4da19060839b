import { isInvertible, type Limiting } from "./emit-javascript.js";
import type { Vector, VectorCode, VectorInstruction } from "./emit-webassembly-code.js";
import {
  type LaneResult,
  vectorAtanh,
  vectorExp,
  vectorLog,
  vectorPow,
  vectorTanh,
} from "./emit-webassembly-elementary.js";
import type { Expression, Graph, SymbolKind } from "./graph.js";
import type { Operation } from "./operation.js";
import { reachable } from "./substitute.js";

/** How generated code refers to what surrounds it, for one group of two lanes. */
export interface VectorNaming {
  readonly symbol: (kind: SymbolKind, index: number) => Vector;
  /** As the JavaScript emitter's: the bounded argument of a slot, given the argument and for pnjlim the free level. */
  readonly limited: (slot: number, argument: Vector, by: Limiting, free: Vector | undefined) => Vector;
}

/** What the code of one group of lanes leaves behind. */
export interface VectorResults {
  /** Value of a root. */
  readonly value: (root: Expression) => Vector;
  /** Lanes in which a root is not 0: all bits set, else none. */
  readonly mask: (root: Expression) => Vector;
  /** Argument and bounded argument of each slot, which are numbered as by the JavaScript emitter. */
  readonly limited: readonly { readonly argument: Vector; readonly bounded: Vector }[];
  /** Lanes in which every function was on its ordinary path; undefined if all always are. */
  readonly ordinary: Vector | undefined;
}

const plainInstructions: Partial<Record<Operation, VectorInstruction>> = {
  neg: "f64x2.neg",
  abs: "f64x2.abs",
  sqrt: "f64x2.sqrt",
  floor: "f64x2.floor",
  ceil: "f64x2.ceil",
  add: "f64x2.add",
  sub: "f64x2.sub",
  mul: "f64x2.mul",
  div: "f64x2.div",
  min: "f64x2.min",
  max: "f64x2.max",
};

const comparisons: Partial<Record<Operation, VectorInstruction>> = {
  lt: "f64x2.lt",
  le: "f64x2.le",
  eq: "f64x2.eq",
};

const functions: Partial<Record<Operation, (code: VectorCode, ...operands: Vector[]) => LaneResult>> = {
  exp: vectorExp,
  log: vectorLog,
  pow: vectorPow,
  tanh: vectorTanh,
  atanh: vectorAtanh,
};

const structural: ReadonlySet<Operation> = new Set([
  "constant",
  "symbol",
  "select",
  "limexp",
  "limexpSlope",
  "pnjlim",
  "fetlim",
  "hold",
  "not",
  "and",
  "or",
]);

/** Operations that the roots need and that have no vector code; the JavaScript emitter has all. */
export function withoutVectorCode(graph: Graph, roots: readonly Expression[]): Operation[] {
  const needed = new Set(reachable(graph, roots).map((node) => graph.operations[node]));
  return [...needed].filter(
    (operation) =>
      !structural.has(operation) &&
      !(operation in plainInstructions) &&
      !(operation in comparisons) &&
      !(operation in functions),
  );
}

/**
 * WebAssembly for expressions, in vectors of two lanes: straight-line code, each shared subexpression computed once. In
 * ordinary lanes the values are those of the JavaScript emitter, bit for bit.
 *
 * @param groups one naming per group of two lanes. The code of the groups is interleaved, operation by operation, so that
 *   one computes while another waits.
 */
export function emitWebAssembly(
  code: VectorCode,
  graph: Graph,
  roots: readonly Expression[],
  groups: readonly VectorNaming[],
): VectorResults[] {
  const emitters = groups.map((naming) => createEmitter(code, graph, naming));
  for (const node of reachable(graph, roots)) for (const { emit } of emitters) emit(node);
  return emitters.map(({ results }) => results());
}

function createEmitter(code: VectorCode, graph: Graph, naming: VectorNaming) {
  const values = new Map<number, Vector>();
  const masks = new Map<number, Vector>();
  const limited: { argument: Vector; bounded: Vector }[] = [];
  const exponentials = new Map<number, { slot: number; exponential: Vector }>();
  let ordinary: Vector | undefined;

  const note = ({ value, ordinary: lanes }: LaneResult): Vector => {
    ordinary = ordinary === undefined ? lanes : code.apply("v128.and", ordinary, lanes);
    return value;
  };
  const numberOf = (node: number): Vector => {
    let value = values.get(node);
    if (value === undefined) {
      value = code.apply("v128.and", masks.get(node) as Vector, code.constant(1));
      values.set(node, value);
    }
    return value;
  };
  /** Lanes in which a node is not 0. */
  const maskOf = (node: number): Vector => {
    let mask = masks.get(node);
    if (mask === undefined) {
      mask = code.apply("f64x2.ne", numberOf(node), code.constant(0));
      masks.set(node, mask);
    }
    return mask;
  };
  const bound = (argument: Vector, by: Limiting, free?: Vector): number => {
    const slot = limited.length;
    limited.push({ argument, bounded: naming.limited(slot, argument, by, free) });
    return slot;
  };
  const limitedExponential = (argument: number) => {
    let known = exponentials.get(argument);
    if (known === undefined) {
      const slot = bound(numberOf(argument), "limexp");
      known = { slot, exponential: note(vectorExp(code, limited[slot].bounded)) };
      exponentials.set(argument, known);
    }
    return known;
  };
  /** What an argument is held back by. */
  const excess = (slot: number): Vector => code.apply("f64x2.sub", limited[slot].argument, limited[slot].bounded);

  function emit(node: number): void {
    const operation = graph.operations[node];
    const a = graph.first[node];
    const b = graph.second[node];
    const c = graph.third[node];
    const comparison = comparisons[operation];
    const plain = plainInstructions[operation];
    const call = functions[operation];
    if (operation === "constant") values.set(node, code.constant(graph.payload[node]));
    else if (operation === "symbol") {
      values.set(node, naming.symbol(graph.symbolKinds[node] as SymbolKind, graph.payload[node]));
    } else if (comparison) masks.set(node, code.apply(comparison, numberOf(a), numberOf(b)));
    else if (operation === "not") masks.set(node, code.apply("v128.not", maskOf(a)));
    else if (operation === "and" || operation === "or") {
      masks.set(node, code.apply(`v128.${operation}`, maskOf(a), maskOf(b)));
    } else if (operation === "select") {
      values.set(node, code.apply("v128.bitselect", numberOf(b), numberOf(c), maskOf(a)));
    } else if (operation === "limexp") {
      const { slot, exponential } = limitedExponential(a);
      const tangent = code.apply("f64x2.add", code.constant(1), excess(slot));
      values.set(node, code.apply("f64x2.mul", exponential, tangent));
    } else if (operation === "limexpSlope") values.set(node, limitedExponential(a).exponential);
    else if (operation === "pnjlim" || operation === "fetlim") {
      values.set(node, excess(bound(numberOf(a), operation, b >= 0 ? numberOf(b) : undefined)));
    } else if (operation === "hold") values.set(node, numberOf(a));
    else if (operation === "div" && graph.operations[b] === "constant" && isInvertible(graph.payload[b])) {
      values.set(node, code.apply("f64x2.mul", numberOf(a), code.constant(1 / graph.payload[b])));
    } else if (call) {
      values.set(node, note(b >= 0 ? call(code, numberOf(a), numberOf(b)) : call(code, numberOf(a))));
    } else if (plain) {
      values.set(node, b >= 0 ? code.apply(plain, numberOf(a), numberOf(b)) : code.apply(plain, numberOf(a)));
    }
  }
  return {
    emit,
    results: (): VectorResults => ({ value: numberOf, mask: maskOf, limited, ordinary }),
  };
}
