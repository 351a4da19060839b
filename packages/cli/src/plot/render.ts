import type { TopLevelSpec } from "vega-lite";
import type { Column, CurveStyle, Figure, Panel } from "./figure.js";
import { mapLayer } from "./map-layer.js";
import { textWidth } from "./text-width.js";

/** The figure as an SVG document; Vega is loaded here and only here. */
export async function renderSvg(figure: Figure): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  // Without a canvas Vega takes every character for as wide as it is high, and leaves that much room.
  const { textMetrics } = vega as unknown as { textMetrics: { width: typeof textWidth } };
  textMetrics.width = textWidth;
  const { spec } = vegaLite.compile(vegaLiteSpec(figure));
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

const ink = "#222222";
const fonts = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** The figure as a Vega-Lite specification. */
export function vegaLiteSpec({ title, subtitle, columns, styles }: Figure): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: title, subtitle, anchor: "start", frame: "group", offset: 12 },
    hconcat: columns.map((column, index) => stackSpec(column, styles, index === 0)),
    spacing: 16,
    padding: 12,
    resolve: independentLooks,
    config: {
      background: "white",
      font: fonts,
      view: { stroke: ink, strokeWidth: 0.6 },
      title: {
        fontSize: 13,
        fontWeight: 600,
        color: ink,
        subtitleColor: "#666666",
        subtitleFontSize: 10.5,
        subtitlePadding: 4,
      },
      axis: {
        grid: false,
        domain: false,
        ticks: true,
        tickSize: 3,
        tickWidth: 0.6,
        tickColor: ink,
        labelColor: ink,
        labelFontSize: 9.5,
        labelPadding: 3,
        labelFlush: false,
        titleColor: ink,
        titleFontSize: 10.5,
        titleFontWeight: 400,
        titlePadding: 6,
      },
      legend: {
        labelFontSize: 10,
        labelColor: ink,
        symbolStrokeWidth: 1.6,
        symbolSize: 260,
        rowPadding: 2,
        columnPadding: 14,
      },
    },
  } as TopLevelSpec;
}

// Each panel's own; otherwise Vega-Lite merges them, and with them the legends.
const independentLooks = { scale: { color: "independent", strokeDash: "independent" } };

function stackSpec(column: Column, styles: readonly CurveStyle[], isFirst: boolean) {
  const top = columnSpec(column, styles, isFirst);
  if (!column.below) return top;
  return {
    spacing: 14,
    resolve: independentLooks,
    vconcat: [top, ...column.below.map((each) => columnSpec(each, styles, false))],
  };
}

function columnSpec(column: Column, styles: readonly CurveStyle[], isFirst: boolean) {
  const last = column.panels.length - 1;
  return {
    bounds: "flush",
    spacing: 10,
    resolve: independentLooks,
    vconcat: column.panels.map((panel, index) => ({
      ...panelSpec(panel, column, styles, index === last, legendOf(column, styles, isFirst, index === 0)),
      ...(column.title !== undefined && index === 0 && { title: { text: column.title, ...columnTitle } }),
    })),
  };
}

const columnTitle = { anchor: "start", frame: "group", fontSize: 10.5, fontWeight: 400, offset: 6 };

/** Labels that a panel's legend shows; none if there is but one. */
function legendOf(column: Column, styles: readonly CurveStyle[], isFirstColumn: boolean, isFirstPanel: boolean) {
  if (!isFirstPanel) return [];
  if (column.legend) return column.legend;
  const shown = isFirstColumn ? styles.filter(({ inLegend }) => inLegend) : [];
  return shown.length > 1 ? shown.map(({ label }) => label) : [];
}

function panelSpec(
  panel: Panel,
  column: Column,
  styles: readonly CurveStyle[],
  isLast: boolean,
  shown: readonly string[],
) {
  const [yLow, yHigh] = panel.yRange ?? paddedRange(panel.curves.map(({ y }) => y));
  const style = (channel: (style: CurveStyle) => unknown) => ({
    domain: styles.map(({ label }) => label),
    range: styles.map(channel),
  });
  const legend =
    shown.length > 0
      ? { title: null, orient: "top", direction: "horizontal", values: shown, offset: 6, symbolType: "stroke" }
      : null;
  const x = {
    field: "x",
    type: "quantitative",
    scale: {
      domain: column.xRange,
      nice: false,
      type: column.xScale,
      ...(column.xScale === "log" ? {} : { zero: false }),
    },
    axis: isLast
      ? {
          title: column.xLabel,
          tickCount: Math.max(3, Math.round(column.width / 70)),
          values: column.xTicks,
          format: column.xScale === "log" ? "~s" : ".6~g",
        }
      : { labels: false, title: null, tickCount: Math.max(3, Math.round(column.width / 70)) },
  };
  const y = {
    field: "y",
    type: "quantitative",
    scale:
      panel.yScale === "log"
        ? { type: "log", domain: [yLow, yHigh], nice: false }
        : { domain: [yLow, yHigh], nice: false, zero: false },
    axis: {
      title: panel.yLabel,
      tickCount: Math.max(2, Math.round(panel.height / 28)),
      minExtent: 34,
      values: panel.yTicks,
      format: panel.yScale === "log" ? ".3~g" : ".6~g",
    },
  };
  const widthOf = new Map(styles.map(({ label, width }) => [label, width]));
  const curves = panel.curves.map((curve) => ({
    data: { values: pointsOf(curve.x, curve.y, curve.label) },
    mark: curve.dots
      ? { type: "point", clip: true, filled: true, size: 16, opacity: 1 }
      : {
          type: "line",
          clip: true,
          strokeJoin: "round",
          strokeCap: "butt",
          strokeWidth: curve.width ?? widthOf.get(curve.label),
          invalid: "break-paths-show-domains",
        },
    encoding: {
      x,
      y,
      color: { field: "label", type: "nominal", scale: style(({ colour }) => colour), legend },
      ...(!curve.dots && {
        order: { field: "i", type: "quantitative" },
        strokeDash: {
          field: "label",
          type: "nominal",
          scale: style(({ dash }) => (dash.length > 0 ? dash : [1, 0])),
          legend,
        },
      }),
    },
  }));
  const behind: object[] = panel.map ? [mapLayer(panel.map, x, y, panel.height)] : [];
  if (panel.band)
    behind.push({
      data: { values: [{ from: panel.band[0], to: panel.band[1] }] },
      mark: { type: "rect", color: "#009E73", opacity: 0.14, clip: true },
      encoding: { y: { ...y, field: "from" }, y2: { field: "to" } },
    });
  return { width: column.width, height: panel.height, layer: [...behind, ...curves] };
}

function pointsOf(xs: readonly number[], ys: readonly number[], label: string) {
  return xs.map((x, i) => ({ x, y: Number.isNaN(ys[i]) ? null : ys[i], label, i }));
}

/** The curves' range with 6 % of air; around a constant, 10 % of it or a unit. */
function paddedRange(curves: readonly (readonly number[])[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const y of curves) {
    for (const value of y) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(low <= high)) return [-1, 1];
  const air =
    high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high)) ? 0.06 * (high - low) : 0.1 * Math.abs(low) || 1;
  return [low - air, high + air];
}
