import fc from "fast-check";
import { expect, test } from "vitest";
import { staticValue, timeFunction } from "../../src/engine/transient/source-waveform.js";
import type { FlatSource, FlatWaveform } from "../../src/netlist/flat-circuit.js";

const frame = { step: 1e-6, stop: 1e-3 };
const source = (waveform: FlatWaveform, dc?: number): FlatSource => ({
  kind: "source",
  quantity: "voltage",
  name: "V1",
  nodes: ["a", "0"],
  dc,
  waveform,
});
const wave = (kind: FlatWaveform["kind"], values: readonly number[], rest: Partial<FlatWaveform> = {}) =>
  timeFunction(source({ kind, values, ...rest }), frame);

/** All corners up to `end`. */
function cornersOf(nextCorner: (time: number) => number, end: number): number[] {
  const corners: number[] = [];
  for (let corner = nextCorner(-1); corner <= end; corner = nextCorner(corner)) {
    corners.push(corner);
    if (corners.length > 10_000) throw new Error("corners do not advance");
  }
  return corners;
}

test("PULSE: edges, plateau, rest and period", () => {
  const { at, nextCorner } = wave("pulse", [-1, 3, 1e-5, 2e-6, 4e-6, 1e-5, 5e-5]);
  const expected: [number, number][] = [
    [0, -1],
    [1e-5, -1],
    [1.05e-5, 0],
    [1.2e-5, 3],
    [2.1e-5, 3],
    [2.2e-5, 3],
    [2.3e-5, 2],
    [2.6e-5, -1],
    [5.9e-5, -1],
    [6.05e-5, 0],
    [7.3e-5, 2],
  ];
  for (const [time, value] of expected) expect(at(time)).toBeCloseTo(value, 9);
  const corners = [1e-5, 1.2e-5, 2.2e-5, 2.6e-5, 6e-5, 6.2e-5, 7.2e-5, 7.6e-5];
  const found = cornersOf(nextCorner, 1e-4);
  expect(found).toHaveLength(corners.length);
  found.forEach((corner, k) => {
    expect(corner).toBeCloseTo(corners[k], 12);
  });
});

test("PULSE: what is left out or zero takes SPICE's default: the output step, the end of the run", () => {
  for (const values of [
    [0, 2],
    [0, 2, 0, 0, 0, 0, 0],
  ]) {
    const { at, nextCorner } = wave("pulse", values);
    expect(at(0.5e-6)).toBeCloseTo(1, 12);
    expect(at(0.9e-3)).toBe(2);
    expect(cornersOf(nextCorner, 0.99e-3)).toEqual([0, 1e-6]);
  }
});

