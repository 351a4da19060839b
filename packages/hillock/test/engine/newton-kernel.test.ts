import fc from "fast-check";
import { expect, test } from "vitest";
import { createNewtonKernel } from "../../src/engine/kernel/newton-kernel.js";
import { type PivotOrder, pivotOrder } from "../../src/engine/kernel/pivot-order.js";
import { constantValue } from "../../src/expr/graph.js";
import { compiled } from "./run-netlist.js";

/** Two bipolar transistors, a diode, an inductor and a sensed source: voltages, internal nodes and branch currents. */
const circuit = compiled(`V1 vcc 0 5
V2 in 0 SIN(0.7 0.1 1k)
VS in b 0
Q1 c b e QN
Q2 d c vcc QP
R1 vcc c 2.2k
R2 e 0 100
L1 d x 1m
R3 x 0 1k
D1 x y DM
C1 y 0 1n
F1 0 y VS 2
R4 y 0 10k
.model QN NPN(IS=1e-15 BF=100 VAF=60 RB=50 CJE=2p CJC=1p TF=0.4n)
.model QP PNP(IS=1e-15 BF=50 VAF=40 CJE=2p CJC=1p TF=1n)
.model DM D(IS=1e-14 RS=5 CJO=3p TT=10n)`);

const { system, evaluation } = circuit;
const size = system.unknowns.length;
const rows = system.currents.length;
const { entries } = evaluation;

/** Values of the equations at a point. */
function evaluate(x: Float64Array, u: Float64Array) {
  const f = new Float64Array(rows);
  const q = new Float64Array(rows);
  const g = new Float64Array(entries.length);
  const c = new Float64Array(entries.length);
  const limits = new Float64Array(evaluation.kernel.limitedCount).fill(100);
  evaluation.kernel.run(x, u, new Float64Array(0), new Float64Array(0), 0, limits, f, q, g, c);
  return { f, q, g, c };
}

/** A y = r by elimination with partial pivoting. */
function denseSolve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let i = k; i < size; i++) if (Math.abs(a[i][k]) > Math.abs(a[best][k])) best = i;
    [a[k], a[best]] = [a[best], a[k]];
    for (let i = k + 1; i < size; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j <= size; j++) a[i][j] -= factor * a[k][j];
    }
  }
  const y = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    let sum = a[k][size];
    for (let j = k + 1; j < size; j++) sum -= a[k][j] * y[j];
    y[k] = sum / a[k][k];
  }
  return y;
}

function matrixOf(g: Float64Array, c: Float64Array, alpha: number): Float64Array[] {
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  entries.forEach(({ row, column }, k) => {
    if (row < size) matrix[row][column] += g[k] + alpha * c[k];
  });
  return matrix;
}

function orderAt(x: Float64Array, u: Float64Array, alpha: number): PivotOrder | undefined {
  const { g, c } = evaluate(x, u);
  const sample = entries.map(({ row, column }, k) => ({ row, column, value: g[k] + alpha * c[k] }));
  const choice = pivotOrder(
    size,
    sample.filter(({ row }) => row < size),
  );
  return "singular" in choice ? undefined : choice.order;
}

const volts = fc.double({ min: -0.6, max: 0.7, noNaN: true });
const points = fc.record({
  x: fc.array(volts, { minLength: size, maxLength: size }),
  u: fc.array(volts, { minLength: 3, maxLength: 3 }),
  b: fc.array(fc.double({ min: -1e-12, max: 1e-12, noNaN: true }), { minLength: rows, maxLength: rows }),
  alpha: fc.constantFrom(0, 1e3, 1e6, 1e9),
});

/** Distance relative to the largest of each kind of unknown, or to 1 uV and 1 nA. */
function distance(one: Float64Array, other: Float64Array): number {
  const scale = { voltage: 1e-6, current: 1e-9 };
  system.unknowns.forEach(({ kind }, i) => {
    scale[kind] = Math.max(scale[kind], Math.abs(other[i]));
  });
  return Math.max(...system.unknowns.map(({ kind }, i) => Math.abs(one[i] - other[i]) / scale[kind]));
}

