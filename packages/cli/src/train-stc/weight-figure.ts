import type { WeightMap } from "hillock/networks";
import { type Figure, palette } from "../plot/figure.js";

/** Maps side by side, at most. */
const mostInRow = 5;
/** px of a pixel of the input */
const fieldSize = 7;

/** Draws the weights of each neuron as a picture of its inputs, all with one scale of colours. */
export function weightFigure(
  maps: readonly WeightMap[],
  digits: readonly number[],
  title: string,
  subtitle: string,
): Figure {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of maps) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!(high > low)) high = low + 1e-3;
  const columnOf = ({ width, height, values, neuron }: WeightMap) => ({
    title: `weights of the neuron for ${digits[neuron]}`,
    xLabel: "pixel",
    xRange: [0, width] as const,
    xScale: "linear" as const,
    width: width * fieldSize,
    legend: [],
    panels: [
      {
        yLabel: "pixel",
        height: height * fieldSize,
        yRange: [height, 0] as const,
        curves: [],
        map: {
          columns: width,
          values: Array.from(values, (value) => 1000 * value),
          label: "weight (mV)",
          range: [1000 * low, 1000 * high] as const,
        },
      },
    ],
  });
  const columns = maps.map(columnOf);
  return {
    title,
    subtitle,
    columns: columns.slice(0, mostInRow).map((top, k) => {
      const below = columns.filter((_, other) => other > k && other % mostInRow === k);
      return below.length > 0 ? { ...top, below } : top;
    }),
    styles: [{ label: "", colour: palette[0], dash: [], width: 1, inLegend: false }],
  };
}
