import type { Polyline } from "./decimate.js";

/** One curve of a panel. */
export interface Curve extends Polyline {
  /** Entry of the legend; curves of one label look alike. */
  readonly label: string;
  /** px, where it is to be thinner or thicker than its label's style. */
  readonly width?: number;
  /** Whether its points are drawn as dots, without a line. */
  readonly dots?: boolean;
}

/** A frame with curves over the column's x axis. */
export interface Panel {
  readonly yLabel: string;
  readonly curves: readonly Curve[];
  /** px */
  readonly height: number;
  /** Range of the y axis; fitted to the curves if absent. */
  readonly yRange?: readonly [number, number];
  /** Linear if absent. */
  readonly yScale?: "linear" | "log";
  /** Where the y axis has ticks; chosen if absent. */
  readonly yTicks?: readonly number[];
  /** Values as colours, instead of curves. */
  readonly map?: PanelMap;
  /** A band that is shaded, in y. */
  readonly band?: readonly [number, number];
}

/** Fields of 1 x 1 and their values: from left to right, then down. */
export interface PanelMap {
  readonly columns: number;
  readonly values: readonly number[];
  /** Of the colours. */
  readonly label: string;
  readonly range: readonly [number, number];
}

/** Panels one above the other that share an x axis. */
export interface Column {
  readonly xLabel: string;
  readonly xRange: readonly [number, number];
  readonly xScale: "linear" | "log";
  /** Where the x axis has ticks; chosen if absent. */
  readonly xTicks?: readonly number[];
  /** px */
  readonly width: number;
  readonly panels: readonly Panel[];
  /** Above its first panel. */
  readonly title?: string;
  /** Labels that its legend shows. If absent, the figure's first column has the legend of all styles that are shown. */
  readonly legend?: readonly string[];
  /** What stands below it, each with its own x axis. */
  readonly below?: readonly Column[];
}

/** How the curves of a label look. */
export interface CurveStyle {
  readonly label: string;
  readonly colour: string;
  /** Lengths of dashes and gaps, px; solid if empty. */
  readonly dash: readonly number[];
  /** px */
  readonly width: number;
  /** Whether the legend shows it. */
  readonly inLegend: boolean;
}

/** A figure: what is drawn, not how. */
export interface Figure {
  readonly title: string;
  /** What was run, with which settings. */
  readonly subtitle: string;
  /** Side by side. */
  readonly columns: readonly Column[];
  readonly styles: readonly CurveStyle[];
}

/** Colours that stay apart for all kinds of colour vision (Okabe and Ito 2008), without its yellow. */
export const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"] as const;
