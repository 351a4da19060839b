import { describe, expect, test } from "vitest";
import type { TransientResult } from "../../src/engine/transient/result.js";
import { largestError, runTransient, scaleOf, signalOf } from "./run-netlist.js";

/** Two time constants a hundred apart, driven by pulses. */
const filter = `V1 in 0 PULSE(0 1 10u 1u 1u 40u 100u)
R1 in a 1k
C1 a 0 1n
R2 a b 10k
C2 b 0 10n
.save v(a) v(b) i(V1)
.tran 1u 0.2m`;

const [r1, c1, r2, c2] = [1e3, 1e-9, 1e4, 1e-8];
const trace = -(1 / (r1 * c1) + 1 / (r2 * c1) + 1 / (r2 * c2));
const determinant = 1 / (r1 * c1 * r2 * c2);
const root = Math.sqrt(trace ** 2 / 4 - determinant);
const poles = [trace / 2 + root, trace / 2 - root];

/** [v(a), v(b)] at t, by exact solution of the state equations piece by piece. */
function exactFilter(t: number): [number, number] {
  const corners = [0, 10e-6, 11e-6, 51e-6, 52e-6, 110e-6, 111e-6, 151e-6, 152e-6, 200e-6];
  const levels = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0];
  let state: [number, number] = [0, 0];
  for (let k = 0; k + 1 < corners.length && corners[k] < t; k++) {
    const span = Math.min(t, corners[k + 1]) - corners[k];
    const slope = (levels[k + 1] - levels[k]) / (corners[k + 1] - corners[k]);
    state = ramp(state, levels[k], slope, span);
  }
  return state;
}

/** State after `span` while the input is level + slope t: a particular solution linear in t, and two modes. */
function ramp([a0, b0]: [number, number], level: number, slope: number, span: number): [number, number] {
  // v(b) = level + slope (t - T), with T the first moment r1 (c1 + c2) + r2 c2; v(a) = v(b) + r2 c2 dv(b)/dt.
  const delay = r1 * (c1 + c2) + r2 * c2;
  const particularB = level - slope * delay;
  const particularA = particularB + r2 * c2 * slope;
  // Mode p: v(a) = (1 + p r2 c2) v(b).
  const [m0, m1] = poles.map((p) => 1 + p * r2 * c2);
  const [da, db] = [a0 - particularA, b0 - particularB];
  const y0 = (da - m1 * db) / (m0 - m1);
  const y1 = db - y0;
  const [e0, e1] = poles.map((p) => Math.exp(p * span));
  return [particularA + slope * span + m0 * y0 * e0 + m1 * y1 * e1, particularB + slope * span + y0 * e0 + y1 * e1];
}

const errorsOf = (result: TransientResult): number =>
  Math.max(
    largestError(result, "v(a)", (t) => exactFilter(t)[0]),
    largestError(result, "v(b)", (t) => exactFilter(t)[1]),
  );

const tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

// A method of order p whose error per step h^r is held at the tolerance has an error of order tolerance^(p/r).
describe.each([
  { method: "esdirk4", power: 1, factor: 10 },
  { method: "tr-bdf2", power: 2 / 3, factor: 0.5 },
  { method: "trapezoidal", power: 2 / 3, factor: 0.5 },
] as const)("$method", ({ method, power, factor }) => {
  test("the error at every recorded point scales with the tolerance", () => {
    const errors = tolerances.map((tolerance) => errorsOf(runTransient(filter, { method, tolerance })));
    errors.forEach((error, k) => {
      expect(error).toBeLessThan(factor * tolerances[k] ** power);
    });
    const decades = Math.log10(errors[0] / errors[4]);
    expect(decades).toBeGreaterThan(4 * power - 0.7);
    expect(decades).toBeLessThan(4 * power + 0.7);
  });
});

test("the points inside a step are as accurate as those at its end", () => {
  const tolerance = 1e-5;
  const whole = runTransient(filter, { tolerance });
  const inside = scaleOf(whole).length;
  expect(inside).toBeGreaterThan(2 * whole.record.steps);
  // Where the run is made to end at an instant, that instant is the end of a step.
  const ends = [23e-6, 37e-6, 61e-6, 83e-6, 131e-6].map((stop) => {
    const result = runTransient(filter.replace("0.2m", `${stop}`), { tolerance });
    expect(scaleOf(result).at(-1)).toBe(stop);
    return Math.abs((signalOf(result, "v(b)").at(-1) as number) - exactFilter(stop)[1]);
  });
  const between = largestError(whole, "v(b)", (t) => exactFilter(t)[1]);
  expect(between).toBeLessThan(10 * Math.max(...ends));
});

test("straight lines between the points follow the solution to the tolerance", () => {
  const tolerance = 1e-4;
  const result = runTransient(filter, { tolerance });
  const times = scaleOf(result);
  const b = signalOf(result, "v(b)");
  const a = signalOf(result, "v(a)");
  for (let k = 1; k < times.length; k++) {
    const [exactA, exactB] = exactFilter((times[k - 1] + times[k]) / 2);
    expect(Math.abs((a[k - 1] + a[k]) / 2 - exactA)).toBeLessThan(5 * tolerance);
    expect(Math.abs((b[k - 1] + b[k]) / 2 - exactB)).toBeLessThan(5 * tolerance);
  }
});

test("a source's current through a capacitor jumps at corners and is right on both sides", () => {
  const result = runTransient(filter.replace("C1 a 0 1n", "C1 a 0 1n\nC3 in 0 1n"), { tolerance: 1e-5 });
  const times = scaleOf(result);
  const current = signalOf(result, "i(v1)");
  const level = (t: number): number =>
    Math.max(0, Math.min(1, ((t % 100e-6) - 10e-6) / 1e-6, (52e-6 - (t % 100e-6)) / 1e-6));
  const slope = (t: number): number => (level(t + 1e-12) - level(t - 1e-12)) / 2e-12;
  times.forEach((t, k) => {
    const atCorner = [10, 11, 51, 52].some((corner) => Math.abs(((t * 1e6) % 100) - corner) < 1e-3);
    if (atCorner || t === 0 || t === 200e-6) return;
    const exact = -(level(t) - exactFilter(t)[0]) / r1 - 1e-9 * slope(t);
    expect(Math.abs(current[k] - exact)).toBeLessThan(1e-7);
  });
  const corners = [10e-6, 11e-6, 51e-6, 52e-6, 110e-6, 111e-6, 151e-6, 152e-6];
  for (const corner of corners) {
    const pair = [...times.keys()].filter((k) => Math.abs(times[k] - corner) < 1e-15);
    expect(pair).toHaveLength(2);
    expect(Math.abs(current[pair[1]] - current[pair[0]])).toBeCloseTo(1e-3, 6);
  }
});
