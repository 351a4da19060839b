import { expect, test } from "vitest";
import { runTransient, scaleOf, signalOf, valueAt } from "./run-netlist.js";

test("a run lands exactly on every corner of its sources, and on its end", () => {
  const result = runTransient(
    `V1 a 0 PULSE(0 1 3u 0.7u 0.9u 5u 17u)
V2 b 0 PWL(0 0 1.3u 1 7.7u -1)
V3 c 0 EXP(0 1 2.1u 1u 9.9u 2u)
V4 d 0 SIN(0 1 100k 4.4u)
R1 a x 1k
R2 b x 1k
R3 c x 1k
R4 d x 1k
C1 x 0 1n
.tran 1u 60u`,
  );
  const times = new Set(scaleOf(result));
  const corners = [1.3e-6, 7.7e-6, 2.1e-6, 9.9e-6, 4.4e-6, 60e-6];
  for (const start of [3e-6, 3e-6 + 17e-6, 3e-6 + 2 * 17e-6]) {
    corners.push(start, start + 0.7e-6, start + (0.7e-6 + 5e-6), start + (0.7e-6 + 5e-6 + 0.9e-6));
  }
  // To the last bit, but for the order in which start, period and offset are added.
  for (const corner of corners) {
    const nearest = [...times].reduce((best, t) => (Math.abs(t - corner) < Math.abs(best - corner) ? t : best));
    expect(Math.abs(nearest - corner)).toBeLessThanOrEqual(3e-16 * corner);
  }
  expect(scaleOf(result).at(-1)).toBe(60e-6);
  expect(times.has(1.3e-6) && times.has(7.7e-6) && times.has(2.1e-6) && times.has(9.9e-6) && times.has(4.4e-6)).toBe(
    true,
  );
});

test("times never run backwards, and stand still only where a signal jumps", () => {
  const result = runTransient(`V1 a 0 PULSE(0 1 3u 0.1u 0.1u 5u 11u)
R1 a x 1k
C1 x 0 1n
.tran 1u 60u`);
  const times = scaleOf(result);
  for (let k = 1; k < times.length; k++) expect(times[k]).toBeGreaterThan(times[k - 1]);
});

test("a pulse much shorter than the steps around it is not missed", () => {
  const result = runTransient(`I1 0 a PULSE(0 1m 5m 1n 1n 10n)
R1 a 0 1g
C1 a 0 1n
.tran 1u 10m`);
  // 1 mA for 11 ns (edges count half) is 11 pC on 1 nF.
  expect(valueAt(result, "v(a)", 6e-3)).toBeCloseTo(11e-3 * Math.exp(-1e-3), 6);
  expect(valueAt(result, "v(a)", 4.9e-3)).toBe(0);
});

test.each([
  [
    "periods that divide the run",
    "V1 a 0 PULSE(0 1 0 0.1u 0.1u 0.2u 0.3u)\nV2 b 0 PULSE(0 1 0 0.3u 0.3u 0.3u 0.9u)",
    9e-6,
  ],
  [
    "times that cannot be written in binary",
    "V1 a 0 PULSE(0 1 0.1 0.1 0.1 0.1 0.7)\nV2 b 0 PULSE(0 1 0.7 0.2 0.2 0.1 2.1)",
    7,
  ],
  ["a repeated sawtooth", "V1 a 0 PWL(0 0 1u 1) r=0\nV2 b 0 PULSE(0 1 0 1u 1n 1u 1u)", 5e-6],
])("corners that differ by rounding only are one: %s", (_, sources, stop) => {
  const result = runTransient(`${sources}
R1 a x 1k
R2 b x 1k
C1 x 0 ${stop / 1e4}
.tran ${stop / 1000} ${stop}`);
  const times = scaleOf(result);
  expect(times.at(-1)).toBe(stop);
  for (let k = 1; k < times.length; k++) {
    const step = times[k] - times[k - 1];
    expect(step === 0 || step > 4e-15 * stop).toBe(true);
  }
  expect(signalOf(result, "v(x)").every(Number.isFinite)).toBe(true);
});

test("nothing is recorded before the start that is asked for, and the rest is the same", () => {
  const lines = (start: string): string => `V1 a 0 SIN(0 1 10k)
R1 a x 1k
C1 x 0 100n
.tran 1u 0.3m ${start}`;
  const whole = runTransient(lines(""));
  const late = runTransient(lines("0.1m"));
  expect(scaleOf(late)[0]).toBeGreaterThanOrEqual(1e-4);
  expect(scaleOf(late)[0]).toBeLessThan(1.1e-4);
  expect(late.record.steps).toBe(whole.record.steps);
  const kept = scaleOf(late).length;
  // How densely a step is recorded depends on the largest value so far; its end does not.
  expect(signalOf(late, "v(x)").at(-1)).toBe(signalOf(whole, "v(x)").at(-1));
  expect(kept).toBeLessThan(scaleOf(whole).length);
});
