import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLinearSolver } from "../../src/engine/kernel/linear-solver.js";
import { pivotOrder } from "../../src/engine/kernel/pivot-order.js";

interface Entry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Solution of A x = b by elimination with complete pivoting; undefined if A is singular. */
function denseSolve(size: number, entries: readonly Entry[], b: readonly number[]): number[] | undefined {
  const rows = Array.from({ length: size }, (_, i) => [...new Array<number>(size).fill(0), b[i]]);
  for (const { row, column, value } of entries) rows[row][column] += value;
  const columns = [...rows.keys()];
  for (let k = 0; k < size; k++) {
    let best = { i: k, j: k };
    for (let i = k; i < size; i++) {
      for (let j = k; j < size; j++) if (Math.abs(rows[i][j]) > Math.abs(rows[best.i][best.j])) best = { i, j };
    }
    if (rows[best.i][best.j] === 0) return undefined;
    [rows[k], rows[best.i]] = [rows[best.i], rows[k]];
    for (const row of rows) [row[k], row[best.j]] = [row[best.j], row[k]];
    [columns[k], columns[best.j]] = [columns[best.j], columns[k]];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array<number>(size);
  for (let k = size - 1; k >= 0; k--) {
    let sum = rows[k][size];
    for (let j = k + 1; j < size; j++) sum -= rows[k][j] * x[columns[j]];
    x[columns[k]] = sum / rows[k][k];
  }
  return x;
}

/** Sparse matrices with a transversal, in a random order, so that many diagonals are zero; values over six decades. */
const matrices = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const value = fc
    .tuple(fc.double({ min: 0.1, max: 1, noNaN: true }), fc.integer({ min: -3, max: 3 }), fc.boolean())
    .map(([mantissa, exponent, negative]) => (negative ? -1 : 1) * mantissa * 10 ** exponent);
  const index = fc.integer({ min: 0, max: size - 1 });
  return fc.record({
    size: fc.constant(size),
    transversal: fc.tuple(
      fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
      fc.array(value, { minLength: size, maxLength: size }),
    ),
    others: fc.array(fc.record({ row: index, column: index, value }), { maxLength: 3 * size }),
    right: fc.array(fc.integer({ min: -99, max: 99 }), { minLength: size, maxLength: size }),
  });
});

type Matrix = typeof matrices extends fc.Arbitrary<infer T> ? T : never;
const entriesOf = ({ transversal: [columns, values], others }: Matrix): Entry[] => [
  ...columns.map((column, row) => ({ row, column, value: values[row] })),
  ...others,
];

/** Whether entries of one place cancel to rounding: what is left of them is not known, and nor is the solution. */
function cancels(entries: readonly Entry[]): boolean {
  const sums = new Map<string, { sum: number; size: number }>();
  for (const { row, column, value } of entries) {
    const place = `${row} ${column}`;
    const { sum, size } = sums.get(place) ?? { sum: 0, size: 0 };
    sums.set(place, { sum: sum + value, size: size + Math.abs(value) });
  }
  return [...sums.values()].some(({ sum, size }) => Math.abs(sum) < 1e-6 * size);
}

/** |A x - b| against what rounding of the products may leave. */
function backwardError(entries: readonly Entry[], x: ArrayLike<number>, b: readonly number[]): number {
  const residual = b.map((value) => -value);
  const size = b.map(Math.abs);
  for (const { row, column, value } of entries) {
    residual[row] += value * x[column];
    size[row] += Math.abs(value * x[column]);
  }
  return Math.max(...residual.map((value, row) => (size[row] > 0 ? Math.abs(value) / size[row] : 0)));
}