test("one fused iteration is Newton's step, its rates, and factors that solve", () => {
  let compared = 0;
  fc.assert(
    fc.property(points, (point) => {
      const [x, u, b] = [point.x, point.u, point.b].map((values) => Float64Array.from(values));
      // Rows without charge have no history.
      b.forEach((_, row) => {
        if (constantValue(system.graph, system.charges[row]) === 0) b[row] = 0;
      });
      const order = orderAt(x, u, point.alpha);
      if (!order) return;
      const kernel = createNewtonKernel(system, entries, order);
      const { f, q, g, c } = evaluate(x, u);
      const matrix = matrixOf(g, c, point.alpha);
      const right = Float64Array.from({ length: size }, (_, i) => -f[i] - point.alpha * (q[i] - b[i]));
      const expected = denseSolve(matrix, right);

      const dx = new Float64Array(size);
      const rate = new Float64Array(rows);
      const lu = new Float64Array(kernel.factorCount);
      const limits = new Float64Array(kernel.limitedCount).fill(100);
      const none = new Float64Array(0);
      const excess = kernel.iterate(x, u, none, none, 0, point.alpha, b, limits, dx, rate, lu);
      expect(excess).toBe(0);
      // The step solves its own equations, f + G dx + rate = 0, to rounding: pivots a thousandth of their column let it grow.
      const left = Float64Array.from({ length: size }, (_, i) => f[i] + rate[i]);
      const turnover = Float64Array.from({ length: size }, (_, i) => Math.abs(f[i]) + Math.abs(rate[i]));
      entries.forEach(({ row, column }, k) => {
        if (row >= size) return;
        left[row] += g[k] * dx[column];
        turnover[row] += Math.abs(g[k] * dx[column]) + point.alpha * Math.abs(c[k] * dx[column]);
      });
      left.forEach((rest, i) => {
        expect(Math.abs(rest) / (turnover[i] + 1e-15)).toBeLessThan(1e-6);
      });

      // Where transistors are biased at random the matrix may have few digits to compare: see by a slightly changed one.
      const changed = matrixOf(
        g.map((value, k) => value * (1 + 1e-13 * (k % 3))),
        c,
        point.alpha,
      );
      const nudged = denseSolve(
        changed,
        right.map((value, i) => value + 1e-15 * (i % 2) * turnover[i]),
      );
      if (!(distance(nudged, expected) < 1e-9)) return;
      compared++;
      expect(distance(dx, expected)).toBeLessThan(1e-8);
      const y = new Float64Array(size);
      kernel.solve(lu, right.slice(), y);
      expect(distance(y, expected)).toBeLessThan(1e-8);
    }),
    { numRuns: 60 },
  );

  expect(compared).toBeGreaterThan(30);
});

test("it holds a junction back that outgrows its last argument, and says by how much", () => {
  const order = orderAt(new Float64Array(size), Float64Array.of(5, 0.7, 0), 1e6) as PivotOrder;
  const kernel = createNewtonKernel(system, entries, order);
  const x = new Float64Array(size);
  const y = system.unknowns.findIndex(({ name }) => name === "x");
  x[y] = 4;
  const limits = new Float64Array(kernel.limitedCount);
  const none = new Float64Array(0);
  const run = () =>
    kernel.iterate(
      x,
      Float64Array.of(5, 0.7, 0),
      none,
      none,
      0,
      1e6,
      new Float64Array(rows),
      limits,
      new Float64Array(size),
      new Float64Array(rows),
      new Float64Array(kernel.factorCount),
    );
  const first = run();
  const second = run();
  expect(first).toBeGreaterThan(50);
  // Every iteration lets it grow by the same amount.
  expect(first - second).toBeCloseTo(3, 6);
});
