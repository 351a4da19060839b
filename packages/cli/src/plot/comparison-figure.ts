import type { SignalValues, Waveforms } from "hillock";
import type { ComparedAnalysis } from "hillock/reference";
import { decimate } from "./decimate.js";
import type { CurveStyle, Figure, Panel } from "./figure.js";
import { axisLabel, axisUnit } from "./quantity.js";
import { denseWidth, largestOf, panelHeight, scaled, timeColumns, transientLayout } from "./transient-figure.js";

const ours: CurveStyle = { label: "hillock", colour: "#0072B2", dash: [], width: 1.8, inLegend: true };
const theirs: CurveStyle = { label: "ngspice", colour: "#D55E00", dash: [4, 3], width: 1.2, inLegend: true };
/** Beneath ours, where dashes of many spikes would only be noise: what shows of it is disagreement. */
const beneath: CurveStyle = { ...theirs, label: "ngspice beneath", dash: [], inLegend: false };
const difference: CurveStyle = { label: "difference", colour: "#444444", dash: [], width: 0.9, inLegend: false };

/** Signals drawn of a comparison; the others are in its tables. */
const mostSignals = 6;

const differenceHeight = 36;

/**
 * Draws a transient on both engines: per signal the two curves, and below them their difference as it was judged (at
 * aligned spikes, without the edges), with 1e-3 of the signal's range shaded.
 */
export function transientComparisonFigure(
  compared: ComparedAnalysis,
  reference: Waveforms,
  title: string,
  subtitle: string,
): Figure {
  const run = compared.ours.waveforms;
  const shown = worstFirst(compared, run.signals).slice(0, mostSignals);
  const signals = run.signals.filter(({ name }) => shown.includes(name));
  const layout = transientLayout(reference);
  const panels = (window: readonly [number, number], width: number) =>
    signals.flatMap(({ name, unit, values }): Panel[] => {
      const time = axisUnit(Math.max(...window.map(Math.abs)), "s").scale;
      const other = reference.signals.find((signal) => signal.name === name) as SignalValues;
      const axis = axisUnit(largestOf([other]), unit);
      const range = compared.signals.find((signal) => signal.name === name)?.range ?? 0;
      const trace = compared.traces.get(name);
      const curve = (label: string, times: Float64Array, of: Float64Array, yScale: number) => ({
        label,
        ...scaled(decimate(times, of, ...window, 2 * width), time, yScale),
      });
      const dense = layout.detail !== undefined && window === layout.overview;
      const ourCurve = curve(ours.label, run.scales[0].values, values, axis.scale);
      const theirCurve = curve(
        dense ? beneath.label : theirs.label,
        reference.scales[0].values,
        other.values,
        axis.scale,
      );
      const overlay: Panel = {
        yLabel: axisLabel(name, axis),
        height: panelHeight(signals.length + 1),
        curves: dense ? [theirCurve, ourCurve].map((each) => ({ ...each, width: denseWidth })) : [ourCurve, theirCurve],
      };
      if (!trace) return [overlay];
      const allowed = 1e-3 * range;
      const largest = Math.max(allowed, largestFinite(trace.values)) || 1e-6;
      const fine = axisUnit(largest, unit);
      const half = 1.15 * largest * fine.scale;
      const below: Panel = {
        yLabel: axisLabel("Δ", fine),
        height: differenceHeight,
        curves: [curve(difference.label, trace.times, trace.values, fine.scale)],
        yRange: [-half, half],
        // The band's edges, unless it is but a line.
        yTicks: [-1, 0, 1].map((sign) => {
          const edge = largest < 4 * allowed ? allowed : largest;
          return Number((sign * edge * fine.scale).toPrecision(2));
        }),
        band: [-allowed * fine.scale, allowed * fine.scale],
      };
      return [overlay, below];
    });
  const left = run.signals.length - signals.length;
  const note = left > 0 ? `${subtitle} · ${left} more signals in the tables` : subtitle;
  return { title, subtitle: note, columns: timeColumns(layout, panels), styles: [ours, theirs, beneath, difference] };
}

/** Signals by their difference in parts of their range, largest first. */
function worstFirst({ signals }: ComparedAnalysis, all: readonly SignalValues[]): string[] {
  const badness = new Map(signals.map(({ name, maxAbs, range }) => [name, maxAbs / (range || 1)]));
  return all.map(({ name }) => name).sort((a, b) => (badness.get(b) ?? 0) - (badness.get(a) ?? 0));
}

function largestFinite(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}
