import { expect, test } from "vitest";
import { largestError, runTransient, signalOf, valueAt } from "./run-netlist.js";

const decay = (from: number, tau: number) => (t: number) => from * Math.exp(-t / tau);

test("with uic, ic= of a capacitor and of an inductor, and .ic of a node, set the start", () => {
  const result = runTransient(
    `R1 a 0 1k
C1 a 0 1u ic=2
R2 b 0 100
L2 b 0 10m ic=-0.5
R3 c 0 2k
C3 c 0 1u
.ic v(c)=-4
.save v(a) v(c) i(L2)
.tran 1u 0.5m uic`,
    { tolerance: 1e-6 },
  );
  expect(largestError(result, "v(a)", decay(2, 1e-3))).toBeLessThan(1e-5);
  expect(largestError(result, "v(c)", decay(-4, 2e-3))).toBeLessThan(1e-5);
  expect(largestError(result, "i(l2)", decay(-0.5, 1e-4))).toBeLessThan(1e-5);
  expect(result.record.operatingPointBy).toBeUndefined();
});

test("with uic, ic= of an element goes before .ic of its nodes, and what nothing names starts at zero", () => {
  const result = runTransient(
    `V1 in 0 3
R1 in a 1k
C1 a 0 1u ic=1
R2 in b 1k
C2 b 0 1u
.ic v(a)=7
.tran 1u 0.1m uic`,
    { tolerance: 1e-6 },
  );
  expect(largestError(result, "v(a)", (t) => 3 - 2 * Math.exp(-t / 1e-3))).toBeLessThan(1e-5);
  expect(largestError(result, "v(b)", (t) => 3 - 3 * Math.exp(-t / 1e-3))).toBeLessThan(1e-5);
});

test("a floating capacitor keeps its ic= whatever the voltages of its nodes", () => {
  const result = runTransient(
    `V1 in 0 5
C1 in a 1u ic=2
R1 a 0 1k
.tran 1u 1m uic`,
    { tolerance: 1e-6 },
  );
  expect(signalOf(result, "v(a)")[0]).toBeCloseTo(3, 6);
  expect(largestError(result, "v(a)", decay(3, 1e-3))).toBeLessThan(1e-5);
});

test("without uic, .ic holds a node while the rest settles, then lets go", () => {
  const result = runTransient(
    `V1 in 0 5
R1 in a 1k
R2 a b 1k
C1 a 0 1u
R3 b 0 1k
.ic v(a)=1
.tran 1u 1m`,
    { tolerance: 1e-6 },
  );
  // 1 kohm against 2 kohm: to 10/3 V with 2/3 ms.
  const exact = (t: number): number => 10 / 3 + (1 - 10 / 3) * Math.exp(-t / (1e-6 * (2000 / 3)));
  expect(largestError(result, "v(a)", exact)).toBeLessThan(2e-5);
  expect(signalOf(result, "v(b)")[0]).toBeCloseTo(0.5, 6);
  expect(result.record.operatingPointBy).toBe("newton");
});

test("without uic, ic= of elements does not act: the run starts at rest", () => {
  const result = runTransient(`V1 in 0 5
R1 in a 1k
C1 a 0 1u ic=1
.tran 1u 1m`);
  expect(largestError(result, "v(a)", () => 5)).toBeLessThan(1e-9);
});

test("with uic, sources count from their value at t = 0, and algebraic nodes follow them at once", () => {
  const result = runTransient(
    `V1 in 0 SIN(2 1 1k)
R1 in m 1k
R2 m 0 1k
R3 m c 1k
C3 c 0 1n
.tran 1u 10u uic`,
  );
  // At first the capacitor is a short circuit: 2 V over 1 kohm into 500 ohm.
  expect(signalOf(result, "v(m)")[0]).toBeCloseTo(2 / 3, 6);
  expect(signalOf(result, "v(in)")[0]).toBeCloseTo(2, 12);
  expect(valueAt(result, "v(c)", 10e-6)).toBeGreaterThan(0.9);
});

test("sources win over .ic at their nodes, without a current of their own for it, and the result says so", () => {
  for (const uic of ["", " uic"]) {
    const result = runTransient(
      `V1 a 0 pulse(1 2 0.5m)
R1 a 0 1k
V2 b a 2
F1 0 c V2 1
Rc c 0 1k
Rb b 0 1k
E1 d 0 a 0 2
Rd d 0 1k
.ic v(a)=1 v(b)=5 v(d)=7
.save v(a) v(b) v(c) v(d)
.tran 1u 0.1m${uic}`,
    );
    expect(result.record.warnings).toEqual([
      ".ic v(b) = 5 V has no effect: V1, V2 hold the node at 3 V",
      ".ic v(d) = 7 V has no effect: E1 holds the node",
    ]);
    expect(valueAt(result, "v(b)", 0.05e-3)).toBeCloseTo(3, 9);
    expect(signalOf(result, "v(c)")[0]).toBeCloseTo(-3, 9);
    expect(signalOf(result, "v(d)")[0]).toBeCloseTo(2, 9);
  }
});
