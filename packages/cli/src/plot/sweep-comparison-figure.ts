import type { SignalValues, Waveforms } from "hillock";
import type { ComparedAnalysis } from "hillock/reference";
import { type Curve, type CurveStyle, type Figure, type Panel, palette } from "./figure.js";
import { axisLabel, axisUnit } from "./quantity.js";
import { decibels, familiesOf, rangeOf, unwrappedDegrees } from "./sweep-figure.js";
import { largestOf, panelHeight, scaled } from "./transient-figure.js";

const width = 460;
const differenceHeight = 36;
const theirs: CurveStyle = { label: "ngspice", colour: "#D55E00", dash: [4, 3], width: 1.2, inLegend: true };
const ours: CurveStyle = { label: "hillock", colour: "#0072B2", dash: [], width: 1.8, inLegend: true };
const difference: CurveStyle = { label: "difference", colour: "#444444", dash: [], width: 0.9, inLegend: false };

/** Draws a DC or small-signal sweep on both engines, and their difference. */
export function sweepComparisonFigure(
  compared: ComparedAnalysis,
  reference: Waveforms,
  title: string,
  subtitle: string,
): Figure {
  return compared.analysis === "ac"
    ? smallSignalComparison(compared.ours.waveforms, reference, title, subtitle)
    : sweepComparison(compared.ours.waveforms, reference, title, subtitle);
}

/** Per signal the two engines' curves over the innermost variable, and below them their difference. */
function sweepComparison(run: Waveforms, reference: Waveforms, title: string, subtitle: string): Figure {
  const inner = run.scales[0];
  const xUnit = axisUnit(Math.max(...inner.values.map(Math.abs)), inner.unit);
  const families = familiesOf(run);
  const panels = run.signals.flatMap((signal): Panel[] => {
    const other = sameSignal(reference, signal);
    const yUnit = axisUnit(largestOf([other]), signal.unit);
    const off = signal.values.map((value, point) => value - other.values[point]);
    const largestOff = Math.max(...off.map(Math.abs)) || 1e-12;
    const fine = axisUnit(largestOff, signal.unit);
    const half = 1.2 * largestOff * fine.scale;
    const curves = (label: string, values: Float64Array, scale: number) =>
      families.map(({ from, to }): Curve => {
        const part = { x: [...inner.values.subarray(from, to)], y: [...values.subarray(from, to)] };
        return { label, ...scaled(part, xUnit.scale, scale) };
      });
    const overlay = [
      ...curves(ours.label, signal.values, yUnit.scale),
      ...curves(theirs.label, other.values, yUnit.scale),
    ];
    return [
      { yLabel: axisLabel(signal.name, yUnit), curves: overlay, height: panelHeight(run.signals.length) },
      {
        yLabel: axisLabel("Δ", fine),
        curves: curves(difference.label, off, fine.scale),
        height: differenceHeight,
        yRange: [-half, half],
        yTicks: [-1, 0, 1].map((sign) => Number((sign * largestOff * fine.scale).toPrecision(2))),
      },
    ];
  });
  const [low, high] = rangeOf(inner.values);
  const xRange = [low * xUnit.scale, high * xUnit.scale] as const;
  const columns = [{ xLabel: axisLabel(inner.name, xUnit), xRange, xScale: "linear" as const, width, panels }];
  return { title, subtitle, columns, styles: [ours, theirs, difference] };
}

/** Magnitude and phase of all signals, ngspice's dashed in black, and the difference in parts of the magnitude. */
function smallSignalComparison(run: Waveforms, reference: Waveforms, title: string, subtitle: string): Figure {
  const x = [...run.scales[0].values];
  const dashed: CurveStyle = { label: "ngspice", colour: "#000000", dash: [3, 3], width: 0.9, inLegend: true };
  const styles = run.signals.map(({ name }, index): CurveStyle => {
    return { label: name, colour: palette[index % (palette.length - 1)], dash: [], width: 1.8, inLegend: true };
  });
  const both = (valuesOf: (signal: SignalValues) => number[]): Curve[] => [
    ...run.signals.map((signal) => ({ label: signal.name, x, y: valuesOf(signal) })),
    ...run.signals.map((signal) => ({ label: dashed.label, x, y: valuesOf(sameSignal(reference, signal)) })),
  ];
  const perMille = run.signals.map((signal): Curve => {
    const other = sameSignal(reference, signal);
    const y = x.map((_, point) => {
      const [re, im] = [other.values[point], other.imaginary?.[point] ?? 0];
      const off = Math.hypot(signal.values[point] - re, (signal.imaginary?.[point] ?? 0) - im);
      return (1e3 * off) / (Math.hypot(re, im) || 1);
    });
    return { label: signal.name, x, y, width: 0.9 };
  });
  const [low, high] = rangeOf(run.scales[0].values);
  const panels: Panel[] = [
    { yLabel: "magnitude (dB)", curves: both(decibels), height: 150 },
    { yLabel: "phase (°)", curves: both(unwrappedDegrees), height: 110 },
    { yLabel: "|Δ| (‰)", curves: perMille, height: differenceHeight },
  ];
  const xScale = high / low >= 10 ? "log" : "linear";
  const columns = [{ xLabel: "frequency (Hz)", xRange: [low, high] as const, xScale, width, panels }] as const;
  return { title, subtitle, columns, styles: [...styles, dashed] };
}

function sameSignal(run: Waveforms, { name }: SignalValues): SignalValues {
  return run.signals.find((signal) => signal.name === name) as SignalValues;
}
