import fc from "fast-check";
import { expect, test } from "vitest";
import { singularValues } from "../../src/optimise/singular-values.js";
import { triangularFactor } from "../../src/optimise/triangular-factor.js";
import { linearModel, trustRegionStep } from "../../src/optimise/trust-region-step.js";

const entry = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constant(0));
const problem = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.record({
    rows: fc.constant(rows),
    columns: fc.constant(columns),
    matrix: fc
      .array(entry, { minLength: rows * columns, maxLength: rows * columns })
      .map((all) => Float64Array.from(all)),
    right: fc.array(entry, { minLength: rows, maxLength: rows }).map((all) => Float64Array.from(all)),
  }),
);

const product = (a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number, transposed = false) =>
  Float64Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += (transposed ? a[k * rows + i] : a[i * inner + k]) * b[k * columns + j];
    return sum;
  });

const near = (ours: Float64Array, theirs: Float64Array, size: number) =>
  ours.forEach((each, k) => {
    expect(Math.abs(each - theirs[k])).toBeLessThanOrEqual(1e-12 * size + 1e-14);
  });

test("R'R = A'A and R'(Q'b) = A'b", () => {
  fc.assert(
    fc.property(problem, ({ rows, columns, matrix, right }) => {
      const { triangle, projected } = triangularFactor(matrix, right, columns);
      near(
        product(triangle, triangle, columns, columns, columns, true),
        product(matrix, matrix, columns, rows, columns, true),
        1000,
      );
      near(
        product(triangle, projected, columns, columns, 1, true),
        product(matrix, right, columns, rows, 1, true),
        1000,
      );
    }),
  );
});

test("A = U S V' with orthogonal V and descending S", () => {
  fc.assert(
    fc.property(problem, ({ columns: n, matrix, rows }) => {
      const { triangle } = triangularFactor(matrix, new Float64Array(rows), n);
      const { values, right, image } = singularValues(triangle, n);
      near(product(triangle, right, n, n, n), image, 100);
      const unit = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
      near(product(right, right, n, n, n, true), unit, 1);
      for (let k = 1; k < n; k++) expect(values[k]).toBeLessThanOrEqual(values[k - 1]);
      const square = product(image, image, n, n, n, true);
      near(
        square,
        unit.map((each, at) => each * values[at % n] ** 2),
        1000,
      );
    }),
  );
});

test("a small singular value is exact beside a large one", () => {
  // Columns (1, 1) and (1, 1 + d) of length about 1: the small one is d/2 to first order, exactly d/(sum of both).
  const d = 2 ** -40;
  const { values } = singularValues(Float64Array.of(1, 1, 1, 1 + d), 2);
  const exact = d / values[0];
  expect(Math.abs(values[1] / exact - 1)).toBeLessThan(1e-4);
});

test("no step within the radius is better than the one of the trust region", () => {
  const direction = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(problem, fc.double({ min: 0.01, max: 5, noNaN: true }), direction, (given, radius, other) => {
      const { rows, columns: n, matrix, right } = given;
      const square = (z: ArrayLike<number>) => {
        let sum = 0;
        for (let i = 0; i < rows; i++) {
          let row = right[i];
          for (let j = 0; j < n; j++) row += matrix[i * n + j] * z[j];
          sum += row * row;
        }
        return sum;
      };
      const { step, length, reduction } = trustRegionStep(linearModel(matrix, right, n), radius);
      expect(length).toBeLessThanOrEqual(1.002 * radius);
      const start = square(new Float64Array(n));
      expect(Math.abs(start - square(step) - reduction)).toBeLessThanOrEqual(1e-9 * (start + 1e-3));
      const size = Math.hypot(...other.slice(0, n)) || 1;
      const rival = other.slice(0, n).map((each) => (each / size) * Math.min(1, size) * 0.99 * radius);
      expect(square(step)).toBeLessThanOrEqual(square(rival) * (1 + 1e-9) + 1e-9);
    }),
  );
});
