import { HillockError } from "../../base/error.js";
import type { Waveforms } from "../../base/waveforms.js";

/** A signal along the scale of its run, straight between the points. */
export interface Curve {
  /** Name of the signal. */
  readonly name: string;
  /** V or A */
  readonly unit: string;
  /** Unit of the scale. */
  readonly scaleUnit: string;
  /** 1, or -1 for a sweep downwards: `scale` is the swept quantity times this. */
  readonly direction: 1 | -1;
  /** `[points]`, never falling; two points in one place are a jump. */
  readonly scale: Float64Array;
  /** `[points]` */
  readonly values: Float64Array;
}

/** Beyond the ends of a run by so much of its length is rounding of a number in the netlist. */
const rounding = 1e-9;

/**
 * A signal of a run as a curve; the real part in a small-signal analysis, as ngspice measures it.
 *
 * @throws engine/measure-scale if the run has not one scale; engine/measure-signal if it does not hold the signal
 */
export function curveOf({ analysis, scales, signals }: Waveforms, name: string): Curve {
  if (scales.length !== 1) {
    throw new HillockError({
      code: "engine/measure-scale",
      problem:
        analysis === "operatingPoint"
          ? "an operating point is a single point, along which nothing can be measured"
          : `a sweep of ${scales.length} quantities has no single scale to measure along`,
      help:
        analysis === "operatingPoint"
          ? "its values are among the results; measure a .tran, .dc or .ac"
          : "sweep one quantity where you measure",
    });
  }
  const signal = signals.find((each) => each.name === name);
  if (!signal) {
    throw new HillockError({
      code: "engine/measure-signal",
      problem: `the run does not hold ${name}`,
      details: [`It holds ${signals.map((each) => each.name).join(", ") || "nothing"}.`],
      help: `add ${name} to .save`,
    });
  }
  const [{ values: scale, unit: scaleUnit }] = scales;
  const direction = scale[scale.length - 1] < scale[0] ? -1 : 1;
  return {
    name,
    unit: signal.unit,
    scaleUnit,
    direction,
    scale: direction > 0 ? scale : scale.map((value) => -value),
    values: signal.values,
  };
}

/** Number of points that lie before `position`, or at it too. */
function countBefore(scale: Float64Array, position: number, inclusive: boolean): number {
  let low = 0;
  let high = scale.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scale[middle] < position || (inclusive && scale[middle] === position)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First and last place of a curve, in the direction of the run. */
export const ends = ({ scale }: Curve): [first: number, last: number] => [scale[0], scale[scale.length - 1]];

/** A position as the run's own scale has it. */
export const onScale = ({ direction }: Curve, position: number): number => direction * position + 0;

/** A number of a message. */
export const quoted = (value: number): string => String(Number(value.toPrecision(6)));

/** The ends of a curve for a message: `0 to 0.004 s`. */
export function extentText(curve: Curve): string {
  const [first, last] = ends(curve).map((position) => quoted(onScale(curve, position)));
  return `${first} to ${last} ${curve.scaleUnit}`;
}

/** `position` moved onto the end of the curve if it is beyond it by rounding only. */
export function snapped(curve: Curve, position: number): number {
  const [first, last] = ends(curve);
  const slack = rounding * (last - first);
  if (position < first && position >= first - slack) return first;
  return position > last && position <= last + slack ? last : position;
}

/** Value at a place within the curve; behind the jump if there is one. */
export function valueAt({ scale, values }: Curve, position: number): number {
  const index = countBefore(scale, position, true) - 1;
  if (scale[index] === position) return values[index];
  const fraction = (position - scale[index]) / (scale[index + 1] - scale[index]);
  return values[index] + fraction * (values[index + 1] - values[index]);
}

/** The part of a curve between two places within it, both ends included. */
export function part(curve: Curve, from: number, to: number): Curve {
  const start = countBefore(curve.scale, from, false);
  const end = countBefore(curve.scale, to, true);
  const scale = [...curve.scale.subarray(start, end)];
  const values = [...curve.values.subarray(start, end)];
  if (scale[0] !== from) {
    scale.unshift(from);
    values.unshift(valueAt(curve, from));
  }
  if (scale[scale.length - 1] !== to) {
    scale.push(to);
    values.push(valueAt(curve, to));
  }
  return { ...curve, scale: Float64Array.from(scale), values: Float64Array.from(values) };
}
