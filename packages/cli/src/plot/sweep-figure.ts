import type { SignalValues, Waveforms } from "hillock";
import { type Curve, type CurveStyle, type Figure, type Panel, palette } from "./figure.js";
import { axisLabel, axisUnit } from "./quantity.js";
import { largestOf, panelHeight, scaled } from "./transient-figure.js";

const width = 460;

/** Draws a DC sweep: a panel per signal over the innermost variable, a curve for each value of the outer ones. */
export function sweepFigure(run: Waveforms, title: string, subtitle: string): Figure {
  const [inner, ...outer] = run.scales;
  const unit = axisUnit(Math.max(...inner.values.map(Math.abs)), inner.unit);
  const families = familiesOf(run);
  const labels = families.map(({ label }) => label);
  const styles = labels.map((label, index): CurveStyle => {
    return { label, colour: familyColour(index, labels.length), dash: [], width: 1.3, inLegend: outer.length > 0 };
  });
  const panels = run.signals.map((signal): Panel => {
    const yUnit = axisUnit(largestOf([signal]), signal.unit);
    const curves = families.map(({ label, from, to }): Curve => {
      const part = { x: [...inner.values.subarray(from, to)], y: [...signal.values.subarray(from, to)] };
      return { label, ...scaled(part, unit.scale, yUnit.scale) };
    });
    return { yLabel: axisLabel(signal.name, yUnit), curves, height: panelHeight(run.signals.length) };
  });
  const range = rangeOf(inner.values);
  const xRange = [range[0] * unit.scale, range[1] * unit.scale] as const;
  return {
    title,
    subtitle,
    columns: [{ xLabel: axisLabel(inner.name, unit), xRange, xScale: "linear", width, panels }],
    styles,
  };
}

/** Draws a small-signal sweep: magnitude and phase of each signal over frequency. */
export function smallSignalFigure(run: Waveforms, title: string, subtitle: string): Figure {
  const frequencies = run.scales[0].values;
  const unit = axisUnit(1, "Hz");
  const x = [...frequencies];
  const curves = (valuesOf: (signal: SignalValues) => number[]) =>
    run.signals.map((signal): Curve => ({ label: signal.name, x, y: valuesOf(signal) }));
  const styles = run.signals.map(({ name }, index): CurveStyle => {
    return { label: name, colour: palette[index % palette.length], dash: [], width: 1.3, inLegend: true };
  });
  const range = rangeOf(frequencies);
  const decades = range[1] / range[0] >= 10;
  return {
    title,
    subtitle,
    columns: [
      {
        xLabel: axisLabel("frequency", unit),
        xRange: range,
        xScale: decades ? "log" : "linear",
        width,
        panels: [
          { yLabel: "magnitude (dB)", curves: curves(decibels), height: 150 },
          { yLabel: "phase (°)", curves: curves(unwrappedDegrees), height: 110 },
        ],
      },
    ],
    styles,
  };
}

/** Curves of a nested sweep: where the innermost variable starts anew. */
export function familiesOf({ scales }: Waveforms): { label: string; from: number; to: number }[] {
  const [inner, ...outer] = scales;
  const families: { label: string; from: number; to: number }[] = [];
  const total = inner.values.length;
  for (let from = 0; from < total; ) {
    let to = from + 1;
    while (to < total && outer.every(({ values }) => values[to] === values[from])) to++;
    const label = outer.map(({ name, unit, values }) => `${name} = ${showValue(values[from], unit)}`).join(", ");
    families.push({ label: label || "value", from, to });
    from = to;
  }
  return families;
}

function showValue(value: number, unit: string): string {
  const axis = axisUnit(value, unit);
  return `${Number((value * axis.scale).toPrecision(6))} ${axis.unit}`.trim();
}

/** From dark to light blue, as the outer variable grows; the first colour of the palette for a single curve. */
function familyColour(index: number, count: number): string {
  if (count <= palette.length) return palette[index];
  const part = index / (count - 1);
  const mix = (from: number, to: number) => Math.round(from + part * (to - from));
  return `rgb(${mix(0, 230)},${mix(60, 159)},${mix(120, 0)})`;
}

export function decibels({ values, imaginary }: SignalValues): number[] {
  return [...values].map((real, point) => 20 * Math.log10(Math.hypot(real, imaginary?.[point] ?? 0)));
}

/** Phase in degrees, without the jumps of a full turn. */
export function unwrappedDegrees({ values, imaginary }: SignalValues): number[] {
  let turns = 0;
  let previous = Number.NaN;
  return [...values].map((real, point) => {
    const phase = (Math.atan2(imaginary?.[point] ?? 0, real) * 180) / Math.PI;
    if (phase - previous > 180) turns -= 1;
    else if (previous - phase > 180) turns += 1;
    previous = phase;
    return phase + 360 * turns;
  });
}

export function rangeOf(values: Float64Array): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
