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

/** The part of a curve in a window. The limits of a sweep's window may stand in either order. */
function within(curve: Curve, from: number | undefined, to: number | undefined, swept: boolean): Curve {
  if (from === undefined && to === undefined) return curve;
  const given = { from: from ?? curve.direction * ends(curve)[0], to: to ?? curve.direction * ends(curve)[1] };
  if (swept && from === undefined && to !== undefined) given.from = Math.min(...ends(curve).map((each) => onScale(curve, each)));
  return curve;
}
