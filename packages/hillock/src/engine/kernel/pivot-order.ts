import { priorityQueue } from "../../base/priority-queue.js";

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
  const matrix = scaledMatrix(size, sample);
  const candidates = priorityQueue<Candidate>(isCheaper);
  // A candidate is out of date when its row has been looked at again since.
  const versions = new Int32Array(size);
  const lookAt = (row: number): void => {
    const version = ++versions[row];
    const best = cheapestInRow(matrix, row);
    if (best) candidates.add({ ...best, version });
  };
  for (let row = 0; row < size; row++) lookAt(row);
  const activeRows = new Set(matrix.rows.keys());
  const activeColumns = new Set(matrix.rows.keys());
  const order: { row: number; column: number }[] = [];

  while (order.length < size) {
    let best = candidates.take();
    while (best && (!activeRows.has(best.row) || best.version !== versions[best.row])) best = candidates.take();
    if (best === undefined) {
      return { singular: { row: [...activeRows][0], column: [...activeColumns][0] } };
    }
    const { row, column } = best;
    order.push({ row, column });
    activeRows.delete(row);
    activeColumns.delete(column);
    const touched = eliminate(matrix, row, column);
    for (const one of touched) lookAt(one);
  }
  return { order };
}

interface Matrix {
  /** Values of the entries not yet eliminated, by column `[row]`. */
  readonly rows: readonly Map<number, number>[];
  /** The rows that have an entry `[column]`. */
  readonly columns: readonly Set<number>[];
  /** Largest magnitude `[column]`. */
  readonly largest: Float64Array;
}

/** The sample as a matrix, each row scaled to a largest entry of 1. */
function scaledMatrix(size: number, sample: readonly SampleEntry[]): Matrix {
  const rows: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  const columns: Set<number>[] = Array.from({ length: size }, () => new Set());
  for (const { row, column, value } of sample) {
    rows[row].set(column, (rows[row].get(column) ?? 0) + value);
    columns[column].add(row);
  }
  for (const row of rows) {
    let largest = 0;
    for (const value of row.values()) largest = Math.max(largest, Math.abs(value));
    if (largest > 0) for (const [column, value] of row) row.set(column, value / largest);
  }
  const matrix = { rows, columns, largest: new Float64Array(size) };
  for (let column = 0; column < size; column++) measure(matrix, column);
  return matrix;
}

function measure({ rows, columns, largest }: Matrix, column: number): void {
  largest[column] = 0;
  for (const row of columns[column]) {
    largest[column] = Math.max(largest[column], Math.abs(rows[row].get(column) as number));
  }
}

/** Carries out the elimination of a row and a column; the rows whose candidates it may have changed. */
function eliminate(matrix: Matrix, row: number, column: number): Set<number> {
  const { rows, columns } = matrix;
  const pivotRow = rows[row];
  const pivot = pivotRow.get(column) as number;
  for (const j of pivotRow.keys()) columns[j].delete(row);
  for (const i of columns[column]) {
    const multiplier = (rows[i].get(column) as number) / pivot;
    rows[i].delete(column);
    for (const [j, value] of pivotRow) {
      if (j === column) continue;
      rows[i].set(j, (rows[i].get(j) ?? 0) - multiplier * value);
      columns[j].add(i);
    }
  }
  const touched = new Set(columns[column]);
  columns[column].clear();
  for (const j of pivotRow.keys()) {
    if (j === column) continue;
    measure(matrix, j);
    for (const i of columns[j]) touched.add(i);
  }
  return touched;
}

interface Candidate {
  readonly row: number;
  readonly column: number;
  /** Operations that it takes. */
  readonly cost: number;
  readonly size: number;
  readonly version: number;
}

const isCheaper = (one: Candidate, other: Candidate): boolean =>
  one.cost !== other.cost
    ? one.cost < other.cost
    : one.size !== other.size
      ? one.size > other.size
      : one.row < other.row;

function cheapestInRow({ rows, columns, largest }: Matrix, row: number): Omit<Candidate, "version"> | undefined {
  let best: Omit<Candidate, "version"> | undefined;
  for (const [column, value] of rows[row]) {
    const size = Math.abs(value);
    if (!(size > 0) || size < threshold * largest[column]) continue;
    const cost = (rows[row].size - 1) * (columns[column].size - 1);
    if (!best || cost < best.cost || (cost === best.cost && size > best.size)) best = { row, column, cost, size };
  }
  return best;
}