test("solves random sparse systems, to rounding in each equation and as a dense reference does", () => {
  let compared = 0;
  fc.assert(
    fc.property(matrices, (matrix) => {
      const { size, right } = matrix;
      const entries = entriesOf(matrix);
      fc.pre(!cancels(entries));
      const expected = denseSolve(size, entries, right);
      const solver = createLinearSolver(size, entries);
      const singular = solver.factor(Float64Array.from(entries, ({ value }) => value));
      if (expected === undefined || singular) return;
      const x = new Float64Array(size);
      solver.solve(Float64Array.from(right), x);
      expect(backwardError(entries, x, right)).toBeLessThan(1e-10);
      // Ill-conditioned systems have no digits to compare: see by a slightly changed one.
      const nudged = denseSolve(
        size,
        entries.map((entry, k) => ({ ...entry, value: entry.value * (1 + 1e-13 * (k % 3)) })),
        right,
      );
      const scale = Math.max(...expected.map(Math.abs));
      const sensitivity = Math.max(...expected.map((value, k) => Math.abs(value - (nudged as number[])[k]))) / scale;
      if (!(sensitivity < 1e-11)) return;
      compared++;
      expected.forEach((value, k) => {
        expect(Math.abs(x[k] - value) / scale).toBeLessThan(1e-10);
      });
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(300);
});

test("solves the transposed systems with the same factors", () => {
  let solved = 0;
  fc.assert(
    fc.property(matrices, (matrix) => {
      const { size, right } = matrix;
      const entries = entriesOf(matrix);
      fc.pre(!cancels(entries));
      const solver = createLinearSolver(size, entries);
      if (solver.factor(Float64Array.from(entries, ({ value }) => value))) return;
      const y = new Float64Array(size);
      solver.solveTransposed(Float64Array.from(right), y);
      const transposed = entries.map(({ row, column, value }) => ({ row: column, column: row, value }));
      // Pivots may be 1e3 times smaller than the largest of their column: here that counts row by row.
      expect(backwardError(transposed, y, right)).toBeLessThan(1e-8);
      // The order of solutions does not matter: a solve does not spoil the factors.
      const x = new Float64Array(size);
      solver.solve(Float64Array.from(right), x);
      expect(backwardError(entries, x, right)).toBeLessThan(1e-10);
      solved++;
    }),
    { numRuns: 400 },
  );
  expect(solved).toBeGreaterThan(300);
});

test("an order takes every row and column once, and pivots on entries that are there", () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const entries = entriesOf(matrix);
      const choice = pivotOrder(matrix.size, entries);
      if ("singular" in choice) return;
      expect(choice.order.map(({ row }) => row).sort((a, b) => a - b)).toEqual([...Array(matrix.size).keys()]);
      expect(choice.order.map(({ column }) => column).sort((a, b) => a - b)).toEqual([...Array(matrix.size).keys()]);
    }),
  );
});

describe("singular matrices are reported with a row and a column that are left over", () => {
  const solve = (size: number, entries: readonly Entry[]) =>
    createLinearSolver(size, entries).factor(Float64Array.from(entries, ({ value }) => value));

  test("an empty row, an empty column", () => {
    const row = [
      { row: 0, column: 0, value: 1 },
      { row: 1, column: 1, value: 1 },
      { row: 0, column: 2, value: 1 },
    ];
    expect(solve(3, row)?.row).toBe(2);
    const column = [
      { row: 0, column: 0, value: 1 },
      { row: 1, column: 1, value: 1 },
      { row: 2, column: 0, value: 1 },
    ];
    expect(solve(3, column)).toEqual({ row: 2, column: 2 });
  });

  test("entries that cancel", () => {
    const equal = [0, 1].flatMap((row) => [0, 1].map((column) => ({ row, column, value: row === column ? 2 : -2 })));
    expect(solve(2, equal)).toBeDefined();
    expect(
      solve(1, [
        { row: 0, column: 0, value: 3 },
        { row: 0, column: 0, value: -3 },
      ]),
    ).toEqual({ row: 0, column: 0 });
  });

  test("values that are not numbers", () => {
    expect(solve(1, [{ row: 0, column: 0, value: Number.NaN }])).toBeDefined();
    expect(solve(1, [{ row: 0, column: 0, value: Number.POSITIVE_INFINITY }])).toBeDefined();
  });

  test("whatever row of a random matrix is lost", () => {
    fc.assert(
      fc.property(matrices, fc.nat(), (matrix, which) => {
        const lost = which % matrix.size;
        const entries = entriesOf(matrix).filter(({ row }) => row !== lost);
        expect(solve(matrix.size, entries)?.row).toBe(lost);
      }),
    );
  });
});

test("when values change so that a pivot vanishes, the order is chosen anew and the solution stays right", () => {
  const pattern = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => ({ row, column })));
  const solver = createLinearSolver(3, pattern);
  const b = [1, 2, 3];
  for (const values of [
    [4, 1, 0, 1, 5, 2, 0, 2, 6],
    [0, 1, 0, 1, 0, 2, 0, 2, 6],
    [1e-20, 1, 3, 1, 1e-20, 2, 7, 2, 0],
    [4, 1, 0, 1, 5, 2, 0, 2, 6],
  ]) {
    const entries = pattern.map((place, k) => ({ ...place, value: values[k] }));
    expect(solver.factor(Float64Array.from(values))).toBeUndefined();
    const x = new Float64Array(3);
    solver.solve(Float64Array.from(b), x);
    const expected = denseSolve(3, entries, b) as number[];
    for (const k of [0, 1, 2]) expect(x[k]).toBeCloseTo(expected[k], 12);
  }
});

test("it takes the order with least fill: an arrow is eliminated from its tips", () => {
  const size = 8;
  const arrow: Entry[] = [];
  for (let k = 0; k < size; k++) {
    arrow.push({ row: k, column: k, value: 4 });
    if (k > 0) arrow.push({ row: 0, column: k, value: 1 }, { row: k, column: 0, value: 1 });
  }
  const choice = pivotOrder(size, arrow);
  if (!("order" in choice)) throw new Error("singular");
  expect(choice.order.slice(0, size - 2).every(({ row, column }) => row !== 0 && column !== 0)).toBe(true);
});
