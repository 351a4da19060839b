import type { CurveBands, VariationResult } from "hillock";
import { type Column, type Curve, type CurveStyle, type Figure, type Panel, palette } from "./figure.js";
import { axisLabel, axisUnit } from "./quantity.js";

const columnWidth = 250;
const columnsPerRow = 3;

/** Outputs that one figure shows. */
export const mostHistograms = 12;

const [samples, nominal] = ["samples", "as written"];

const histogramStyles: readonly CurveStyle[] = [
  { label: samples, colour: palette[0], dash: [], width: 1.3, inLegend: true },
  { label: nominal, colour: palette[1], dash: [4, 3], width: 1.1, inLegend: true },
];

/** Histograms of what samples gave, a frame for each number, three in a row. */
export function histogramFigure(
  { outputs, values }: VariationResult,
  title: string,
  subtitle: string,
): Figure | undefined {
  const columns = outputs.slice(0, mostHistograms).flatMap((output, index) => {
    const all = values.filter((value, at) => at % outputs.length === index && Number.isFinite(value));
    const [low, high] = [output.summary.minimum, output.summary.maximum];
    if (all.length < 2 || !(high > low)) return [];
    return [histogram(output, all, low, high)];
  });
  if (columns.length === 0) return undefined;
  const stacks = Array.from({ length: Math.min(columnsPerRow, columns.length) }, (_, stack): Column => {
    const [top, ...below] = columns.filter((_, index) => index % columnsPerRow === stack);
    return { ...top, below };
  });
  return { title, subtitle, columns: stacks, styles: histogramStyles };
}

function histogram(output: VariationResult["outputs"][number], all: Float64Array, low: number, high: number): Column {
  const unit = axisUnit(Math.max(Math.abs(low), Math.abs(high)), output.unit);
  // Rice's rule, which is on the fine side for smooth distributions.
  const count = Math.min(60, Math.ceil(2 * Math.cbrt(all.length)));
  const heights = new Array<number>(count).fill(0);
  for (const value of all) heights[Math.min(count - 1, Math.floor(((value - low) / (high - low)) * count))]++;
  const edge = (index: number) => (low + ((high - low) * index) / count) * unit.scale;
  const outline: Curve = {
    label: samples,
    x: [edge(0), ...heights.flatMap((_, index) => [edge(index), edge(index + 1)]), edge(count)],
    y: [0, ...heights.flatMap((height) => [height, height]), 0],
  };
  const most = 1.05 * Math.max(...heights);
  const at = output.nominal * unit.scale;
  const margin = 0.03 * (edge(count) - edge(0));
  const least = Math.min(edge(0), Number.isNaN(at) ? edge(0) : at) - margin;
  const largest = Math.max(edge(count), Number.isNaN(at) ? edge(count) : at) + margin;
  const line: Curve[] = Number.isNaN(at) ? [] : [{ label: nominal, x: [at, at], y: [0, most] }];
  const panel: Panel = { yLabel: "samples", curves: [outline, ...line], height: 120, yRange: [0, most] };
  return {
    xLabel: axisLabel(output.name, unit),
    xRange: [least, largest],
    xScale: "linear",
    width: columnWidth,
    panels: [panel],
  };
}

/** Quantiles of a DC sweep's signals over the innermost variable, a panel per signal. */
export function bandsFigure(curves: CurveBands, title: string, subtitle: string): Figure {
  const { scales, signals, probabilities, bands } = curves;
  const [inner] = scales;
  const unit = axisUnit(largest(inner.values), inner.unit);
  const points = inner.values.length;
  const percent = (index: number) => Math.round(100 * probabilities[index]);
  const last = probabilities.length - 1;
  const labels = probabilities.map((_, index) =>
    index === last - index
      ? "median"
      : `${percent(Math.min(index, last - index))} % and ${percent(Math.max(index, last - index))} %`,
  );
  const panels = signals.map(({ name, unit: signalUnit }, signal): Panel => {
    const column = (all: Float64Array, from: number) =>
      Array.from({ length: points }, (_, point) => all[from + point * signals.length + signal]);
    const quantiles = probabilities.map((_, index) => column(bands, index * points * signals.length));
    const written = column(curves.nominal, 0);
    const yUnit = axisUnit(largest([...quantiles.flat(), ...written]), signalUnit);
    const curve = (label: string, y: readonly number[]): Curve => ({
      label,
      ...broken(scales, unit.scale, y, yUnit.scale),
    });
    return {
      yLabel: axisLabel(name, yUnit),
      curves: [...quantiles.map((y, index) => curve(labels[index], y)), curve(nominal, written)],
      height: signals.length > 4 ? 90 : 150,
    };
  });
  const ends = [inner.values[0], inner.values[points - 1]].map((value) => value * unit.scale);
  const styles = [...new Set(labels)].map((label, index, all): CurveStyle => {
    const isMedian = index === all.length - 1;
    return {
      label,
      colour: palette[0],
      dash: isMedian ? [] : index === 0 ? [2, 3] : [5, 3],
      width: isMedian ? 1.6 : 1,
      inLegend: true,
    };
  });
  styles.push({ label: nominal, colour: palette[1], dash: [], width: 1, inLegend: true });
  const xRange = [Math.min(...ends), Math.max(...ends)] as const;
  return {
    title,
    subtitle,
    columns: [{ xLabel: axisLabel(inner.name, unit), xRange, xScale: "linear", width: 460, panels }],
    styles,
  };
}

/** A line over the innermost variable, with a gap where that starts anew. */
function broken(scales: CurveBands["scales"], xScale: number, y: readonly number[], yScale: number) {
  const [inner, ...outer] = scales;
  const line = { x: [] as number[], y: [] as number[] };
  for (let point = 0; point < y.length; point++) {
    if (point > 0 && outer.some(({ values }) => values[point] !== values[point - 1])) {
      line.x.push(inner.values[point] * xScale);
      line.y.push(Number.NaN);
    }
    line.x.push(inner.values[point] * xScale);
    line.y.push(y[point] * yScale);
  }
  return line;
}

function largest(values: Iterable<number>): number {
  let found = 0;
  for (const value of values) if (Math.abs(value) > found) found = Math.abs(value);
  return found;
}
