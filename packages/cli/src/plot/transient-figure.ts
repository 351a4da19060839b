import type { SignalValues, Waveforms } from "hillock";
import { edgesOf, spikeTrains } from "hillock/reference";
import { decimate } from "./decimate.js";
import { type Column, type CurveStyle, type Figure, type Panel, palette } from "./figure.js";
import { axisLabel, axisUnit } from "./quantity.js";

/** Points of a column at which a pixel of a printed figure is no longer seen. */
const pointsPerPixel = 2;

/** Line of an overview, where spikes stand close, px. */
export const denseWidth = 0.7;

const fullWidth = 620;
const [overviewWidth, detailWidth] = [420, 230];

/** More signals than this share panels. */
const mostPanels = 7;

/** A part of the run, s. */
type Window = readonly [number, number];

/** The time spans a transient is drawn over: all of it, and a few of its spikes if there are many. */
export interface TransientLayout {
  readonly overview: Window;
  readonly detail: Window | undefined;
}

/** Draws a transient: a panel per signal over a common time axis and, beside it, a few spikes of it. */
export function transientFigure(run: Waveforms, title: string, subtitle: string): Figure {
  const layout = transientLayout(run);
  const groups = groupSignals(run.signals);
  const styles = run.signals.map(({ name }, index): CurveStyle => {
    const colour = palette[index % palette.length];
    return { label: name, colour, dash: [], width: 1.1, inLegend: groups.length < run.signals.length };
  });
  const times = run.scales[0].values;
  const panels = (window: Window, width: number) => {
    const timeUnit = axisUnit(Math.max(...window.map(Math.abs)), "s");
    return groups.map((signals): Panel => {
      const unit = axisUnit(largestOf(signals), signals[0].unit);
      const dense = layout.detail !== undefined && window === layout.overview;
      const curves = signals.map(({ name, values }) => ({
        label: name,
        width: dense ? denseWidth : undefined,
        ...scaled(decimate(times, values, ...window, pointsPerPixel * width), timeUnit.scale, unit.scale),
      }));
      return { yLabel: groupLabel(signals, unit), curves, height: panelHeight(groups.length) };
    });
  };
  return { title, subtitle, columns: timeColumns(layout, panels), styles };
}

/** The columns over time: overview and detail, or the overview alone. */
export function timeColumns(
  { overview, detail }: TransientLayout,
  panels: (window: Window, width: number) => readonly Panel[],
): Column[] {
  const windows = detail
    ? [
        { window: overview, width: overviewWidth },
        { window: detail, width: detailWidth },
      ]
    : [{ window: overview, width: fullWidth }];
  return windows.map(({ window, width }, index) => {
    const unit = axisUnit(Math.max(...window.map(Math.abs)), "s");
    // Both columns show the same signals, so the second needs no names.
    const shown = panels(window, width).map((panel) => (index === 0 ? panel : { ...panel, yLabel: "" }));
    const xRange = [window[0] * unit.scale, window[1] * unit.scale] as const;
    return { xLabel: axisLabel("time", unit), xRange, xScale: "linear", width, panels: shown };
  });
}

/**
 * What to draw of a run: the whole, and where a train has at least 8 spikes, three intervals of the slowest such train
 * around the middle of the run, if that is less than a third of it.
 */
export function transientLayout(run: Waveforms): TransientLayout {
  const times = run.scales[0].values;
  const overview = [times[0], times[times.length - 1]] as const;
  const trains = spikeTrains(run, run, new Map()).map((train) => edgesOf(run, train).rises);
  const slowest = trains.filter(({ length }) => length >= 8).sort((a, b) => a.length - b.length)[0];
  if (!slowest) return { overview, detail: undefined };
  const middle = Math.floor(slowest.length / 2) - 1;
  const interval = (slowest[middle + 2] - slowest[middle]) / 2;
  const detail = [slowest[middle] - 0.4 * interval, slowest[middle] + 2.6 * interval] as const;
  const small = detail[1] - detail[0] < (overview[1] - overview[0]) / 3;
  return { overview, detail: small && detail[0] > overview[0] ? detail : undefined };
}

/** Signals that share a panel: each its own if they are few, else those of one unit, up to four at a time. */
function groupSignals(signals: readonly SignalValues[]): SignalValues[][] {
  if (signals.length <= mostPanels) return signals.map((signal) => [signal]);
  const groups: SignalValues[][] = [];
  for (const unit of ["V", "A"]) {
    const alike = signals.filter((signal) => signal.unit === unit);
    for (let first = 0; first < alike.length; first += 4) groups.push(alike.slice(first, first + 4));
  }
  return groups;
}

function groupLabel(signals: readonly SignalValues[], unit: ReturnType<typeof axisUnit>): string {
  if (signals.length === 1) return axisLabel(signals[0].name, unit);
  return axisLabel(signals[0].unit === "V" ? "voltage" : "current", unit);
}

export function panelHeight(panels: number): number {
  return panels <= 2 ? 130 : panels <= 4 ? 92 : 74;
}

/** Largest magnitude that the signals take. */
export function largestOf(signals: readonly SignalValues[]): number {
  let largest = 0;
  for (const { values } of signals) {
    for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  return largest;
}

export function scaled({ x, y }: { x: readonly number[]; y: readonly number[] }, xScale: number, yScale: number) {
  return { x: x.map((value) => value * xScale), y: y.map((value) => value * yScale) };
}
