import { type PivotOrder, pivotOrder } from "./pivot-order.js";

/** Solves sparse linear systems of one pattern, again and again. */
export interface LinearSolver {
  /**
   * Factors the matrix with the given entry values (in the order of the pattern).
   * @returns undefined, or the row and column that have nothing to pivot on
   */
  readonly factor: (values: Float64Array) => { readonly row: number; readonly column: number } | undefined;
  /** y = A^-1 r, with the last factors. `r` is kept. */
  readonly solve: (r: Float64Array, y: Float64Array) => void;
  /** y = A^-T r, with the last factors. `r` is kept. */
  readonly solveTransposed: (r: Float64Array, y: Float64Array) => void;
}

/** A multiplier beyond this means that the pivot has all but cancelled, relative to rows scaled alike. */
const largestMultiplier = 1e8;

/**
 * Sparse LU in an order of elimination that is kept as long as its pivots serve, and chosen anew from the numbers at
 * hand when one does not.
 *
 * @param pattern the entries that may differ from zero; an entry may occur more than once and is then summed
 */
export function createLinearSolver(
  size: number,
  pattern: readonly { readonly row: number; readonly column: number }[],
): LinearSolver {
  let program: Elimination | undefined;
  return {
    factor(values) {
      if (program && eliminate(program, pattern.length, values)) return undefined;
      const choice = pivotOrder(
        size,
        pattern.map((entry, k) => ({ ...entry, value: values[k] })),
      );
      if ("singular" in choice) return choice.singular;
      program = plan(size, pattern, choice.order);
      if (eliminate(program, pattern.length, values)) return undefined;
      const worst = program.pivotSlots.findIndex((slot) => !(Math.abs((program as Elimination).values[slot]) > 0));
      return worst < 0 ? undefined : choice.order[worst];
    },
    solve(r, y) {
      substitute(program as Elimination, r, y);
    },
    solveTransposed(r, y) {
      substituteTransposed(program as Elimination, r, y);
    },
  };
}

/** Elimination as a list of operations on slots. */
interface Elimination {
  readonly order: PivotOrder;
  readonly values: Float64Array;
  readonly scales: Float64Array;
  /** Slot of each pattern entry. */
  readonly slotOfEntry: Int32Array;
  readonly rowOfEntry: Int32Array;
  readonly pivotSlots: Int32Array;
  /** Per pivot: the rows below it, as [row, slot of the multiplier], and the slots to update, as [target, upper]. */
  readonly lower: readonly { readonly row: number; readonly slot: number; readonly updates: Int32Array }[][];
  readonly upper: readonly { readonly column: number; readonly slot: number }[][];
  readonly work: Float64Array;
}

function plan(
  size: number,
  pattern: readonly { readonly row: number; readonly column: number }[],
  order: PivotOrder,
): Elimination {
  const rows: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  /** The rows, not yet eliminated, that have an entry `[column]`. */
  const columns: Set<number>[] = Array.from({ length: size }, () => new Set());
  let slots = 0;
  const slotAt = (row: number, column: number): number => {
    let slot = rows[row].get(column);
    if (slot === undefined) {
      slot = slots++;
      rows[row].set(column, slot);
      columns[column].add(row);
    }
    return slot;
  };
  const slotOfEntry = Int32Array.from(pattern, ({ row, column }) => slotAt(row, column));
  const rowOfEntry = Int32Array.from(pattern, ({ row }) => row);
  const lower: { row: number; slot: number; updates: Int32Array }[][] = [];
  const upper: { column: number; slot: number }[][] = [];
  const pivotSlots = new Int32Array(size);
  order.forEach(({ row, column }, k) => {
    pivotSlots[k] = slotAt(row, column);
    for (const j of rows[row].keys()) columns[j].delete(row);
    const right = [...rows[row]].filter(([j]) => j !== column).map(([j, slot]) => ({ column: j, slot }));
    upper.push(right);
    lower.push([]);
    for (const target of columns[column]) {
      const slot = rows[target].get(column) as number;
      rows[target].delete(column);
      const updates = right.flatMap((entry) => [slotAt(target, entry.column), entry.slot]);
      lower[k].push({ row: target, slot, updates: Int32Array.from(updates) });
    }
    for (const { column: j } of right) rows[row].delete(j);
  });
  return {
    order,
    values: new Float64Array(slots),
    scales: new Float64Array(size),
    slotOfEntry,
    rowOfEntry,
    pivotSlots,
    lower,
    upper,
    work: new Float64Array(size),
  };
}

/** Carries out the elimination; false if a pivot is zero, not finite, or has all but cancelled. */
function eliminate(program: Elimination, entries: number, input: Float64Array): boolean {
  const { values, scales, slotOfEntry, rowOfEntry, pivotSlots, lower, order } = program;
  values.fill(0);
  scales.fill(0);
  for (let k = 0; k < entries; k++) {
    values[slotOfEntry[k]] += input[k];
    scales[rowOfEntry[k]] = Math.max(scales[rowOfEntry[k]], Math.abs(input[k]));
  }
  for (let k = 0; k < pivotSlots.length; k++) {
    const pivot = values[pivotSlots[k]];
    if (!(Math.abs(pivot) > 0) || !Number.isFinite(pivot)) return false;
    const pivotScale = scales[order[k].row];
    for (const { row, slot, updates } of lower[k]) {
      const multiplier = values[slot] / pivot;
      if (!(Math.abs(multiplier) * pivotScale <= largestMultiplier * scales[row])) return false;
      values[slot] = multiplier;
      for (let i = 0; i < updates.length; i += 2) values[updates[i]] -= multiplier * values[updates[i + 1]];
    }
  }
  return true;
}

function substitute(program: Elimination, r: Float64Array, y: Float64Array): void {
  const { values, order, lower, upper, pivotSlots, work } = program;
  work.set(r);
  for (let k = 0; k < order.length; k++) {
    const pivotValue = work[order[k].row];
    for (const { row, slot } of lower[k]) work[row] -= values[slot] * pivotValue;
  }
  for (let k = order.length - 1; k >= 0; k--) {
    let sum = work[order[k].row];
    for (const { column, slot } of upper[k]) sum -= values[slot] * y[column];
    y[order[k].column] = sum / values[pivotSlots[k]];
  }
}

/** A = L U in the order of elimination, so A^-T = L^-T U^-T: the steps of `substitute`, each transposed, from last to first. */
function substituteTransposed(program: Elimination, r: Float64Array, y: Float64Array): void {
  const { values, order, lower, upper, pivotSlots, work } = program;
  work.set(r);
  for (let k = 0; k < order.length; k++) {
    const solved = work[order[k].column] / values[pivotSlots[k]];
    y[order[k].row] = solved;
    for (const { column, slot } of upper[k]) work[column] -= values[slot] * solved;
  }
  for (let k = order.length - 1; k >= 0; k--) {
    let sum = y[order[k].row];
    for (const { row, slot } of lower[k]) sum -= values[slot] * y[row];
    y[order[k].row] = sum;
  }
}
