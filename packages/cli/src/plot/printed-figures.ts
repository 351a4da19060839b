import type { LayerCurves } from "hillock/fabrication";
import { type Column, type CurveStyle, type Figure, palette } from "./figure.js";

/** How a network does under one size of the variation. */
export interface DrawnScore {
  readonly relative: number;
  readonly accuracy: { readonly mean: number; readonly deviation: number };
  readonly measuringAware: { readonly mean: number; readonly deviation: number };
}

/** Draws accuracy over the variation of the components: means, and one standard deviation to either side. */
export function accuracyFigure(scores: readonly DrawnScore[], title: string, subtitle: string): Figure {
  const x = scores.map(({ relative }) => 100 * relative);
  const kinds = [
    { label: "largest output is right", of: ({ accuracy }: DrawnScore) => accuracy, colour: palette[0] },
    {
      label: "right and readable by itself",
      of: ({ measuringAware }: DrawnScore) => measuringAware,
      colour: palette[1],
    },
  ];
  const styles = kinds.flatMap(({ label, colour }): CurveStyle[] => [
    { label, colour, dash: [], width: 1.6, inLegend: true },
    { label: `${label}, deviation`, colour, dash: [3, 3], width: 0.8, inLegend: false },
  ]);
  const last = Math.max(...x, 1);
  const curves = kinds.flatMap(({ label, of }) => {
    const y = scores.map((score) => 100 * of(score).mean);
    const bound = (sign: 1 | -1) => scores.map((score) => 100 * (of(score).mean + sign * of(score).deviation));
    return [
      { label, x, y },
      { label, x, y, dots: true },
      { label: `${label}, deviation`, x, y: bound(1) },
      { label: `${label}, deviation`, x, y: bound(-1) },
    ];
  });
  const panel = { yLabel: "test accuracy (%)", height: 190, yRange: [0, 104] as const, curves };
  const column: Column = {
    xLabel: "variation of every component (%)",
    xRange: [-0.05 * last, 1.05 * last],
    xScale: "linear",
    xTicks: x,
    width: 460,
    panels: [panel],
  };
  return { title, subtitle, styles, columns: [column] };
}

/** Draws the transfer curves of each layer's circuits. */
export function transferFigure(layers: readonly LayerCurves[], title: string, subtitle: string): Figure {
  const styles: CurveStyle[] = [
    { label: "activation", colour: palette[0], dash: [], width: 1.6, inLegend: true },
    { label: "negative weight", colour: palette[1], dash: [], width: 1.6, inLegend: true },
  ];
  const columns = layers.map(({ input, activation, negativeWeight }, l): Column => {
    const x = Array.from(input);
    return {
      title: `Layer ${l + 1}`,
      xLabel: "input (V)",
      xRange: [x[0], x[x.length - 1]],
      xScale: "linear",
      width: layers.length > 1 ? 250 : 460,
      panels: [
        {
          yLabel: "output (V)",
          height: 170,
          yRange: [-1.15, 1.1],
          curves: [
            { label: "activation", x, y: Array.from(activation) },
            { label: "negative weight", x, y: Array.from(negativeWeight) },
          ],
        },
      ],
    };
  });
  return { title, subtitle, styles, columns };
}
