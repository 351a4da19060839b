import { describe, expect, test } from "vitest";
import { denseWeights, rateWeights, refinementWeights } from "../../src/engine/transient/dense-output.js";
import { esdirk4, sdirk4, type Tableau, trapezoidal, trBdf2 } from "../../src/engine/transient/tableau.js";

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * b[k], 0);
const times = (a: readonly number[], b: readonly number[]): number[] => a.map((value, k) => value * b[k]);
const squares = (a: readonly number[]): number[] => times(a, a);

/** Residuals of the order conditions (rooted trees), order by order, of a method that reaches `theta` of a step. */
function conditions({ a, c }: Tableau, b: readonly number[], theta = 1): number[][] {
  const apply = (values: readonly number[]): number[] => a.map((row) => dot(row, values));
  return [
    [
      dot(
        b,
        c.map(() => 1),
      ) - theta,
    ],
    [dot(b, c) - theta ** 2 / 2],
    [dot(b, squares(c)) - theta ** 3 / 3, dot(b, apply(c)) - theta ** 3 / 6],
    [
      dot(b, times(c, squares(c))) - theta ** 4 / 4,
      dot(b, times(c, apply(c))) - theta ** 4 / 8,
      dot(b, apply(squares(c))) - theta ** 4 / 12,
      dot(b, apply(apply(c))) - theta ** 4 / 24,
    ],
  ];
}

/** The highest order of which all conditions hold, to `rounding`. */
function orderOf(tableau: Tableau, b: readonly number[], theta = 1, rounding = 2e-14): number {
  const broken = conditions(tableau, b, theta).findIndex((order) => order.some((rest) => Math.abs(rest) > rounding));
  return broken < 0 ? 4 : broken;
}

const weightsOf = ({ a }: Tableau): readonly number[] => a[a.length - 1];
const embeddedOf = (tableau: Tableau): number[] => weightsOf(tableau).map((b, k) => b - tableau.error[k]);

/** |R(z)| of the stability function at z = x + iy: the stages of y' = z y, y(0) = 1, the last being the solution. */
function amplification({ a, gamma, explicitFirst }: Tableau, x: number, y: number): number {
  const stages: [number, number][] = [];
  a.forEach((row, i) => {
    if (explicitFirst && i === 0) {
      stages.push([1, 0]);
      return;
    }
    let [re, im] = [1, 0];
    for (let j = 0; j < i; j++) {
      re += row[j] * (x * stages[j][0] - y * stages[j][1]);
      im += row[j] * (x * stages[j][1] + y * stages[j][0]);
    }
    const [p, q] = [1 - gamma * x, -gamma * y];
    const size = p * p + q * q;
    stages.push([(re * p + im * q) / size, (im * p - re * q) / size]);
  });
  return Math.hypot(...stages[stages.length - 1]);
}

describe.each([
  { tableau: esdirk4, order: 4, embedded: 3, stageOrder: 2, dense: 4 },
  { tableau: sdirk4, order: 4, embedded: 3, stageOrder: 1, dense: 3 },
  { tableau: trBdf2, order: 2, embedded: 3, stageOrder: 2, dense: 3 },
  { tableau: trapezoidal, order: 2, embedded: undefined, stageOrder: 2, dense: 2 },
])("$tableau.label", ({ tableau, order, embedded, stageOrder, dense }) => {
  test("its solution and its embedded solution have the orders that are claimed, no higher", () => {
    expect(orderOf(tableau, weightsOf(tableau))).toBe(order);
    if (embedded === undefined) expect(tableau.error).toEqual([]);
    else {
      expect(orderOf(tableau, embeddedOf(tableau))).toBe(embedded);
      expect(tableau.errorOrder).toBe(Math.min(order, embedded) + 1);
    }
  });

  test("it is stiffly accurate, with one diagonal coefficient and consistent stages", () => {
    const { a, c, gamma, explicitFirst } = tableau;
    expect(c.at(-1)).toBe(1);
    expect(a).toHaveLength(c.length);
    a.forEach((row, i) => {
      expect(row).toHaveLength(i + 1);
      expect(row[i]).toBe(explicitFirst && i === 0 ? 0 : gamma);
      expect(
        dot(
          row,
          row.map(() => 1),
        ),
      ).toBeCloseTo(c[i], 14);
    });
  });

  test("its stages have the order that the interpolation builds on", () => {
    const { a, c } = tableau;
    const second = a.map((row, i) => Math.abs(dot(row, c) - c[i] ** 2 / 2));
    if (stageOrder === 2) expect(Math.max(...second)).toBeLessThan(1e-14);
    else expect(Math.max(...second)).toBeGreaterThan(1e-3);
  });

  test("it damps or keeps every decaying oscillation, and L-stable methods wipe out what is infinitely fast", () => {
    for (let k = -40; k <= 40; k++) {
      const y = 10 ** (k / 10);
      expect(amplification(tableau, 0, y)).toBeLessThan(1 + 1e-12);
      expect(amplification(tableau, -y, y)).toBeLessThan(1);
    }
    const atInfinity = amplification(tableau, -1e12, 0);
    if (tableau === trapezoidal) expect(atInfinity).toBeCloseTo(1, 9);
    else expect(atInfinity).toBeLessThan(1e-9);
  });

  test("its dense output has the order that is claimed all along the step", () => {
    for (const theta of [0.05, 0.25, 1 / 3, 0.5, 0.62, 0.85, 1]) {
      const weights = denseWeights(tableau, theta);
      expect(weights).toHaveLength(tableau.c.length);
      // The normal equations, from which the weights come, square the condition of the order conditions.
      expect(Math.min(orderOf(tableau, weights, theta, 1e-12), dense)).toBe(dense);
    }
  });

  test("its interior stages are raised to the order of the dense output", () => {
    const { a, c, gamma } = tableau;
    for (const stage of tableau.interior) {
      // The refined stage as a further stage of the method, whose equation holds its own rate with weight gamma.
      const row = refinementWeights(tableau, stage).map((weight, j) => weight + (j < stage ? a[stage][j] : 0));
      const extended: Tableau = { ...tableau, a: [...a, [...row, gamma]], c: [...c, c[stage]] };
      expect(Math.min(orderOf(extended, [...row, gamma], c[stage], 1e-12), dense)).toBe(dense);
    }
  });

  test("the rate anywhere in a step follows from its stages", () => {
    const { a, c } = tableau;
    for (const theta of [0, 0.3, 0.75]) {
      const weights = rateWeights(tableau, theta);
      expect(
        dot(
          weights,
          c.map(() => 1),
        ),
      ).toBeCloseTo(1, 11);
      expect(dot(weights, c)).toBeCloseTo(theta, 11);
      if (dense < 3) continue;
      expect(dot(weights, squares(c))).toBeCloseTo(theta ** 2, 11);
      const second = a.map((row) => dot(row, c));
      expect(dot(weights, second)).toBeCloseTo(theta ** 2 / 2, 11);
    }
  });

  test("its interpolation lies between different instants", () => {
    const nodes = [0, ...tableau.interior.map((stage) => tableau.c[stage]), 1];
    expect(new Set(nodes).size).toBe(nodes.length);
  });
});
