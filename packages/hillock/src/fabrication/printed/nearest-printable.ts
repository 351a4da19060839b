import { HillockError } from "../../base/error.js";
import type { Constraint, NamedValues } from "../../netlist/constraint.js";
import type { Quantity } from "../../netlist/quantity.js";
import { availableValue } from "../../sampling/draw-value.js";

/**
 * The printable value next to `value`: on the quantity's grid or with its significant digits, and within its range. What lies
 * beyond the range by less than a step of the grid or the last digit becomes the bound.
 *
 * @param place of the value, for the error
 * @throws HillockError fabrication/not-printable
 */
export function nearestPrintable(quantity: Quantity, value: number, place: string): number {
  const [least, most] = quantity.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const step = Number.isFinite(value) ? stepAt(quantity, value) : 0;
  if (value >= least - step && value <= most + step)
    return Math.min(most, Math.max(least, availableValue(value, quantity)));
  throw new HillockError({
    code: "fabrication/not-printable",
    place,
    problem: `${value} ${quantity.unit} lies outside of what can be printed, ${least} ... ${most} ${quantity.unit}`,
    help: "train with the bounds of printable components; drop a resistor that is too large",
  });
}

/**
 * The printable values of a circuit next to `values` that fulfil its constraints: each is a printable neighbour of its value,
 * and the sum of the squares of the relative changes is the least.
 *
 * @throws HillockError fabrication/not-printable
 */
export function nearestPrintableValues(
  { parameters, constraints }: PrintableParameters,
  values: NamedValues<string>,
  place: string,
): Record<string, number> {
  const names = Object.keys(parameters);
  const nearest = names.map((name) => nearestPrintable(parameters[name], values[name], `${place}, ${name}`));
  const named = (row: readonly number[]) => Object.fromEntries(names.map((name, k) => [name, row[k]]));
  const holds = (row: readonly number[]) => constraints.every((constraint) => constraint.holds(named(row)));
  if (holds(nearest)) return named(nearest);
  const neighbours = names.map((name, k) => {
    const quantity = parameters[name];
    const [least, most] = quantity.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const step = stepAt(quantity, nearest[k]);
    const around = [
      nearest[k],
      availableValue(nearest[k] - step, quantity),
      availableValue(nearest[k] + step, quantity),
    ];
    return [...new Set(around)].filter((value) => value >= least && value <= most);
  });
  let best: readonly number[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const row of combinations(neighbours)) {
    const cost = row.reduce((sum, value, k) => sum + (value / values[names[k]] - 1) ** 2, 0);
    if (cost >= least || !holds(row)) continue;
    best = [...row];
    least = cost;
  }
  if (best) return named(best);
  const broken = constraints.filter((constraint) => !constraint.holds(named(nearest)));
  throw new HillockError({
    code: "fabrication/not-printable",
    place,
    problem: `no printable values near these fulfil ${broken.map(({ text }) => text).join(", ")}`,
    help: "train within the circuit's constraints",
  });
}

/** What a cell says of its parameters. */
export interface PrintableParameters {
  readonly parameters: Readonly<Record<string, Quantity>>;
  readonly constraints: readonly Constraint<string>[];
}

/** From one printable value to the next, about `value`. */
function stepAt({ grid, significantDigits }: Quantity, value: number): number {
  if (grid) return grid.step;
  if (significantDigits === undefined) return 0;
  const exponent = Number(value.toExponential().split("e")[1]);
  return Number(`1e${exponent - significantDigits + 1}`);
}

/** Every way to take one of each list; the array that is given is one and the same. */
function* combinations(lists: readonly (readonly number[])[]): Generator<readonly number[]> {
  const row: number[] = [];
  function* from(k: number): Generator<readonly number[]> {
    if (k === lists.length) {
      yield row;
      return;
    }
    for (const value of lists[k]) {
      row[k] = value;
      yield* from(k + 1);
    }
  }
  yield* from(0);
}
