import { differentiate } from "../../src/expr/differentiate.js";
import { binaryValue, unaryValue } from "../../src/expr/evaluate-operation.js";
import { constantValue, type Expression, type Graph, type SymbolKind, symbol } from "../../src/expr/graph.js";
import type { BinaryOperation, Operation, UnaryOperation } from "../../src/expr/operation.js";
import { reachable } from "../../src/expr/substitute.js";
import type { DeviceEquations } from "../../src/veriloga/device-module.js";

/** Values of a device's symbols, by their kinds. */
export type DevicePoint = Readonly<Partial<Record<SymbolKind, readonly number[]>>>;

/** One derivative of a current or charge, and what difference quotients say of it. */
export interface Slope {
  /** For example `dI(a)/dV(k)` or `dQ(a)/dCJO`. */
  readonly name: string;
  /** What it is the derivative by, for example `V(k)` or `CJO`. */
  readonly by: string;
  readonly exact: number;
  readonly quotient: number;
  /** How far off the quotient may be. */
  readonly uncertainty: number;
}

/** Bound of |d f/d a| of functions of one argument, with f their value at a; 1 for those that are not named. */
const steepness: Readonly<Partial<Record<UnaryOperation, (a: number, f: number) => number>>> = {
  exp: (_, f) => Math.abs(f),
  limexp: (_, f) => Math.abs(f),
  limexpSlope: (_, f) => Math.abs(f),
  log: (a) => 1 / Math.abs(a),
  sqrt: (_, f) => 0.5 / f,
  tan: (_, f) => 1 + f * f,
  sinh: (_, f) => 1 + Math.abs(f),
  cosh: (_, f) => Math.abs(f),
  tanh: (_, f) => 1 - f * f,
  asin: (a) => 1 / Math.sqrt(1 - a * a),
  acos: (a) => 1 / Math.sqrt(1 - a * a),
  atanh: (a) => 1 / Math.abs(1 - a * a),
  acosh: (a) => 1 / Math.sqrt(a * a - 1),
};

interface Evaluation {
  readonly values: Float64Array;
  /** Which way each branch of the formulas went. */
  readonly pattern: readonly number[];
}

interface Evaluator {
  readonly evaluate: (point: DevicePoint) => Evaluation;
  /** What rounding may have done to each value of the last evaluation: bounds that grow from operation to operation. */
  readonly roundings: () => number[];
}

const epsilon = 2 ** -53;

/** Evaluates roots of a graph. */
function createEvaluator(graph: Graph, roots: readonly Expression[]): Evaluator {
  const nodes = [...reachable(graph, roots)];
  const values = new Float64Array(graph.operations.length);
  const { operations, first, second, third } = graph;

  function evaluate(point: DevicePoint): Evaluation {
    const pattern: number[] = [];
    for (const node of nodes) {
      const operation = operations[node];
      const [x, y] = [values[first[node]], values[second[node]]];
      if (operation === "constant") values[node] = graph.payload[node];
      else if (operation === "symbol") {
        const found = point[graph.symbolKinds[node] as SymbolKind]?.[graph.payload[node]];
        if (found === undefined) throw new Error(`no value for the ${graph.symbolKinds[node]} ${graph.payload[node]}`);
        values[node] = found;
      } else if (operation === "select") {
        values[node] = x !== 0 ? y : values[third[node]];
        pattern.push(x !== 0 ? 1 : 0);
      } else if (second[node] >= 0) {
        values[node] = binaryValue[operation as BinaryOperation](x, y);
        if (operation === "min" || operation === "max") pattern.push(Math.sign(x - y));
      } else {
        values[node] = unaryValue[operation as UnaryOperation](x);
        if (operation === "abs") pattern.push(Math.sign(x));
        if (operation === "floor" || operation === "ceil") pattern.push(values[node]);
      }
    }
    return { values: Float64Array.from(roots, (root) => values[root]), pattern };
  }

  function roundings(): number[] {
    const errors = new Float64Array(operations.length);
    for (const node of nodes) {
      const [a, b] = [first[node], second[node]];
      const [x, y, value] = [values[a], values[b], values[node]];
      const error = propagated(operations[node], x, y, value, errors[a], errors[b]);
      if (operations[node] === "select") errors[node] = errors[x !== 0 ? b : third[node]];
      else if (a >= 0) errors[node] = Number.isFinite(error) ? error + 2 * epsilon * Math.abs(value) : 0;
    }
    return roots.map((root) => errors[root]);
  }
  return { evaluate, roundings };
}

