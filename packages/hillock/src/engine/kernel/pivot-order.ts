/** A matrix entry with a typical magnitude, to choose pivots by. */
export interface SampleEntry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Pivots in the order of elimination. */
export type PivotOrder = readonly { readonly row: number; readonly column: number }[];

/** A pivot must not be smaller than this fraction of the largest entry of its column, rows being scaled to 1. */
const threshold = 1e-3;

/**
 * Order of elimination by Markowitz's rule: the acceptable entry with the fewest operations, (row count - 1) (column
 * count - 1), and of those the largest. The elimination is carried out on the sample to know which entries are
 * acceptable, so that a pivot that cancels is not chosen.
 *
 * @returns the order, or the first row or column (of the given size) that has nothing to pivot on
 */
export function pivotOrder(
  size: number,
  sample: readonly SampleEntry[],
): { readonly order: PivotOrder } | { readonly singular: { readonly row: number; readonly column: number } } {
  const rows: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  for (const { row, column, value } of sample) rows[row].set(column, (rows[row].get(column) ?? 0) + value);
  for (const row of rows) {
    let largest = 0;
    for (const value of row.values()) largest = Math.max(largest, Math.abs(value));
    if (largest > 0) for (const [column, value] of row) row.set(column, value / largest);
  }
  const activeRows = new Set(rows.keys());
  const activeColumns = new Set(rows.keys());
  const order: { row: number; column: number }[] = [];

  while (order.length < size) {
    const best = cheapestPivot(rows, activeRows);
    if (best === undefined) {
      return { singular: { row: [...activeRows][0], column: [...activeColumns][0] } };
    }
    order.push(best);
    activeRows.delete(best.row);
    activeColumns.delete(best.column);
    const pivotRow = rows[best.row];
    const pivot = pivotRow.get(best.column) as number;
    for (const i of activeRows) {
      const entry = rows[i].get(best.column);
      if (entry === undefined) continue;
      const multiplier = entry / pivot;
      rows[i].delete(best.column);
      for (const [column, value] of pivotRow) {
        if (column !== best.column) rows[i].set(column, (rows[i].get(column) ?? 0) - multiplier * value);
      }
    }
  }
  return { order };
}

function cheapestPivot(
  rows: readonly Map<number, number>[],
  activeRows: ReadonlySet<number>,
): { row: number; column: number } | undefined {
  const columnCounts = new Map<number, number>();
  const columnLargest = new Map<number, number>();
  for (const i of activeRows) {
    for (const [column, value] of rows[i]) {
      columnCounts.set(column, (columnCounts.get(column) ?? 0) + 1);
      columnLargest.set(column, Math.max(columnLargest.get(column) ?? 0, Math.abs(value)));
    }
  }
  let best: { row: number; column: number } | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  let bestSize = 0;
  for (const i of activeRows) {
    for (const [column, value] of rows[i]) {
      const size = Math.abs(value);
      if (!(size > 0) || size < threshold * (columnLargest.get(column) as number)) continue;
      const cost = (rows[i].size - 1) * ((columnCounts.get(column) as number) - 1);
      if (cost < bestCost || (cost === bestCost && size > bestSize)) {
        best = { row: i, column };
        bestCost = cost;
        bestSize = size;
      }
    }
  }
  return best;
}
