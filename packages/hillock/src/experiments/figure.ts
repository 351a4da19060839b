/** A figure of an experiment: what is shown where, in SI units. Whoever draws it chooses prefixes, fonts and line widths. */
export interface ExperimentFigure {
  readonly title: string;
  /** Side by side. */
  readonly columns: readonly FigureColumn[];
}

export interface FigureColumn {
  /** Part of the figure's width; 1 is half of a page. */
  readonly width: number;
  /** One above the other. */
  readonly blocks: readonly FigureBlock[];
}

/** Panels that share an x axis. */
export interface FigureBlock {
  readonly title?: string;
  readonly x: FigureAxis;
  readonly panels: readonly FigurePanel[];
  /** Whether the labels of lines are shown; dots, and guides labelled `expected`, are for the title to explain. */
  readonly legend?: boolean;
}

export interface FigureAxis {
  readonly name: string;
  /** SI; "" for a plain number. */
  readonly unit: string;
  /** Fitted to the series if absent; required of x axes. */
  readonly range?: readonly [from: number, to: number];
  readonly scale?: "linear" | "log";
}

export interface FigurePanel {
  readonly y: FigureAxis;
  readonly series: readonly FigureSeries[];
  /** Values on a grid, as colours, instead of curves. */
  readonly map?: FigureMap;
}

/** A grid of fields of 1 x 1: field k of row r reaches from k to k + 1 along x, and from r to r + 1 down along y. */
export interface FigureMap {
  /** Fields of a row. */
  readonly columns: number;
  /** Row after row, the uppermost first. */
  readonly values: ArrayLike<number>;
  /** What the colours mean. */
  readonly value: FigureAxis;
}

export interface FigureSeries {
  /** Series of one label look alike within a block. */
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A line unless said otherwise; a guide is a thin dashed line for what is expected. */
  readonly look?: "line" | "points" | "guide";
}
