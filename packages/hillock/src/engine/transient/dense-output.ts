import { elementary } from "../../expr/elementary.js";
import type { Tableau } from "./tableau.js";

// The operator ** is not the same in all engines to the last bit.
const power = elementary.pow;

/**
 * Weights b* that make q(t + theta h) = q(t) + h sum_j b*_j (dq/dt)_j as accurate as the stages allow: the solution of
 * least norm of the order conditions at theta (Hairer, Norsett & Wanner, Solving Ordinary Differential Equations I,
 * II.6), up to order 4 for methods of stage order 2 and up to order 3 otherwise.
 *
 * @param diagonal share of the rate at t + theta h itself, `diagonal` h dq/dt, which is added to the sum
 */
export function denseWeights(tableau: Tableau, theta: number, diagonal = 0): number[] {
  const conditions = orderConditions(tableau, theta, diagonal);
  return leastNorm(
    conditions.map(({ left }) => left),
    conditions.map(({ right }) => right),
  );
}

/**
 * What the equation of an interior stage lacks to be as accurate as the dense output at its instant. The stage
 * q_i - h gamma dq_i/dt = q + h sum_j a_ij (dq/dt)_j keeps its left side, and with it its Jacobian; the sum gains
 * `weights` `[stage]`.
 */
export function refinementWeights(tableau: Tableau, stage: number): number[] {
  const { a, c, gamma } = tableau;
  return denseWeights(tableau, c[stage], gamma).map((weight, j) => weight - (j < stage ? a[stage][j] : 0));
}

const rateWeightsOf = new Map<Tableau, Map<number, number[]>>();

/** Weights w that make sum_j w_j (dq/dt)_j the rate dq/dt at t + theta h: the slope of b* over theta. */
export function rateWeights(tableau: Tableau, theta: number): readonly number[] {
  let known = rateWeightsOf.get(tableau);
  if (!known) {
    known = new Map();
    rateWeightsOf.set(tableau, known);
  }
  let weights = known.get(theta);
  if (!weights) {
    weights = solveRateWeights(tableau, theta);
    known.set(theta, weights);
  }
  return weights;
}

function solveRateWeights(tableau: Tableau, theta: number): number[] {
  const { explicitFirst } = tableau;
  const lefts = orderConditions(tableau, 0, 0).map(({ left }) => left);
  const rights = explicitFirst
    ? [1, theta, power(theta, 2), power(theta, 3), power(theta, 3) / 3]
    : [1, theta, power(theta, 2), power(theta, 2) / 2];
  return leastNorm(lefts, rights.slice(0, lefts.length));
}

/** Order conditions sum_j left_j b*_j = right, as many as the stages can meet; what `diagonal` adds is taken off right. */
function orderConditions(
  { a, c, explicitFirst }: Tableau,
  theta: number,
  diagonal: number,
): { readonly left: readonly number[]; readonly right: number }[] {
  const dot = (row: readonly number[], values: readonly number[]): number =>
    row.reduce((sum, coefficient, j) => sum + coefficient * values[j], 0);
  const squares = c.map((one) => one * one);
  const conditions: { readonly left: readonly number[]; readonly right: number }[] = [
    { left: c.map(() => 1), right: theta - diagonal },
    { left: c, right: power(theta, 2) / 2 - diagonal * theta },
    { left: squares, right: power(theta, 3) / 3 - diagonal * power(theta, 2) },
  ];
  if (explicitFirst) {
    // Stage order 2: A c = c^2 / 2, so the other conditions of orders 3 and 4 follow from these two.
    conditions.push(
      { left: c.map((one) => power(one, 3)), right: power(theta, 4) / 4 - diagonal * power(theta, 3) },
      { left: a.map((row) => dot(row, squares)), right: power(theta, 4) / 12 - (diagonal * power(theta, 3)) / 3 },
    );
  } else {
    conditions.push({
      left: a.map((row) => dot(row, c)),
      right: power(theta, 3) / 6 - (diagonal * power(theta, 2)) / 2,
    });
  }
  return conditions.slice(0, c.length);
}

/** The solution of least norm of M w = r, by elimination on M M^T y = r, w = M^T y. */
function leastNorm(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [
    ...matrix.map((other) => row.reduce((sum, value, k) => sum + value * other[k], 0)),
    right[i],
  ]);
  for (let k = 0; k < size; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const y = new Array<number>(size);
  for (let k = size - 1; k >= 0; k--) {
    let sum = rows[k][size];
    for (let j = k + 1; j < size; j++) sum -= rows[k][j] * y[j];
    y[k] = sum / rows[k][k];
  }
  return matrix[0].map((_, column) => matrix.reduce((sum, row, i) => sum + row[column] * y[i], 0));
}
