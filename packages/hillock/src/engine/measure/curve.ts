import { HillockError } from "../../base/error.js";
import type { Waveforms } from "../../base/waveforms.js";

/** The scale of a run, in the direction of the run. */
export interface Axis {
  /** Unit of the scale. */
  readonly scaleUnit: string;
  /** 1, or -1 for a sweep downwards: `scale` is the swept quantity times this. */
  readonly direction: 1 | -1;
  /** `[points]`, never falling; two points in one place are a jump. */
  readonly scale: Float64Array;
}

/** A signal along the scale of its run, straight between the points. */
export interface Curve extends Axis {
  /** Name of the signal. */
  readonly name: string;
  /** V or A */
  readonly unit: string;
  /** `[points]` */
  readonly values: Float64Array;
}

/** Beyond the ends of a run by so much of its length is rounding of a number in the netlist. */
const rounding = 1e-9;

/** @throws engine/measure-scale if the run has not exactly one scale */
export function axisOf({ analysis, scales }: Waveforms): Axis {
  if (scales.length === 1) {
    const [{ values, unit }] = scales;
    const direction = values[values.length - 1] < values[0] ? -1 : 1;
    return { scaleUnit: unit, direction, scale: direction > 0 ? values : values.map((value) => -value) };
  }
  const point = analysis === "operatingPoint";
  throw new HillockError({
    code: "engine/measure-scale",
    problem: point
      ? "an operating point is a single point, along which nothing can be measured"
      : `a sweep of ${scales.length} quantities has no single scale to measure along`,
    help: point
      ? "its values are among the results; measure a .tran, .dc or .ac"
      : "sweep one quantity where you measure",
  });
}

/**
 * A signal of a run as a curve; the real part in a small-signal analysis, as ngspice measures it.
 * @throws engine/measure-signal if the run does not hold the signal; what `axisOf` throws
 */
export function curveOf(waveforms: Waveforms, name: string): Curve {
  const axis = axisOf(waveforms);
  const signal = waveforms.signals.find((each) => each.name === name);
  if (signal) return { ...axis, name, unit: signal.unit, values: signal.values };
  throw new HillockError({
    code: "engine/measure-signal",
    problem: `the run does not hold ${name}`,
    details: [`It holds ${waveforms.signals.map((each) => each.name).join(", ") || "nothing"}.`],
    help: `add ${name} to .save`,
  });
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

/** First and last place, in the direction of the run. */
export const ends = ({ scale }: Axis): [first: number, last: number] => [scale[0], scale[scale.length - 1]];

/** A position as the run's own scale has it. */
export const onScale = ({ direction }: Axis, position: number): number => direction * position + 0;

/** A number of a message. */
export const quoted = (value: number): string => String(Number(value.toPrecision(6)));

/** The ends of a run for a message: `0 to 0.004 s`. */
export function extentText(axis: Axis): string {
  const [first, last] = ends(axis).map((position) => quoted(onScale(axis, position)));
  return `${first} to ${last} ${axis.scaleUnit}`;
}

/** `position` moved onto the end of the run if it is beyond it by rounding only. */
export function snapped(axis: Axis, position: number): number {
  const [first, last] = ends(axis);
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
