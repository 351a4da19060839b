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
import { type FoundPiece, vectorPiece, vectorPolynomial } from "./emit-webassembly-tables.js";
import type { Expression, Graph, SymbolKind } from "./graph.js";
import type { Operation } from "./operation.js";
import { pieceSize, type TableColumn } from "./piecewise-polynomial.js";
import { reachable } from "./substitute.js";

/** How generated code refers to what surrounds it, for one group of two lanes. */
export interface VectorNaming {
  readonly symbol: (kind: SymbolKind, index: number) => Vector;
  /** As the JavaScript emitter's: the bounded argument of a slot, given the argument and for pnjlim the free level. */
  readonly limited: (slot: number, argument: Vector, by: Limiting, free: Vector | undefined) => Vector;
  /** Where tabulated function `index` is; absent if there is none. */
  readonly lookUp?: (index: number) => VectorTable;
  /** Address of 16 bytes for the value of the `slot`-th function, in which slots are numbered from 0. */
  readonly keep: (slot: number) => number;
}

/** A tabulated function in memory. */
export interface VectorTable extends TableColumn {
  /** Where the table begins, bytes. */
  readonly address: number;
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
  "lookUp",
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
  const nodes = reachable(graph, roots);
  const slopes = new Set(
    nodes.filter((node) => graph.operations[node] === "lookUp").map((node) => lookUpKey(graph, node)),
  );
  const emitters = groups.map((naming) => createEmitter(code, graph, naming, slopes));
  for (const node of nodes) for (const { emit } of emitters) emit(node);
  return emitters.map(({ results }) => results());
}

/** How many functions' values are kept: see {@link VectorNaming.keep}. */
export function keptCount(graph: Graph, roots: readonly Expression[]): number {
  return reachable(graph, roots).filter((node) => {
    const operation = graph.operations[node];
    return operation === "lookUp" || operation === "limexp" || operation === "limexpSlope" || operation in functions;
  }).length;
}

const bitsOf = (value: number): bigint => new BigInt64Array(Float64Array.of(value).buffer)[0];

const lookUpKey = (graph: Graph, node: number, number = graph.payload[node]): string =>
  `${number}(${graph.first[node]}`;

function createEmitter(code: VectorCode, graph: Graph, naming: VectorNaming, lookUps: ReadonlySet<string>) {
  const values = new Map<number, Vector>();
  const masks = new Map<number, Vector>();
  const limited: { argument: Vector; bounded: Vector }[] = [];
  const exponentials = new Map<number, number>();
  const found = new Map<string, FoundPiece>();
  let ordinary: Vector | undefined;

  const note = ({ value, ordinary: lanes }: LaneResult): Vector => {
    ordinary = ordinary === undefined ? lanes : code.apply("v128.and", ordinary, lanes);
    return value;
  };
  const kept = new Map<string, number>();
  let slots = 0;

  /**
   * Keeps a value in memory. The code before is complete then: V8 otherwise reads all the tables first, and has nowhere to
   * put what it has read.
   */
  const keep = (key: string, value: Vector): void => {
    const address = naming.keep(slots++);
    code.store(address, value);
    kept.set(key, address);
  };
  const numberOf = (node: number): Vector => {
    let value = values.get(node);
    const isLookUp = graph.operations[node] === "lookUp";
    const address = value === undefined ? kept.get(isLookUp ? lookUpKey(graph, node) : `${node}`) : undefined;
    if (address !== undefined) {
      value = code.load(address);
      values.set(node, value);
    }
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
  /** The slot of a limexp's argument, whose exponential is kept. */
  const limitedExponential = (argument: number): number => {
    let slot = exponentials.get(argument);
    if (slot === undefined) {
      slot = bound(numberOf(argument), "limexp");
      keep(`exponential ${slot}`, note(vectorExp(code, limited[slot].bounded)));
      exponentials.set(argument, slot);
    }
    return slot;
  };
  const exponential = (slot: number): Vector => code.load(kept.get(`exponential ${slot}`) as number);
  const lookUp = (node: number): void => {
    if (!naming.lookUp) throw new Error("there are no tables here");
    if (kept.has(lookUpKey(graph, node))) return;
    const argument = graph.first[node];
    const number = graph.payload[node];
    const { pieces, index, address } = naming.lookUp(number);
    const table = `${argument} ${address}`;
    // Several functions of one argument are looked up at one place.
    let piece = found.get(table);
    if (!piece) {
      piece = vectorPiece(code, pieces, numberOf(argument));
      note({ value: piece.t, ordinary: piece.ordinary });
      found.set(table, piece);
    }
    const polynomial = vectorPolynomial(code, piece, pieces, address + 8 * pieceSize * index);
    // A function and its slope, whichever comes first, from the same coefficients.
    const even = number - (number % 2);
    const [value, slope] = [lookUpKey(graph, node, even), lookUpKey(graph, node, even + 1)];
    if (lookUps.has(value)) keep(value, polynomial.value);
    if (lookUps.has(slope)) keep(slope, polynomial.slope());
  };
  /** `whenTrue` in the lanes where a condition is not 0, else `whenFalse`; in fewer instructions of the machine where that is possible. */
  const choice = (condition: number, whenTrue: number, whenFalse: number): Vector => {
    const isOf = (p: number, q: number): boolean => graph.first[condition] === p && graph.second[condition] === q;
    const less = graph.operations[condition] === "lt";
    // pmax(a, b) is a < b ? b : a, and pmin(a, b) is b < a ? b : a, whatever a and b are.
    if (less && isOf(whenFalse, whenTrue)) return code.apply("f64x2.pmax", numberOf(whenFalse), numberOf(whenTrue));
    if (less && isOf(whenTrue, whenFalse)) return code.apply("f64x2.pmin", numberOf(whenFalse), numberOf(whenTrue));
    if (graph.operations[whenTrue] === "constant" && graph.operations[whenFalse] === "constant") {
      const difference = code.bits(bitsOf(graph.payload[whenTrue]) ^ bitsOf(graph.payload[whenFalse]));
      return code.apply("v128.xor", numberOf(whenFalse), code.apply("v128.and", difference, maskOf(condition)));
    }
    return code.apply("v128.bitselect", numberOf(whenTrue), numberOf(whenFalse), maskOf(condition));
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
      values.set(node, choice(a, b, c));
    } else if (operation === "limexp") {
      const slot = limitedExponential(a);
      const tangent = code.apply("f64x2.add", code.constant(1), excess(slot));
      values.set(node, code.apply("f64x2.mul", exponential(slot), tangent));
    } else if (operation === "lookUp") lookUp(node);
    else if (operation === "limexpSlope") values.set(node, exponential(limitedExponential(a)));
    else if (operation === "pnjlim" || operation === "fetlim") {
      values.set(node, excess(bound(numberOf(a), operation, b >= 0 ? numberOf(b) : undefined)));
    } else if (operation === "hold") values.set(node, numberOf(a));
    else if (operation === "div" && graph.operations[b] === "constant" && isInvertible(graph.payload[b])) {
      values.set(node, code.apply("f64x2.mul", numberOf(a), code.constant(1 / graph.payload[b])));
    } else if (call) {
      keep(`${node}`, note(b >= 0 ? call(code, numberOf(a), numberOf(b)) : call(code, numberOf(a))));
    } else if (plain) {
      values.set(node, b >= 0 ? code.apply(plain, numberOf(a), numberOf(b)) : code.apply(plain, numberOf(a)));
    }
  }
  return {
    emit,
    results: (): VectorResults => ({ value: numberOf, mask: maskOf, limited, ordinary }),
  };
}
