import fc from "fast-check";
import type { BinaryOperator, Formula } from "../../src/netlist/index.js";

const operators: readonly BinaryOperator[] = ["+", "-", "*", "/", "**", "<", "<=", ">", ">=", "==", "!=", "&&", "||"];
const functions1 = ["abs", "sqrt", "exp", "ln", "sin", "cos", "atan", "tanh", "floor", "ceil", "sgn", "nint"];

/** Formulas of numbers and the given parameters, with the functions and operators of `.param`. */
export function constantFormula(names: readonly string[]): fc.Arbitrary<Formula> {
  return tree([
    number(),
    ...(names.length > 0 ? [fc.constantFrom(...names).map((name): Formula => ({ kind: "name", name }))] : []),
  ]);
}

/** Formulas that use voltages, currents and time as well. */
export function behaviouralFormula(
  names: readonly string[],
  nodes: readonly string[],
  sources: readonly string[],
): fc.Arbitrary<Formula> {
  const node = fc.constantFrom("0", ...nodes);
  return tree([
    number(),
    fc.constant<Formula>({ kind: "time" }),
    ...(names.length > 0 ? [fc.constantFrom(...names).map((name): Formula => ({ kind: "name", name }))] : []),
    ...(nodes.length > 0
      ? [fc.tuple(node, node).map(([positive, negative]): Formula => ({ kind: "voltage", positive, negative }))]
      : []),
    ...(sources.length > 0
      ? [fc.constantFrom(...sources).map((source): Formula => ({ kind: "current", source }))]
      : []),
  ]);
}

/** Non-negative numbers of all sizes, many of them short. */
function number(): fc.Arbitrary<Formula> {
  const short = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: -3, max: 2 }));
  return fc
    .oneof(
      { weight: 5, arbitrary: short.map(([digits, exponent]) => Number(`${digits}e${exponent}`)) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }) },
    )
    .map((value): Formula => ({ kind: "number", value: Math.abs(value) }));
}

function tree(leaves: readonly fc.Arbitrary<Formula>[]): fc.Arbitrary<Formula> {
  return fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(...leaves),
      fc.record({
        kind: fc.constant("binary" as const),
        operator: fc.constantFrom(...operators),
        left: tie("formula"),
        right: tie("formula"),
      }),
      fc.record({
        kind: fc.constant("unary" as const),
        operator: fc.constantFrom("-" as const, "!" as const, "+" as const),
        operand: tie("formula"),
      }),
      fc.record({
        kind: fc.constant("conditional" as const),
        condition: tie("formula"),
        whenTrue: tie("formula"),
        whenFalse: tie("formula"),
      }),
      fc.record({
        kind: fc.constant("call" as const),
        name: fc.constantFrom(...functions1),
        operands: fc.tuple(tie("formula")).map((operands): Formula[] => [...operands]),
      }),
      fc.record({
        kind: fc.constant("call" as const),
        name: fc.constantFrom("min", "max"),
        operands: fc.tuple(tie("formula"), tie("formula")).map((operands): Formula[] => [...operands]),
      }),
    ),
  })).formula;
}
