import { expect, test } from "vitest";
import { solvePositive } from "../../../src/training/surrogate/cholesky.js";

// Only the lower triangle is read: above it stands what must not matter.
const matrix = Float64Array.of(4, 99, 99, 2, 5, 99, -1, 1, 3);

test("A positive definite matrix is solved, with what is added to its diagonal", () => {
  const x = [1, -2, 3];
  for (const damping of [0, 2.5]) {
    const full = [
      [4 + damping, 2, -1],
      [2, 5 + damping, 1],
      [-1, 1, 3 + damping],
    ];
    const right = Float64Array.from(full, (row) => row.reduce((sum, each, k) => sum + each * x[k], 0));
    const found = solvePositive(matrix, damping, right, new Float64Array(9)) as Float64Array;
    for (let k = 0; k < 3; k++) expect(found[k]).toBeCloseTo(x[k], 13);
  }
});

test("One that is not positive definite is told", () => {
  const indefinite = Float64Array.of(1, 0, 2, 1);
  expect(solvePositive(indefinite, 0, Float64Array.of(1, 1), new Float64Array(4))).toBeUndefined();
  expect(solvePositive(indefinite, 3, Float64Array.of(1, 1), new Float64Array(4))).toBeDefined();
});
