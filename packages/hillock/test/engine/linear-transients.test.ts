import { describe, expect, test } from "vitest";
import { largestError, runTransient, scaleOf, signalOf } from "./run-netlist.js";

const methods = ["esdirk4", "tr-bdf2", "trapezoidal"] as const;

describe.each(methods)("%s against closed forms", (method) => {
  test("RC: a ramp charges a capacitor, then it relaxes", () => {
    const tau = 1e-4;
    const rise = 2e-5;
    const result = runTransient(
      `V1 in 0 PWL(0 0 20u 2)
R1 in out 1k
C1 out 0 100n
.tran 1u 0.6m`,
      { method, tolerance: 1e-6 },
    );
    const ramp = (t: number): number => (2 / rise) * (t - tau * (1 - Math.exp(-t / tau)));
    const exact = (t: number): number => (t <= rise ? ramp(t) : 2 + (ramp(rise) - 2) * Math.exp(-(t - rise) / tau));
    expect(largestError(result, "v(out)", exact)).toBeLessThan(method === "esdirk4" ? 1e-5 : 4e-5);
  });

  test("RL: the current of an inductor rises to V/R", () => {
    const result = runTransient(
      `V1 in 0 PWL(0 0 1u 5)
R1 in a 50
L1 a 0 10m
.save i(L1) v(a)
.tran 1u 2m`,
      { method, tolerance: 1e-6 },
    );
    const tau = 10e-3 / 50;
    const slope = 5 / 1e-6 / 50;
    const ramp = (t: number): number => slope * (t - tau * (1 - Math.exp(-t / tau)));
    const exact = (t: number): number => (t <= 1e-6 ? ramp(t) : 0.1 + (ramp(1e-6) - 0.1) * Math.exp(-(t - 1e-6) / tau));
    expect(largestError(result, "i(l1)", exact)).toBeLessThan(1e-6);
    expect(largestError(result, "v(a)", (t) => 5 - 50 * exact(t), 1e-6)).toBeLessThan(5e-5);
  });

  test("RLC in series: a damped oscillation from an initial charge", () => {
    const [r, l, c] = [20, 1e-3, 1e-6];
    const result = runTransient(
      `R1 a b ${r}
L1 b 0 ${l}
C1 a 0 ${c} ic=3
.save v(a) i(L1)
.tran 1u 1m uic`,
      { method, tolerance: 1e-6 },
    );
    const decay = r / (2 * l);
    const omega = Math.sqrt(1 / (l * c) - decay ** 2);
    const voltage = (t: number): number =>
      3 * Math.exp(-decay * t) * (Math.cos(omega * t) + (decay / omega) * Math.sin(omega * t));
    const current = (t: number): number => (3 / (omega * l)) * Math.exp(-decay * t) * Math.sin(omega * t);
    // The trapezoidal rule's constant is the largest; errors add up over the swings.
    expect(largestError(result, "v(a)", voltage)).toBeLessThan(5e-4);
    expect(largestError(result, "i(l1)", current)).toBeLessThan(2e-5);
  });
});

test("LC: an ideal resonator keeps its energy and its phase over many swings", () => {
  const result = runTransient(
    `L1 a 0 1m ic=0
C1 a 0 1u ic=1
.save v(a) i(L1)
.tran 1u 2m uic`,
    { tolerance: 1e-7 },
  );
  const omega = 1 / Math.sqrt(1e-3 * 1e-6);
  const v = signalOf(result, "v(a)");
  const i = signalOf(result, "i(l1)");
  const start = 0.5e-6;
  const drift = v.map((voltage, k) => (0.5e-6 * voltage ** 2 + 0.5e-3 * i[k] ** 2) / start - 1);
  expect(Math.max(...drift.map(Math.abs))).toBeLessThan(2e-5);
  expect(largestError(result, "v(a)", (t) => Math.cos(omega * t))).toBeLessThan(5e-5);
});

test("the trapezoidal rule loses none of an LC resonator's energy, whatever the step", () => {
  const result = runTransient(
    `L1 a 0 1m ic=0
C1 a 0 1u ic=1
.save v(a) i(L1)
.tran 1u 2m uic`,
    { tolerance: 1e-3, method: "trapezoidal" },
  );
  const v = signalOf(result, "v(a)");
  const i = signalOf(result, "i(l1)");
  const energy = v.map((voltage, k) => 0.5e-6 * voltage ** 2 + 0.5e-3 * i[k] ** 2);
  const times = scaleOf(result);
  // The first steps, which have no past, are not the trapezoidal rule's.
  const early = energy[times.findIndex((t) => t > 50e-6)];
  expect(Math.abs((energy.at(-1) as number) / early - 1)).toBeLessThan(1e-4);
  expect(Math.abs(early / 0.5e-6 - 1)).toBeLessThan(1e-2);
});

test("coupled inductors: a loaded transformer's two modes", () => {
  // Equal windings L with coupling k between two resistors R: the sum and the difference of the currents decay with
  // L (1 + k) / R and L (1 - k) / R.
  const [l, k, r] = [1e-3, 0.6, 10];
  const result = runTransient(
    `L1 a 0 ${l} ic=1
L2 b 0 ${l} ic=0
K1 L1 L2 ${k}
R1 a 0 ${r}
R2 b 0 ${r}
.save i(L1) i(L2)
.tran 1u 0.5m uic`,
    { tolerance: 1e-6 },
  );
  const slow = (t: number): number => 0.5 * Math.exp((-t * r) / (l * (1 + k)));
  const fast = (t: number): number => 0.5 * Math.exp((-t * r) / (l * (1 - k)));
  expect(largestError(result, "i(l1)", (t) => slow(t) + fast(t))).toBeLessThan(1e-5);
  expect(largestError(result, "i(l2)", (t) => slow(t) - fast(t))).toBeLessThan(1e-5);
});

test("three coupled windings keep the flux that a short circuit holds", () => {
  // With all coefficients equal, L_ij = k sqrt(L_i L_j); a winding that is shorted keeps its flux.
  const result = runTransient(
    `I1 0 a SIN(0 1 1k)
L1 a 0 4m
L2 b 0 1m
L3 c 0 9m
K1 L1 L2 0.5
K2 L1 L3 0.5
K3 L2 L3 0.5
V2 b 0 0
R3 c 0 1g
.save i(L2) v(c)
.tran 1u 1m uic`,
    { tolerance: 1e-7 },
  );
  // Flux of L2: M12 i1 + L2 i2 = 0 with i3 = 0, so i2 = -M12/L2 i1; v(c) = d/dt (M13 i1 + M23 i2).
  const i1 = (t: number): number => Math.sin(2 * Math.PI * 1e3 * t);
  const slope = (t: number): number => 2 * Math.PI * 1e3 * Math.cos(2 * Math.PI * 1e3 * t);
  const [m12, m13, m23] = [1e-3, 3e-3, 1.5e-3];
  expect(largestError(result, "i(l2)", (t) => (-m12 / 1e-3) * i1(t))).toBeLessThan(1e-5);
  const open = (t: number): number => (m13 - (m23 * m12) / 1e-3) * slope(t);
  expect(largestError(result, "v(c)", open, 1e-5)).toBeLessThan(1e-3);
});
