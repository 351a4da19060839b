import { isHillockError } from "../base/error.js";
import { createEvaluator } from "../expr/evaluator.js";
import type { Expression } from "../expr/graph.js";
import { reachable } from "../expr/substitute.js";
import type { DeviceEquations, DeviceModule } from "./device-module.js";
import type { Elaboration } from "./elaboration.js";
import { type Elaborated, elaborate } from "./instantiate.js";
import { initialStates, symbolsOf } from "./rest-values.js";
import { fault } from "./source-text.js";

// A jump is what is left of a difference when the distance from the border shrinks by `closer`: of what is continuous,
// little is.
const near = 1e-6;
const closer = 1e-3;
const leftOfJump = 0.5;
/** A jump smaller than this, relative to the size within `around` of the border, may be rounding of constants. */
const smallest = 1e-4;
const around = 0.03;

/** Where borders are looked for: along each unknown, V or A, from some points. */
const offsets = [-100, -30, -10, -3, -1, -0.3, -0.1, -0.03, -0.01, 0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const basePoints = 6;
/** Borders of one condition that are tested. */
const mostBorders = 3;

/**
 * Checks that no current or charge of a module jumps where a comparison of unknowns changes, with all parameters at
 * their defaults. A border is found by bisection along the axes of the unknowns, and the equations are evaluated on both
 * of its sides, twice: what is continuous draws together as the distance shrinks, what jumps does not.
 *
 * What it cannot see: borders that none of these lines cross, jumps below 1e-4 of the value around them, those of floor()
 * and ceil() and of arrays, and those that only other parameters bring. A model that declares `$discontinuity` is not
 * tested, nor one that refuses its defaults: a device made of it tells why.
 *
 * @throws HillockError `veriloga/discontinuous` at the comparison
 */
export function checkContinuity(module: DeviceModule): void {
  const device = defaultDevice(module);
  if (device === undefined || device.elaboration.saysDiscontinuous.value) return;
  const { elaboration: e, equations } = device;
  const { graph, currents, charges, unknowns } = equations;
  const rows = judgedRows(e, equations);
  const comparisons = reachable(graph, [...currents, ...charges]).filter(
    (node) => /^l[te]$/.test(graph.operations[node]) && dependsOnUnknowns(e, node),
  );
  if (comparisons.length === 0 || rows.length === 0) return;
  const evaluateRows = createEvaluator(
    graph,
    rows.map(({ value }) => value),
  );
  const x = new Float64Array(unknowns.length);
  const symbols = symbolsOf(e, x, initialStates(e, x));
  const rowsAt = (axis: number, position: number): Float64Array => {
    x[axis] = position;
    return evaluateRows(symbols).slice();
  };

  for (const comparison of comparisons) {
    const sides = createEvaluator(graph, [
      graph.first[comparison] as Expression,
      graph.second[comparison] as Expression,
    ]);
    let tested = 0;
    for (let base = 0; base < basePoints && tested < mostBorders; base++) {
      for (let axis = 0; axis < x.length && tested < mostBorders; axis++) {
        placeBase(x, base);
        const origin = x[axis];
        const distance = (position: number): number => {
          x[axis] = position;
          const [a, b] = sides(symbols);
          return a - b;
        };
        const border = findBorder(distance, origin);
        x[axis] = origin;
        if (border === undefined) continue;
        tested++;
        const jump = jumpAt((position) => rowsAt(axis, position), border);
        if (jump === undefined) continue;
        x[axis] = border;
        throw discontinuous(module, e, equations, rows[jump.row], comparison, jump, x);
      }
    }
  }
}

const roomTemperature = 300.15;

/** The device with default parameters and all ports connected, if the model allows for it. */
function defaultDevice(module: DeviceModule): Elaborated | undefined {
  const environment = { temperature: roomTemperature, gmin: 1e-12 };
  try {
    return elaborate(module, { parameters: {}, connectedPorts: module.ports.length, environment });
  } catch (error) {
    if (isHillockError(error)) return undefined;
    throw error;
  }
}

interface JudgedRow {
  readonly value: Expression;
  readonly what: string;
}

/** The rows that ought to be continuous; the row of a branch that a condition makes now a voltage, now a current is not. */
function judgedRows(e: Elaboration, { currents, charges, unknowns, graph }: DeviceEquations): JudgedRow[] {
  const changing = new Set<number>();
  for (const [k, { branch }] of e.extras.entries()) {
    const kind = branch && e.frame.contributions.get(branch.key)?.isPotential;
    if (kind !== undefined && graph.operations[kind] !== "constant") changing.add(e.topology.names.length + k);
  }
  return unknowns.flatMap(({ name, kind }, row) => {
    if (changing.has(row)) return [];
    const what = (quantity: string): string =>
      kind === "voltage" ? `the ${quantity} at "${name}"` : `the equation of ${name}`;
    return [
      { value: currents[row], what: what("current") },
      { value: charges[row], what: what("charge") },
    ];
  });
}

function dependsOnUnknowns({ graph }: Elaboration, node: Expression): boolean {
  return reachable(graph, [node]).some((one) => graph.symbolKinds[one] === "unknown");
}

/** Zero, then points between -1 and 1 that fill the space evenly. */
function placeBase(x: Float64Array, base: number): void {
  const golden = 0.6180339887498949;
  for (let axis = 0; axis < x.length; axis++) {
    const turn = base * (axis + 1) * golden + axis * 0.37;
    x[axis] = base === 0 ? 0 : 2 * (turn - Math.floor(turn)) - 1;
  }
}

/** A position on the axis where the distance changes its sign. */
function findBorder(distance: (position: number) => number, origin: number): number | undefined {
  let before = Number.NaN;
  let from = Number.NaN;
  for (const offset of offsets) {
    const to = origin + offset;
    const after = distance(to);
    if ((before < 0 && after >= 0) || (before > 0 && after <= 0)) return bisect(distance, from, to, before);
    [before, from] = [after, to];
  }
  return undefined;
}

function bisect(distance: (position: number) => number, from: number, to: number, before: number): number {
  let [inside, beyond] = [from, to];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (inside + beyond) / 2;
    if (Math.sign(distance(middle)) === Math.sign(before)) inside = middle;
    else beyond = middle;
  }
  return beyond;
}

