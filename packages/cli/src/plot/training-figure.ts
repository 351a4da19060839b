import { type CurveStyle, type Figure, palette } from "./figure.js";

/** Losses of each epoch, and the epoch whose parameters were kept, from 0. */
export interface LossHistory {
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly bestEpoch: number;
}

/** Points drawn of a curve, at most. */
const mostPoints = 1200;

/** Draws how the losses fell, and which epoch was kept. */
export function trainingFigure(
  { training, validation, bestEpoch }: LossHistory,
  title: string,
  subtitle: string,
): Figure {
  const styles: CurveStyle[] = [
    { label: "training", colour: palette[0], dash: [], width: 1.3, inLegend: true },
    { label: "validation", colour: palette[1], dash: [], width: 1.3, inLegend: true },
    { label: "kept", colour: palette[6], dash: [3, 3], width: 1, inLegend: bestEpoch >= 0 },
  ];
  const stride = Math.max(1, Math.ceil(training.length / mostPoints));
  const thinned = (values: readonly number[]) => {
    const places = values.flatMap((_, k) => (k % stride === 0 || k === values.length - 1 ? [k] : []));
    return { x: places.map((k) => k + 1), y: places.map((k) => values[k]) };
  };
  const all = [...training, ...validation].filter(Number.isFinite);
  const [low, high] = [Math.min(...extremes(all)), Math.max(...extremes(all))];
  const air = 0.06 * (high - low) || 1;
  return {
    title,
    subtitle,
    styles,
    columns: [
      {
        xLabel: "epoch",
        xRange: [0, training.length + 1],
        xScale: "linear",
        width: 460,
        panels: [
          {
            yLabel: "loss",
            height: 190,
            yRange: [low - air, high + air],
            curves: [
              { label: "training", ...thinned(training) },
              { label: "validation", ...thinned(validation) },
              ...(bestEpoch >= 0
                ? [{ label: "kept", x: [bestEpoch + 1, bestEpoch + 1], y: [low - air, high + air] }]
                : []),
            ],
          },
        ],
      },
    ],
  };
}

/** Least and largest of many numbers. */
function extremes(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}
