import { describe, expect, test } from "vitest";
import { fires } from "../../src/engine/transient/events.js";
import { largestError, runTransient, scaleOf, signalOf } from "./run-netlist.js";

test("an event fires on a passage through zero in its direction, and not on leaving zero", () => {
  expect(fires(1, -1, 1)).toBe(true);
  expect(fires(1, -1, 0)).toBe(true);
  expect(fires(1, 0, 1)).toBe(false);
  expect(fires(1, 1, -1)).toBe(false);
  expect(fires(-1, 1, -1)).toBe(true);
  expect(fires(-1, -1, 1)).toBe(false);
  expect(fires(0, 1, -1)).toBe(true);
  expect(fires(0, -1, 1)).toBe(true);
});

const hysteresis = `.model SW SW(VT=2 VH=1 RON=100 ROFF=1e9)`;

describe("a relaxation oscillator around a switch with hysteresis", () => {
  // 5 V charge C through R; at 3 V the switch closes and empties C through 100 ohm, until 1 V.
  const [supply, r, c, on] = [5, 1e4, 1e-8, 100];
  const oscillator = `V1 in 0 ${supply}
R1 in a ${r}
C1 a 0 ${c}
S1 a 0 a 0 SW
${hysteresis}
.save v(a)
.tran 1u 0.5m uic`;
  const relax = (from: number, to: number, end: number, resistance: number): number =>
    resistance * c * Math.log((from - end) / (to - end));
  const open = { end: supply / (1 + r / 1e9), resistance: 1 / (1 / r + 1e-9) };
  const closed = { end: supply / (1 + r / on), resistance: 1 / (1 / r + 1 / on) };

  const instants: number[] = [];
  for (let time = relax(0, 3, open.end, open.resistance), charged = true; time < 0.5e-3; charged = !charged) {
    instants.push(time);
    time += charged ? relax(3, 1, closed.end, closed.resistance) : relax(1, 3, open.end, open.resistance);
  }

  test("switches when the closed form says, to 1e-9 of the time", () => {
    const { record } = runTransient(oscillator, { tolerance: 1e-10 });
    expect(instants.length).toBeGreaterThan(10);
    expect(record.events).toHaveLength(instants.length);
    record.events.forEach((time, k) => {
      expect(Math.abs(time / instants[k] - 1)).toBeLessThan(1e-9);
    });
  });

  test.each([1e-3, 1e-4, 1e-5, 1e-6])("is as punctual as its tolerance %d", (tolerance) => {
    const { record } = runTransient(oscillator, { tolerance });
    expect(record.events).toHaveLength(instants.length);
    record.events.forEach((time, k) => {
      expect(Math.abs(time - instants[k])).toBeLessThan(20 * tolerance * r * c);
    });
  });

  test("its waveform turns at the instants: none is rounded off", () => {
    const result = runTransient(oscillator, { tolerance: 1e-6 });
    const times = scaleOf(result);
    const values = signalOf(result, "v(a)");
    for (const [k, time] of result.record.events.entries()) {
      const at = times.indexOf(time);
      expect(at).toBeGreaterThan(0);
      expect(values[at]).toBeCloseTo(k % 2 === 0 ? 3 : 1, 5);
    }
  });
});