test("PULSE and PWL are straight between corners, whatever their numbers", () => {
  const span = fc.double({ min: 1e-7, max: 1e-4, noNaN: true });
  const level = fc.double({ min: -5, max: 5, noNaN: true });
  const pulses = fc
    .tuple(level, level, span, span, span, span, span)
    .map(([from, to, delay, rise, fall, width, rest]): FlatWaveform => {
      const values = [from, to, delay, rise, fall, width, rise + fall + width + rest];
      return { kind: "pulse", values };
    });
  const pieces = fc
    .tuple(fc.array(fc.tuple(span, level), { minLength: 2, maxLength: 6 }), fc.option(fc.nat()), fc.option(span))
    .map(([steps, repeatAt, delay]): FlatWaveform => {
      let time = 0;
      const values = [0, 1];
      for (const [step, value] of steps) {
        time += step;
        values.push(time, value);
      }
      // A repeated piece must end where it began, else there is a jump.
      const repeat = repeatAt === null ? undefined : values[2 * (repeatAt % steps.length)];
      if (repeat !== undefined) values[values.length - 1] = values[values.indexOf(repeat) + 1];
      return { kind: "pwl", values, repeat, delay: delay ?? undefined };
    });
  fc.assert(
    fc.property(fc.oneof(pulses, pieces), (waveform) => {
      const { at, nextCorner } = timeFunction(source(waveform), frame);
      const corners = [0, ...cornersOf(nextCorner, 5e-4), 5e-4];
      for (let k = 1; k < corners.length; k++) {
        const [from, to] = [corners[k - 1], corners[k]];
        if (to - from < 1e-12) continue;
        const chord = (share: number): number => at(from) + share * (at(to) - at(from));
        for (const share of [0.25, 0.5, 0.9]) {
          const value = at(from + share * (to - from));
          expect(Math.abs(value - chord(share))).toBeLessThan(1e-6);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test("PWL: before, between, after; delayed; repeated from a point", () => {
  const once = wave("pwl", [1e-6, 1, 3e-6, 5, 4e-6, -1]);
  expect([0, 1e-6, 2e-6, 3e-6, 3.5e-6, 4e-6, 1].map(once.at)).toEqual([
    1,
    1,
    expect.closeTo(3, 12),
    5,
    expect.closeTo(2, 12),
    -1,
    -1,
  ]);
  expect(cornersOf(once.nextCorner, 1)).toEqual([1e-6, 3e-6, 4e-6]);
  const late = wave("pwl", [0, 0, 2e-6, 4], { delay: 5e-6 });
  expect(late.at(5e-6)).toBe(0);
  expect(late.at(6e-6)).toBeCloseTo(2, 12);
  const again = wave("pwl", [0, 7, 1e-6, 0, 2e-6, 3, 3e-6, 0], { repeat: 1e-6 });
  for (let turn = 0; turn < 5; turn++) {
    expect(again.at((2.5 + 2 * turn) * 1e-6)).toBeCloseTo(1.5, 9);
    expect(again.at((1.5 + 2 * turn) * 1e-6)).toBeCloseTo(1.5, 9);
    expect(again.at((2 + 2 * turn) * 1e-6)).toBeCloseTo(3, 9);
  }
});

test("SIN, EXP and SFFM follow their formulas", () => {
  const sine = wave("sin", [0.5, 2, 3e3, 1e-4, 500, 30]);
  const phase = Math.PI / 6;
  expect(sine.at(0)).toBeCloseTo(0.5 + 2 * Math.sin(phase), 14);
  expect(cornersOf(sine.nextCorner, 1)).toEqual([1e-4]);
  const rising = wave("exp", [1, -2, 1e-4, 2e-5, 3e-4, 5e-5]);
  expect(cornersOf(rising.nextCorner, 1)).toEqual([1e-4, 3e-4]);
  const warble = wave("sffm", [0.1, 0.7, 2e4, 3, 1e3]);
  expect(cornersOf(warble.nextCorner, 1)).toEqual([]);
  for (let k = 0; k <= 100; k++) {
    const t = k * 1e-5;
    const since = t - 1e-4;
    if (since > 0) {
      const swing = Math.sin(2 * Math.PI * 3e3 * since + phase) * Math.exp(-500 * since);
      expect(sine.at(t)).toBeCloseTo(0.5 + 2 * swing, 12);
    }
    const up = t > 1e-4 ? 1 - Math.exp(-(t - 1e-4) / 2e-5) : 0;
    const down = t > 3e-4 ? 1 - Math.exp(-(t - 3e-4) / 5e-5) : 0;
    expect(rising.at(t)).toBeCloseTo(1 - 3 * up + 3 * down, 12);
    const angle = 2 * Math.PI * 2e4 * t + 3 * Math.sin(2 * Math.PI * 1e3 * t);
    expect(warble.at(t)).toBeCloseTo(0.1 + 0.7 * Math.sin(angle), 11);
  }
});

test("what SIN, EXP and SFFM leave out takes SPICE's default", () => {
  expect(wave("sin", [0, 1]).at(0.25e-3)).toBeCloseTo(1, 12);
  expect(wave("sffm", [0, 1]).at(0.25e-3)).toBeCloseTo(1, 12);
  // Rise from 0, fall from one output step later, both with the output step as time constant.
  const exponential = wave("exp", [0, 1]);
  expect(exponential.at(1e-6)).toBeCloseTo(1 - Math.exp(-1), 12);
  expect(exponential.at(2e-6)).toBeCloseTo(1 - Math.exp(-2) - (1 - Math.exp(-1)), 12);
});

test("a source without a waveform is constant; at rest the DC value comes first", () => {
  const { at, nextCorner } = timeFunction(
    { kind: "source", quantity: "current", name: "I1", nodes: ["a", "0"], dc: 3 },
    frame,
  );
  expect([at(0), at(1), nextCorner(0)]).toEqual([3, 3, Number.POSITIVE_INFINITY]);
  const sine: FlatWaveform = { kind: "sin", values: [0.25, 1, 1e3] };
  expect(staticValue(source(sine, 4), frame)).toBe(4);
  expect(staticValue(source(sine), frame)).toBe(0.25);
});
