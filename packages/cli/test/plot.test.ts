import fc from "fast-check";
import type { Waveforms } from "hillock";
import { expect, test } from "vitest";
import { decimate } from "../src/plot/decimate.js";
import { axisLabel, axisUnit } from "../src/plot/quantity.js";
import { renderSvg } from "../src/plot/render.js";
import { familiesOf, smallSignalFigure, sweepFigure } from "../src/plot/sweep-figure.js";
import { transientFigure, transientLayout } from "../src/plot/transient-figure.js";

test("a spike of one point survives among a hundred thousand", () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
  const y = x.map((i) => (i === 77_777 ? 5 : 0));
  const { x: drawn, y: values } = decimate(x, y, 0, 99_999, 800);
  expect(values).toContain(5);
  expect(drawn.length).toBeLessThanOrEqual(4 * 801);
});

test("extremes of any signal survive, in order, and gaps stay gaps", () => {
  const signal = fc.array(
    fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: Number.NaN, freq: 9 }),
    { minLength: 2, maxLength: 300 },
  );
  fc.assert(
    fc.property(signal, fc.integer({ min: 1, max: 40 }), (values, columns) => {
      const x = Float64Array.from(values, (_, i) => i);
      const drawn = decimate(x, Float64Array.from(values), 0, values.length - 1, columns);
      for (let i = 1; i < drawn.x.length; i++) expect(drawn.x[i]).toBeGreaterThan(drawn.x[i - 1]);
      for (const [i, at] of drawn.x.entries()) expect(drawn.y[i]).toBe(values[at]);
      expect(drawn.y.some(Number.isNaN)).toBe(values.some(Number.isNaN));
      if (!values.some(Number.isNaN)) {
        expect(Math.max(...drawn.y)).toBe(Math.max(...values));
        expect(Math.min(...drawn.y)).toBe(Math.min(...values));
      }
    }),
  );
});

test("a part of a signal reaches one point beyond its ends", () => {
  const x = Float64Array.of(0, 1, 2, 3, 4, 5);
  expect(decimate(x, x, 1.5, 3.5, 100).x).toEqual([1, 2, 3, 4]);
});

test("axes have SI prefixes", () => {
  const label = (largest: number, unit: string) => axisLabel("q", axisUnit(largest, unit));
  expect(label(1.7, "V")).toBe("q (V)");
  expect(label(0.02, "s")).toBe("q (ms)");
  expect(label(-4.7e-7, "A")).toBe("q (nA)");
  expect(label(1000, "ohm")).toBe("q (kΩ)");
  expect(label(0, "V")).toBe("q (V)");
  expect(label(-40, "degC")).toBe("q (°C)");
  expect(axisUnit(3e-3, "A").scale * 3e-3).toBeCloseTo(3, 12);
});

/** Pulses of 10 us every 100 us. */
function pulses(count: number): Waveforms {
  const values = Array.from({ length: count }, (_, i) =>
    [0, 49, 50, 60, 61].map((us) => [100e-6 * i + 1e-6 * us, us === 50 || us === 60 ? 5 : 0]),
  ).flat();
  return {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: Float64Array.from(values, ([time]) => time) }],
    signals: [{ name: "v(out)", unit: "V", values: Float64Array.from(values, ([, value]) => value) }],
  };
}

test("many spikes get a column of their own for a few of them, few do not", () => {
  expect(transientLayout(pulses(5)).detail).toBeUndefined();
  const { detail } = transientLayout(pulses(100));
  expect((detail?.[1] ?? 0) - (detail?.[0] ?? 0)).toBeCloseTo(300e-6, 12);
  expect(transientFigure(pulses(100), "t", "s").columns).toHaveLength(2);
});

test("many signals share panels, by unit", () => {
  const run = pulses(2);
  const signals = Array.from({ length: 10 }, (_, i) => ({
    ...run.signals[0],
    name: `v(${i})`,
    unit: i < 6 ? ("V" as const) : ("A" as const),
  }));
  const { columns, styles } = transientFigure({ ...run, signals }, "t", "s");
  expect(columns[0].panels.map(({ yLabel, curves }) => [yLabel, curves.length])).toEqual([
    ["voltage (V)", 4],
    ["voltage (V)", 2],
    ["current (A)", 4],
  ]);
  expect(styles.every(({ inLegend }) => inLegend)).toBe(true);
});

const nested: Waveforms = {
  analysis: "dc",
  scales: [
    { name: "vd", unit: "V", values: Float64Array.of(0, 1, 0, 1, 0, 1) },
    { name: "vg", unit: "V", values: Float64Array.of(1, 1, 2, 2, 3, 3) },
  ],
  signals: [{ name: "i(vd)", unit: "A", values: Float64Array.of(0, 1e-3, 0, 2e-3, 0, 3e-3) }],
};

test("a nested sweep is a family of curves", async () => {
  expect(familiesOf(nested)).toEqual([
    { label: "vg = 1 V", from: 0, to: 2 },
    { label: "vg = 2 V", from: 2, to: 4 },
    { label: "vg = 3 V", from: 4, to: 6 },
  ]);
  const svg = await renderSvg(sweepFigure(nested, "Output characteristics", "hillock"));
  for (const text of ["vg = 2 V", "i(vd) (mA)", "vd (V)", "Output characteristics"]) expect(svg).toContain(text);
});

test("a phase has no jumps of a full turn", () => {
  const phases = [170, 190, 210];
  const run: Waveforms = {
    analysis: "ac",
    scales: [{ name: "frequency", unit: "Hz", values: Float64Array.of(1, 10, 100) }],
    signals: [
      {
        name: "v(a)",
        unit: "V",
        values: Float64Array.from(phases, (degrees) => Math.cos((degrees * Math.PI) / 180)),
        imaginary: Float64Array.from(phases, (degrees) => Math.sin((degrees * Math.PI) / 180)),
      },
    ],
  };
  const [magnitude, phase] = smallSignalFigure(run, "t", "s").columns[0].panels;
  for (const value of magnitude.curves[0].y) expect(value).toBeCloseTo(0, 9);
  expect(phase.curves[0].y.map(Math.round)).toEqual(phases);
});
