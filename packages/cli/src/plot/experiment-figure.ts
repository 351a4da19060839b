import type {
  ExperimentFigure,
  FigureAxis,
  FigureBlock,
  FigureColumn,
  FigureMap,
  FigureSeries,
} from "hillock/experiments";
import { decimate, type Polyline } from "./decimate.js";
import { type Column, type Curve, type CurveStyle, type Figure, type Panel, palette } from "./figure.js";
import { type AxisUnit, axisLabel, axisUnit } from "./quantity.js";

/** Width of a column of width 1, and height that the panels of a column share, px. */
const [columnWidth, columnHeight] = [310, 430];

const pointsPerPixel = 2;

/** A guide's colour; it is labelled by the text of the figure. */
const guideColour = "#777777";
const expected = "expected";

/** An experiment's figure, with prefixes, colours and sizes. */
export function experimentFigure({ title, columns }: ExperimentFigure, subtitle: string): Figure {
  const styles = new Map<string, CurveStyle>();
  // A panel alone beside others is as high as they are together.
  const highest = columns.length > 1 ? columnHeight : 300;
  const drawn = columns.map((column) => stackOf(column, highest, styles));
  return { title, subtitle, columns: drawn, styles: [...styles.values()] };
}

function stackOf({ width, blocks }: FigureColumn, highest: number, styles: Map<string, CurveStyle>): Column {
  const panels = blocks.reduce((count, block) => count + block.panels.length, 0);
  const height = Math.min(highest, Math.max(58, Math.round((columnHeight - 60 * (blocks.length - 1)) / panels) - 10));
  const [top, ...below] = blocks.map((block) => columnOf(block, Math.round(width * columnWidth), height, styles));
  return below.length > 0 ? { ...top, below } : top;
}

function columnOf(block: FigureBlock, width: number, height: number, styles: Map<string, CurveStyle>): Column {
  const { x, title, legend = false } = block;
  const xRange = x.range ?? rangeOf(block.panels.flatMap(({ series }) => series.map((each) => each.x)));
  const unit = axisUnit(Math.max(...xRange.map(Math.abs)), x.unit);
  const labels = labelsOf(block);
  labels.forEach((label, index) => {
    addStyle(styles, label, index, legend, block);
  });
  const dots = new Set(
    block.panels.flatMap(({ series }) => series.filter(({ look }) => look === "points").map(({ label }) => label)),
  );
  const panels = block.panels.map(({ y, series, map }): Panel => {
    if (map) return mapOf(y, map, xRange, width);
    const yUnit = unitOf(y, series);
    return {
      yLabel: axisLabel(y.name, yUnit),
      height,
      curves: series.map((each) => curveOf(each, xRange, width, unit, yUnit)),
      ...(y.scale === "log" && logAxis(series, yUnit.scale)),
      ...(y.range && { yRange: [y.range[0] * yUnit.scale, y.range[1] * yUnit.scale] as const }),
    };
  });
  const shown = [xRange[0] * unit.scale, xRange[1] * unit.scale] as const;
  return {
    xLabel: axisLabel(x.name, unit),
    xRange: shown,
    xScale: x.scale ?? "linear",
    ...(x.scale === "log" && { xTicks: logTicks(shown) }),
    width,
    panels,
    title,
    legend: legend ? labels.filter((label) => label !== expected && !dots.has(label)) : [],
  };
}

/** A panel in which a field is as high as it is wide. */
function mapOf(
  y: FigureAxis,
  { columns, values, value }: FigureMap,
  [from, to]: readonly [number, number],
  width: number,
): Panel {
  const rows = Math.ceil(values.length / columns);
  const range = value.range ?? rangeOf([values]);
  const unit = axisUnit(Math.max(...range.map(Math.abs)), value.unit);
  const scaled = Array.from(values, (each) => each * unit.scale);
  return {
    yLabel: axisLabel(y.name, axisUnit(1, y.unit)),
    height: Math.round((width * rows) / (to - from)),
    curves: [],
    yRange: [rows, 0],
    map: {
      columns,
      values: scaled,
      label: axisLabel(value.name, unit),
      range: [range[0] * unit.scale, range[1] * unit.scale],
    },
  };
}

/** The labels of a block, each once. */
function labelsOf({ panels }: FigureBlock): string[] {
  return [...new Set(panels.flatMap(({ series }) => series.map(({ label }) => label)))];
}

/** Curves of one label look alike in the whole figure; the first block that has it decides. */
function addStyle(
  styles: Map<string, CurveStyle>,
  label: string,
  index: number,
  legend: boolean,
  { panels }: FigureBlock,
): void {
  if (styles.has(label)) return;
  const isGuide = panels.some(({ series }) => series.some((each) => each.label === label && each.look === "guide"));
  const colour = isGuide ? guideColour : palette[index % palette.length];
  styles.set(label, { label, colour, dash: isGuide ? [4, 3] : [], width: isGuide ? 1 : 1.2, inLegend: legend });
}

function curveOf(
  { label, x, y, look = "line" }: FigureSeries,
  [from, to]: readonly [number, number],
  width: number,
  xUnit: AxisUnit,
  yUnit: AxisUnit,
): Curve {
  const [xs, ys] = [Float64Array.from(x), Float64Array.from(y)];
  // A characteristic goes back and forth; only what goes one way can be thinned by columns.
  const thin = look !== "points" && ascends(xs);
  const line: Polyline = thin ? decimate(xs, ys, from, to, pointsPerPixel * width) : { x: [...xs], y: [...ys] };
  return {
    label,
    x: line.x.map((value) => value * xUnit.scale),
    y: line.y.map((value) => value * yUnit.scale),
    ...(look === "points" && { dots: true }),
  };
}

const ascends = (values: Float64Array): boolean => values.every((value, k) => k === 0 || value >= values[k - 1]);

function unitOf({ unit, range }: FigureAxis, series: readonly FigureSeries[]): AxisUnit {
  const [low, high] = range ?? rangeOf(series.map(({ y }) => y));
  return axisUnit(Math.max(Math.abs(low), Math.abs(high)), unit);
}

function rangeOf(all: readonly ArrayLike<number>[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all) {
    for (let k = 0; k < values.length; k++) {
      if (values[k] < low) low = values[k];
      if (values[k] > high) high = values[k];
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** A logarithmic y axis over positive values, with a quarter of air to both sides. */
function logAxis(series: readonly FigureSeries[], scale: number): Pick<Panel, "yScale" | "yRange" | "yTicks"> {
  const [low, high] = rangeOf(series.map(({ y }) => y));
  const yRange = [(low * scale) / 1.25, high * scale * 1.25] as const;
  return { yScale: "log", yRange, yTicks: logTicks(yRange) };
}

/** 1, 2, 5, 10, ... within a range. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    ticks.push(...[power, 2 * power, 5 * power].filter((tick) => tick >= low && tick <= high));
  }
  return ticks;
}
