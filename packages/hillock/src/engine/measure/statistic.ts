import { HillockError } from "../../base/error.js";
import type { MeasureQuantity } from "../../netlist/circuit.js";
import { type Curve, ends, extentText, onScale, part, quoted, snapped } from "./curve.js";
import type { MeasuredValue } from "./outcome.js";

type Statistic = Extract<MeasureQuantity<number>, { kind: "statistic" }>;

/**
 * A statistic of a curve y(x) over a window of width w, exact for straight lines between the points:
 * avg = 1/w int y dx, rms = sqrt(1/w int y^2 dx) (|y| where w = 0), integ = int y dx (in the direction of the sweep),
 * pp = max - min. The window ends where the run does, as in ngspice; unlike there, its ends lie between points.
 *
 * @returns value and unit; the window; for max and min where it is reached, the last such point
 * @throws engine/measure-window if nothing of the run lies within the window
 */
export function statisticOf(
  whole: Curve,
  { statistic, from, to }: Statistic,
  swept: boolean,
): Omit<MeasuredValue, "name" | "analysis"> {
  const curve = within(whole, from, to, swept);
  const { values, unit, scaleUnit, direction } = curve;
  const [first, last] = ends(curve);
  const width = last - first;
  const window = { from: onScale(curve, first), to: onScale(curve, last) };
  switch (statistic) {
    case "avg":
      return { value: width > 0 ? integral(curve) / width : values[0], unit, ...window };
    case "rms":
      return { value: width > 0 ? Math.sqrt(squareIntegral(curve) / width) : Math.abs(values[0]), unit, ...window };
    case "integ": {
      const product = unit === scaleUnit ? `${unit}^2` : `${unit} ${scaleUnit}`;
      return { value: direction * integral(curve), unit: product, ...window };
    }
    case "max":
    case "min": {
      const index = extreme(values, statistic === "max" ? 1 : -1);
      return { value: values[index], unit, at: onScale(curve, curve.scale[index]), ...window };
    }
    case "pp":
      return { value: values[extreme(values, 1)] - values[extreme(values, -1)], unit, ...window };
  }
}

/** The part of a curve from `from` to `to`, as far as the run goes. The limits of a sweep may stand in either order. */
function within(curve: Curve, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, swept: boolean): Curve {
  const limits = swept && to < from ? [to, from] : [from, to];
  const [start, stop] = (curve.direction > 0 ? limits : [-limits[1], -limits[0]]).map((limit) => snapped(curve, limit));
  const [first, last] = ends(curve);
  if (start <= stop && start <= last && stop >= first) {
    return part(curve, Math.max(start, first), Math.min(stop, last));
  }
  const text = (limit: number, word: string) =>
    Number.isFinite(limit) ? [`${word}=${quoted(limit)} ${curve.scaleUnit}`] : [];
  throw new HillockError({
    code: "engine/measure-window",
    problem: `nothing of the run lies within ${[...text(from, "from"), ...text(to, "to")].join(" ")}`,
    details: [`The run goes from ${extentText(curve)}.`],
    help: start > stop ? "let from come before to" : "move the window into the run, or run longer",
  });
}

function integral({ scale, values }: Curve): number {
  let sum = 0;
  for (let i = 1; i < scale.length; i++) sum += 0.5 * (values[i - 1] + values[i]) * (scale[i] - scale[i - 1]);
  return sum;
}

/** int y^2 dx: y is a straight line between points, so its square is a parabola. */
function squareIntegral({ scale, values }: Curve): number {
  let sum = 0;
  for (let i = 1; i < scale.length; i++) {
    const [a, b] = [values[i - 1], values[i]];
    sum += ((a * a + a * b + b * b) / 3) * (scale[i] - scale[i - 1]);
  }
  return sum;
}

/** Index of the last largest value, or of the last smallest for `sign` -1. */
function extreme(values: Float64Array, sign: 1 | -1): number {
  let index = 0;
  for (let i = 1; i < values.length; i++) if (sign * values[i] >= sign * values[index]) index = i;
  return index;
}
