import { binary, divide, multiply, unary } from "./build.js";
import { constant, constantValue, type Expression, type Graph } from "./graph.js";
import { copyNode, reachable } from "./substitute.js";

/** Largest whole exponent that is written as products. */
const mostFactors = 16;

/**
 * The same expressions with powers of constant exponents as cheaper operations: products and square roots for multiples
 * of 1/2, and a^c = e^(c ln a) for the others, whose logarithms are shared among the powers of a base. For two
 * exponents of the same base that differ by 1 (a power and its slope) one exponential serves both.
 *
 * The relative error of a^c becomes |c ln a| half units in the last place instead of one: of no consequence where it
 * is the equations that are solved, which know their parameters to a few digits.
 */
export function lowerPowers(graph: Graph, roots: readonly Expression[]): Expression[] {
  const nodes = reachable(graph, roots);
  const exponents = new Map<number, Set<number>>();
  for (const node of nodes) {
    if (graph.operations[node] !== "pow") continue;
    const exponent = constantValue(graph, graph.second[node] as Expression);
    if (exponent === undefined) continue;
    const known = exponents.get(graph.first[node]) ?? new Set();
    exponents.set(graph.first[node], known.add(exponent));
  }
  const copies = new Map<number, Expression>();
  for (const node of nodes) {
    const base = copies.get(graph.first[node]) as Expression;
    const exponent =
      graph.operations[node] === "pow" ? constantValue(graph, graph.second[node] as Expression) : undefined;
    if (exponent === undefined)
      copies.set(
        node,
        copyNode(graph, graph, node, copies, () => node),
      );
    else copies.set(node, constantPower(graph, base, exponent, exponents.get(graph.first[node]) as Set<number>));
  }
  return roots.map((root) => copies.get(root) as Expression);
}

/** a^exponent, given all the exponents with which its base occurs. */
function constantPower(graph: Graph, a: Expression, exponent: number, others: ReadonlySet<number>): Expression {
  if (Math.abs(exponent) <= mostFactors && Number.isInteger(2 * exponent)) {
    const size = Math.abs(exponent);
    const whole = Math.floor(size);
    let power = wholePower(graph, a, whole);
    if (whole !== size) power = multiply(graph, power, unary(graph, "sqrt", a));
    return exponent < 0 ? divide(graph, constant(graph, 1), power) : power;
  }
  // An integer beyond the limit may have a negative base, which has no logarithm.
  if (Number.isInteger(exponent) || !Number.isFinite(exponent)) {
    return binary(graph, "pow", a, constant(graph, exponent));
  }
  // a^c = a a^(c-1), which holds at a = 0 too where c > 1.
  if (exponent > 1 && others.has(exponent - 1)) {
    return multiply(graph, a, constantPower(graph, a, exponent - 1, others));
  }
  return unary(graph, "exp", multiply(graph, constant(graph, exponent), unary(graph, "log", a)));
}

function wholePower(graph: Graph, a: Expression, exponent: number): Expression {
  if (exponent === 0) return constant(graph, 1);
  if (exponent === 1) return a;
  const half = wholePower(graph, a, Math.floor(exponent / 2));
  const square = multiply(graph, half, half);
  return exponent % 2 === 0 ? square : multiply(graph, square, a);
}
