import { emitWebAssembly, type VectorResults, type VectorTable } from "../../expr/emit-webassembly.js";
import { moduleBytes } from "../../expr/emit-webassembly-binary.js";
import { createVectorCode, type Vector, type VectorCode } from "../../expr/emit-webassembly-code.js";
import type { BatchIteration } from "./iteration.js";
import type { LaneLayout } from "./lane-state.js";
import { largestSquare, type NewtonRule } from "./newton-rule.js";
import type { BatchSweep } from "./sweep.js";
import { boundedArgument } from "./vector-limiting.js";

/** Numbers of the imported functions. */
const repair = 0;
const event = 1;

/** Engines take 50,000, and are slow to compile so many. */
const mostVariables = 20_000;

/**
 * The module that carries all lanes through their work, two in a vector, each at its own pace: `advance(n)` does n
 * iterations of each lane, or fewer if there is no more work. The algorithm is that of `createJavaScriptLanes`, operation
 * by operation.
 *
 * @returns undefined if the function would have more variables than engines take
 * @param base where the lanes' columns begin in memory, bytes
 * @param pages size of the memory
 * @param lookUp where the tabulated functions are
 */
export function webAssemblyLanes(
  iteration: BatchIteration,
  layout: LaneLayout,
  sweep: BatchSweep,
  rule: NewtonRule,
  base: number,
  pages: number,
  lookUp: (index: number) => VectorTable,
): Uint8Array<ArrayBuffer> | undefined {
  const { graph, step, pivotsServe, values } = iteration;
  const code = createVectorCode(1);
  const groups = Array.from({ length: layout.lanes / 2 }, (_, group) => group);
  const at =
    (group: number) =>
    (row: number): number =>
      base + 16 * (row * (layout.lanes / 2) + group);

  const roots = [...step, pivotsServe, ...values];
  const results = emitWebAssembly(
    code,
    graph,
    roots,
    groups.map((group) => {
      const place = at(group);
      const swept = (): Vector => {
        const moved = code.apply("f64x2.mul", code.load(place(layout.point)), code.constant(sweep.step));
        return code.apply("f64x2.add", code.constant(sweep.from), moved);
      };
      return {
        symbol: (kind, index) => {
          if (kind === "time") return swept();
          return code.load(place((kind === "unknown" ? layout.x : layout.invariant) + index));
        },
        limited: (slot, argument, by, free) =>
          boundedArgument(code, argument, by, code.load(place(layout.limit + slot)), free),
        lookUp,
        keep: (slot) => place(layout.kept + slot),
      };
    }),
  );
  const outcomes = results.map((result) => outcomeOf(code, iteration, result));
  repairExtraordinary(code, layout, results, outcomes, at);
  const events = outcomes.map((outcome, group) => settle(code, layout, sweep, rule, outcome, at(group)));
  code.anyTrue(events.reduce((all, one) => code.apply("v128.or", all, one)));
  // If there is an event, the host sees to it; if no lane has work left, this is the end.
  code.bytes.push(0x04, 0x40, 0x10, event, 0x45, 0x04, 0x40, 0x41, 0, 0x0f, 0x0b, 0x0b);
  if (code.count() > mostVariables) return undefined;
  const body = [
    ...code.prologue,
    ...[0x03, 0x40],
    ...code.bytes,
    // budget -= 1; again while it is not 0.
    ...[0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    // More work is left.
    ...[0x41, 1],
  ];
  const advance = { name: "advance", parameters: ["i32"], results: ["i32"], vectors: code.count(), body } as const;
  return moduleBytes({ pages, imports: ["repair", "event"], functions: [advance] });
}

/** What an iteration gives, in variables of their own, so that the host may give them other values. */
interface Outcome {
  readonly step: readonly Vector[];
  readonly pivotsServe: Vector;
  readonly values: readonly Vector[];
  /** Lanes in which no limexp is held back. */
  readonly free: Vector;
  readonly bounded: readonly Vector[];
}

function outcomeOf(code: VectorCode, { step, pivotsServe, values }: BatchIteration, result: VectorResults): Outcome {
  const own = (value: Vector): Vector => {
    const variable = code.variable();
    code.assign(variable, value);
    return variable;
  };
  const free = result.limited.map(({ argument, bounded }) => code.apply("f64x2.eq", argument, bounded));
  return {
    step: step.map((root) => own(result.value(root))),
    pivotsServe: own(result.mask(pivotsServe)),
    values: values.map((root) => own(result.value(root))),
    free: own(free.reduce((all, one) => code.apply("v128.and", all, one), code.bits(-1n))),
    bounded: result.limited.map(({ bounded }) => own(bounded)),
  };
}

/** Where a function has left its ordinary path, the host computes the iteration of that lane again. */
function repairExtraordinary(
  code: VectorCode,
  layout: LaneLayout,
  results: readonly VectorResults[],
  outcomes: readonly Outcome[],
  at: (group: number) => (row: number) => number,
): void {
  const ordinary = results.map((result) => result.ordinary);
  if (ordinary.some((mask) => mask === undefined)) return;
  const lost = (ordinary as Vector[]).map((mask) => code.apply("v128.not", mask));
  code.anyTrue(lost.reduce((all, one) => code.apply("v128.or", all, one)));
  code.bytes.push(0x04, 0x40);
  const all = outcomes.map((outcome, group): [number, Vector][] => {
    const place = at(group);
    const row = (first: number, vectors: readonly Vector[]): [number, Vector][] =>
      vectors.map((vector, k) => [place(first + k), vector]);
    return [
      ...row(layout.step, outcome.step),
      ...row(layout.pivotsServe, [outcome.pivotsServe]),
      ...row(layout.output, outcome.values),
      ...row(layout.excess, [outcome.free]),
      ...row(layout.bounded, outcome.bounded),
    ];
  });
  lost.forEach((mask, group) => {
    code.store(at(group)(layout.extraordinary), mask);
  });
  for (const [address, vector] of all.flat()) code.store(address, vector);
  code.bytes.push(0x10, repair, 0x1a);
  for (const [address, vector] of all.flat()) code.assign(vector, code.load(address));
  code.bytes.push(0x0b);
}

/** After an iteration: is the point solved, and where to go on. Gives the lanes that the host must see to. */
function settle(
  code: VectorCode,
  layout: LaneLayout,
  { points }: BatchSweep,
  { tolerance, curvature, scales, limit }: NewtonRule,
  outcome: Outcome,
  place: (row: number) => number,
): Vector {
  const { apply, constant, load, store } = code;
  const add = (a: Vector, b: Vector): Vector => apply("f64x2.add", a, b);
  const sub = (a: Vector, b: Vector): Vector => apply("f64x2.sub", a, b);
  const mul = (a: Vector, b: Vector): Vector => apply("f64x2.mul", a, b);
  const le = (a: Vector, b: Vector): Vector => apply("f64x2.le", a, b);
  const and = (a: Vector, b: Vector): Vector => apply("v128.and", a, b);
  const choose = (mask: Vector, yes: Vector, no: Vector): Vector => apply("v128.bitselect", yes, no, mask);

  let square: Vector | undefined;
  outcome.step.forEach((one, i) => {
    const scaled = scales[i] === 1 ? one : mul(one, constant(scales[i]));
    square = square === undefined ? mul(scaled, scaled) : add(square, mul(scaled, scaled));
  });
  square ??= constant(0);
  const last = load(place(layout.lastSquare));
  const small = le(mul(constant(curvature), square), constant(tolerance));
  const contracts = le(
    mul(constant(4), mul(mul(square, square), square)),
    mul(constant(tolerance * tolerance), mul(last, last)),
  );
  const settled = and(and(small, contracts), and(outcome.free, outcome.pivotsServe));

  const address = load(place(layout.address));
  outcome.values.forEach((value, k) => {
    code.storeLane(address, 0, 8 * k, value);
    code.storeLane(address, 1, 8 * k, value);
  });
  store(place(layout.address), apply("i64x2.add", address, and(load(place(layout.stride)), settled)));
  outcome.bounded.forEach((bounded, slot) => {
    store(place(layout.limit + slot), bounded);
  });

  const age = load(place(layout.age));
  const second = le(constant(1), age);
  const third = le(constant(2), age);
  const moves = outcome.step.map((one, i) => {
    const previous = load(place(layout.previous + i));
    const difference = load(place(layout.difference + i));
    const value = add(load(place(layout.x + i)), one);
    const change = and(sub(value, previous), second);
    const bend = and(sub(change, difference), third);
    store(place(layout.previous + i), choose(settled, value, previous));
    store(place(layout.difference + i), choose(settled, change, difference));
    return { value, change, bend };
  });
  const zero = constant(0);
  const changed = moves.reduce((sum, { change }) => add(sum, mul(change, change)), zero);
  const bent = moves.reduce((sum, { bend }) => add(sum, mul(bend, bend)), zero);
  const isSmooth = apply("f64x2.lt", bent, changed);
  moves.forEach(({ value, change, bend }, i) => {
    store(place(layout.x + i), add(value, and(add(change, and(bend, isSmooth)), settled)));
  });
  const one = constant(1);
  store(place(layout.age), add(age, and(settled, one)));
  const point = add(load(place(layout.point)), and(load(place(layout.increment)), settled));
  store(place(layout.point), point);
  const iterations = apply("v128.andnot", add(load(place(layout.iterations)), one), settled);
  store(place(layout.iterations), iterations);
  store(place(layout.total), add(load(place(layout.total)), one));
  store(place(layout.lastSquare), choose(settled, constant(Number.POSITIVE_INFINITY), square));
  const lost = apply("v128.not", apply("f64x2.lt", square, constant(largestSquare)));
  return apply("v128.or", apply("v128.or", le(constant(limit), iterations), lost), le(constant(points), point));
}