test("a switch that only conducts: an RC that is loaded at a known instant, and the jump of a resistive node", () => {
  const result = runTransient(
    `V1 in 0 1
V2 ramp 0 PWL(0 0 100u 10)
R1 in m 1k
S1 m 0 ramp 0 SW
R2 in a 1k
C2 a 0 10n
S2 a 0 ramp 0 SW2
.model SW SW(VT=3.3 VH=0 RON=1k ROFF=1e12)
.model SW2 SW(VT=5.5 VH=0 RON=1k ROFF=1e12)
.save v(m) v(a)
.tran 1u 100u`,
    { tolerance: 1e-7 },
  );
  expect(result.record.events).toHaveLength(2);
  expect(Math.abs(result.record.events[0] / 33e-6 - 1)).toBeLessThan(1e-9);
  expect(Math.abs(result.record.events[1] / 55e-6 - 1)).toBeLessThan(1e-9);
  const [first, second] = result.record.events;
  expect(
    largestError(result, "v(a)", (t) => (t < second ? 1 : 0.5 + 0.5 * Math.exp(-(t - second) / 5e-6))),
  ).toBeLessThan(1e-6);
  const times = scaleOf(result);
  const m = signalOf(result, "v(m)");
  // Both sides of the jump are there, at one time.
  const both = [...times.keys()].filter((k) => times[k] === first).map((k) => m[k]);
  expect(both).toHaveLength(2);
  expect(both[0]).toBeCloseTo(1, 8);
  expect(both[1]).toBeCloseTo(0.5, 8);
  times.forEach((time, k) => {
    if (time !== first) expect(m[k]).toBeCloseTo(time < first ? 1 : 0.5, 8);
  });
});

test("many switches at the same instant, and at instants a nanosecond apart", () => {
  const same = Array.from({ length: 6 }, (_, k) => `R${k} in s${k} 1k\nS${k} s${k} 0 ramp 0 SA`).join("\n");
  const near = Array.from(
    { length: 5 },
    (_, k) =>
      `RN${k} in n${k} 1k\nSN${k} n${k} 0 ramp 0 SN${k}\n.model SN${k} SW(VT=${5 + k * 1e-4} VH=0 RON=1k ROFF=1e9)`,
  ).join("\n");
  const { record, waveforms } = runTransient(
    `V1 in 0 1\nV2 ramp 0 PWL(0 0 100u 10)\n${same}\n${near}\n.model SA SW(VT=2 VH=0 RON=1k ROFF=1e9)\n.tran 1u 100u`,
  );
  const expected = [20e-6, ...Array.from({ length: 5 }, (_, k) => (5 + k * 1e-4) * 1e-5)];
  expect(record.events).toHaveLength(expected.length);
  record.events.forEach((time, k) => {
    expect(time / expected[k]).toBeCloseTo(1, 9);
  });
  for (const { name, values } of waveforms.signals) {
    if (/^v\([sn]\d\)$/.test(name)) expect(values.at(-1)).toBeCloseTo(0.5, 6);
  }
});

test("a switch that a current controls", () => {
  // The current of an RL rises to 1 A with 1 ms; the switch shunts the load at 0.6 A.
  const result = runTransient(
    `V1 in 0 10
R1 in a 10
L1 a s 10m
Vs s 0 0
R2 in b 1k
R3 b 0 1k
W1 b 0 Vs WM
.model WM CSW(IT=0.5 IH=0.1 RON=1 ROFF=1e9)
.save i(L1) v(b)
.tran 1u 5m uic`,
    { tolerance: 1e-8 },
  );
  expect(result.record.events).toHaveLength(1);
  expect(result.record.events[0] / (-1e-3 * Math.log(0.4))).toBeCloseTo(1, 7);
  const b = signalOf(result, "v(b)");
  expect(b[0]).toBeCloseTo(5, 5);
  expect(b.at(-1)).toBeCloseTo(10 / (1 + 1e3 / (1 / (1 + 1e-3))), 5);
});

test("a sine that touches a threshold again and again is switched at every passage", () => {
  const result = runTransient(
    `V1 c 0 SIN(0 1 10k)
V2 s 0 1
R1 s o 1k
S1 o 0 c 0 SW
.model SW SW(VT=0.2 VH=0.3 RON=1 ROFF=1e9)
.tran 1u 1m`,
  );
  const exact: number[] = [];
  for (let turn = 0; turn < 10; turn++) {
    exact.push((turn + Math.asin(0.5) / (2 * Math.PI)) * 1e-4, (turn + 0.5 + Math.asin(0.1) / (2 * Math.PI)) * 1e-4);
  }
  expect(result.record.events).toHaveLength(exact.length);
  // Nothing here holds a charge: only the passages bound the steps, and they are still found.
  result.record.events.forEach((time, k) => {
    expect(Math.abs(time - exact[k])).toBeLessThan(1e-9);
  });
});