interface Jump {
  readonly row: number;
  readonly below: number;
  readonly above: number;
}

/** The first row that jumps at a border. */
function jumpAt(rowsAt: (position: number) => Float64Array, border: number): Jump | undefined {
  const size = Math.max(1, Math.abs(border));
  const [far, close, wide] = [near * size, near * closer * size, around * size].map((distance) => ({
    below: rowsAt(border - distance),
    above: rowsAt(border + distance),
  }));
  for (let row = 0; row < far.below.length; row++) {
    const below = close.below[row];
    const above = close.above[row];
    const jump = Math.abs(above - below);
    const scale = Math.max(Math.abs(wide.below[row]), Math.abs(wide.above[row]));
    if (jump > smallest * scale && jump > leftOfJump * Math.abs(far.above[row] - far.below[row])) {
      return { row, below, above };
    }
  }
  return undefined;
}

function discontinuous(
  { name, at }: DeviceModule,
  e: Elaboration,
  { unknowns }: DeviceEquations,
  { what }: JudgedRow,
  comparison: Expression,
  { below, above }: Jump,
  x: Float64Array,
) {
  const short = (value: number): string => `${Number(value.toPrecision(4))}`;
  const place = unknowns.map((unknown, k) => `${unknown.name} = ${short(x[k])}`);
  return fault("discontinuous", `${what} of ${name} jumps where this changes`, e.origins.get(comparison) ?? at, {
    details: [`from ${short(below)} to ${short(above)} at ${place.join(", ")}`],
    help: "smooth it, for example with tanh(); hold it in a variable by @(cross(...)); if it is meant, add  $discontinuity(0);",
  });
}