/** Error of an operation's value from errors dx and dy of its arguments. */
function propagated(operation: Operation, x: number, y: number, value: number, dx: number, dy: number): number {
  if (operation === "mul") return Math.abs(x) * dy + Math.abs(y) * dx;
  if (operation === "div") return (dx + Math.abs(value) * dy) / Math.abs(y);
  if (operation === "pow") return Math.abs(value) * (Math.abs(y / x) * dx + Math.abs(Math.log(x)) * dy);
  return (steepness[operation as UnaryOperation]?.(x, value) ?? 1) * dx + (dy || 0);
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.every((value, k) => value === b[k]);

/** Steps, each half of the one before. */
const rounds = 9;

/** A central difference with its step. */
interface Difference {
  readonly quotient: number;
  readonly step: number;
}

/**
 * Ridders' extrapolation of central differences (C. J. F. Ridders, Adv. Eng. Softw. 4, 75 (1982)): halves the step and
 * eliminates one even power of it after the other; the result is the entry with the least uncertainty, which is how much
 * it differs from its neighbours and what rounding may have done.
 *
 * @param differences by halved steps
 * @param rounding of the function
 */
function extrapolate(differences: readonly Difference[], rounding: number): { quotient: number; uncertainty: number } {
  let best = { quotient: Number.NaN, uncertainty: Number.POSITIVE_INFINITY };
  let before: number[] = [];
  for (const { quotient, step } of differences) {
    const row = [quotient];
    for (const [order, coarser] of before.entries()) {
      const factor = 4 ** (order + 1);
      const finer = row[order];
      const next = (factor * finer - coarser) / (factor - 1);
      row.push(next);
      const spread = Math.max(Math.abs(next - finer), Math.abs(next - coarser));
      // The weights of all differences in an entry add up to less than 2 in size.
      const uncertainty = spread + (2 * rounding) / step;
      if (uncertainty < best.uncertainty) best = { quotient: next, uncertainty };
    }
    before = row;
  }
  return best;
}

/**
 * The derivatives of all currents and charges of a device by its unknowns and parameters at a point, and difference
 * quotients. Parameters that are 0 have no scale and are left out.
 *
 * @param except parameters that are left out, too
 */
export function compareSlopes(
  equations: DeviceEquations,
  point: DevicePoint,
  except: ReadonlySet<string> = new Set(),
): Slope[] {
  const { graph, unknowns, parameters, currents, charges } = equations;
  const rows = [
    ...currents.map((root, k) => ({ root, label: `dI(${unknowns[k].name})` })),
    ...charges.map((root, k) => ({ root, label: `dQ(${unknowns[k].name})` })),
  ].filter(({ root }) => constantValue(graph, root) === undefined);
  const columns = [
    ...unknowns.map(({ name, kind }, index) => ({
      kind: "unknown" as const,
      index,
      name: kind === "voltage" ? `V(${name})` : `I(${name})`,
      // A tenth of a thermal voltage: no device varies faster, and none of a volt takes more.
      step: kind === "voltage" ? 2.5e-3 : 0.02 * Math.abs(point.unknown?.[index] ?? 0),
    })),
    ...parameters.map(({ name }, index) => {
      const value = point.parameter?.[index] ?? 0;
      return { kind: "parameter" as const, index, name, step: 0.02 * Math.abs(value) };
    }),
  ];
  const evaluator = createEvaluator(
    graph,
    rows.map(({ root }) => root),
  );
  const { evaluate } = evaluator;
  const here = evaluate(point);
  const roundings = evaluator.roundings();
  const slopes: Slope[] = [];
  for (const { kind, index, name, step } of columns) {
    const derivatives = rows.map(({ root }) => differentiate(graph, root, symbol(graph, kind, index)));
    const varying = rows.map((_, row) => row).filter((row) => constantValue(graph, derivatives[row]) !== 0);
    if (varying.length === 0 || step === 0 || (kind === "parameter" && except.has(parameters[index].name))) continue;
    const exact = createEvaluator(graph, derivatives).evaluate(point).values;
    const shifted = (by: number): DevicePoint => ({
      ...point,
      [kind]: (point[kind] as readonly number[]).map((value, at) => (at === index ? value + by : value)),
    });
    const differences: Difference[][] = rows.map(() => []);
    for (let round = 0, h = step; round < rounds; round++, h /= 2) {
      const [above, below] = [evaluate(shifted(h)), evaluate(shifted(-h))];
      // Only where no branch changes between the points is the function one formula.
      if (!same(above.pattern, here.pattern) || !same(below.pattern, here.pattern)) continue;
      // The points as they are after rounding.
      const at = (point[kind] as readonly number[])[index];
      const distance = at + h - (at - h);
      for (const row of varying) {
        const quotient = (above.values[row] - below.values[row]) / distance;
        if (Number.isFinite(quotient)) differences[row].push({ quotient, step: h });
      }
    }
    for (const row of varying) {
      const title = `${rows[row].label}/d${name}`;
      // Left out where a corner is too near, or the function has no value.
      if (differences[row].length < 4 || !Number.isFinite(here.values[row])) continue;
      slopes.push({ name: title, by: name, exact: exact[row], ...extrapolate(differences[row], roundings[row]) });
    }
  }
  return slopes;
}
