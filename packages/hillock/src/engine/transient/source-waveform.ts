import { elementary } from "../../expr/elementary.js";
import type { FlatSource, FlatWaveform } from "../../netlist/flat-circuit.js";

/** Value of a source over time, and the times where its slope jumps. */
export interface TimeFunction {
  /** V or A at time t (s). */
  readonly at: (time: number) => number;
  /** The first corner after `time`, s; Infinity if there is none. */
  readonly nextCorner: (time: number) => number;
  /** Shortest period of what repeats without corners, s; Infinity if nothing does. */
  readonly period: number;
}

const aperiodic = Number.POSITIVE_INFINITY;

/** The output step and end of a transient, s: SPICE's defaults for source arguments that are left out. */
export interface TimeFrame {
  readonly step: number;
  readonly stop: number;
}

/** Value of a source at an operating point: its DC value, else its waveform at t = 0, else 0. */
export function staticValue(source: FlatSource, frame: TimeFrame): number {
  if (source.dc !== undefined) return source.dc;
  return source.waveform ? timeFunction(source, frame).at(0) : 0;
}

/** Time function of an independent source, with ngspice's definitions and defaults. */
export function timeFunction(source: FlatSource, frame: TimeFrame): TimeFunction {
  const { waveform } = source;
  if (!waveform) {
    const value = source.dc ?? 0;
    return { at: () => value, nextCorner: () => Number.POSITIVE_INFINITY, period: aperiodic };
  }
  switch (waveform.kind) {
    case "pulse":
      return pulse(waveform.values, frame);
    case "pwl":
      return piecewiseLinear(waveform);
    case "sin":
      return sine(waveform.values, frame);
    case "exp":
      return exponential(waveform.values, frame);
    case "sffm":
      return frequencyModulation(waveform.values, frame);
  }
}

/** An argument that is absent or zero takes its default, as in SPICE. */
const given = (value: number | undefined, otherwise: number): number =>
  value === undefined || value === 0 ? otherwise : value;

function firstAfter(corners: readonly number[], time: number): number {
  for (const corner of corners) if (corner > time) return corner;
  return Number.POSITIVE_INFINITY;
}

/** Corners repeat with `period` from `start` on; `offsets` are ascending in [0, period). */
function periodicCorner(start: number, period: number, offsets: readonly number[], time: number): number {
  if (time < start) return start;
  for (let turn = Math.floor((time - start) / period); ; turn++) {
    for (const offset of offsets) {
      const corner = start + turn * period + offset;
      if (corner > time) return corner;
    }
  }
}

function pulse(values: readonly number[], { step, stop }: TimeFrame): TimeFunction {
  const [low = 0, high = 0, delay = 0] = values;
  const rise = given(values[3], step);
  const fall = given(values[4], step);
  const width = given(values[5], stop);
  const period = given(values[6], stop);
  const at = (time: number): number => {
    if (time < delay) return low;
    const since = time - delay;
    const phase = since < period ? since : since - period * Math.floor(since / period);
    if (phase < rise) return low + ((high - low) * phase) / rise;
    if (phase < rise + width) return high;
    if (phase < rise + width + fall) return high + ((low - high) * (phase - rise - width)) / fall;
    return low;
  };
  const offsets = [0, rise, rise + width, rise + width + fall].filter((offset) => offset < period);
  return { at, nextCorner: (time) => periodicCorner(delay, period, offsets, time), period: aperiodic };
}

function piecewiseLinear({ values, repeat, delay = 0 }: FlatWaveform): TimeFunction {
  const times: number[] = [];
  const levels: number[] = [];
  for (let i = 0; i + 1 < values.length; i += 2) {
    times.push(values[i]);
    levels.push(values[i + 1]);
  }
  const last = times.length - 1;
  const interpolate = (time: number): number => {
    if (time <= times[0]) return levels[0];
    if (time >= times[last]) return levels[last];
    let k = 1;
    while (times[k] < time) k++;
    return levels[k - 1] + ((levels[k] - levels[k - 1]) * (time - times[k - 1])) / (times[k] - times[k - 1]);
  };
  if (repeat === undefined || repeat >= times[last]) {
    const corners = times.map((time) => time + delay);
    return {
      at: (time) => interpolate(time - delay),
      nextCorner: (time) => firstAfter(corners, time),
      period: aperiodic,
    };
  }
  const period = times[last] - repeat;
  const at = (time: number): number => {
    const local = time - delay;
    return local <= times[last] ? interpolate(local) : interpolate(repeat + ((local - repeat) % period));
  };
  const repeated = times.filter((time) => time >= repeat && time < times[last]).map((time) => time - repeat);
  const offsets = repeated[0] === 0 ? repeated : [0, ...repeated];
  const once = times.filter((time) => time < repeat).map((time) => time + delay);
  const nextCorner = (time: number): number =>
    Math.min(firstAfter(once, time), periodicCorner(repeat + delay, period, offsets, time));
  return { at, nextCorner, period: aperiodic };
}

function sine(values: readonly number[], { stop }: TimeFrame): TimeFunction {
  const [offset = 0, amplitude = 0] = values;
  const frequency = given(values[2], 1 / stop);
  const [, , , delay = 0, damping = 0, phaseDegrees = 0] = values;
  const phase = (phaseDegrees * Math.PI) / 180;
  const at = (time: number): number => {
    if (time <= delay) return offset + amplitude * elementary.sin(phase);
    const since = time - delay;
    const carrier = elementary.sin(2 * Math.PI * frequency * since + phase);
    return offset + amplitude * carrier * (damping === 0 ? 1 : elementary.exp(-since * damping));
  };
  return { at, nextCorner: (time) => (time < delay ? delay : Number.POSITIVE_INFINITY), period: 1 / frequency };
}

function exponential(values: readonly number[], { step }: TimeFrame): TimeFunction {
  const [low = 0, high = 0, riseDelay = 0] = values;
  const riseTime = given(values[3], step);
  const fallDelay = given(values[4], riseDelay + step);
  const fallTime = given(values[5], step);
  const approach = (time: number, from: number, tau: number): number =>
    time <= from ? 0 : 1 - elementary.exp(-(time - from) / tau);
  return {
    at: (time) => low + (high - low) * (approach(time, riseDelay, riseTime) - approach(time, fallDelay, fallTime)),
    nextCorner: (time) =>
      firstAfter(
        [riseDelay, fallDelay].sort((a, b) => a - b),
        time,
      ),
    period: aperiodic,
  };
}

function frequencyModulation(values: readonly number[], { stop }: TimeFrame): TimeFunction {
  const [offset = 0, amplitude = 0] = values;
  const carrier = given(values[2], 1 / stop);
  const index = values[3] ?? 0;
  const signal = given(values[4], 1 / stop);
  const at = (time: number): number =>
    offset +
    amplitude * elementary.sin(2 * Math.PI * carrier * time + index * elementary.sin(2 * Math.PI * signal * time));
  // The frequency swings by index times that of the signal.
  const highest = Math.abs(carrier) + Math.abs(index * signal);
  return { at, nextCorner: () => Number.POSITIVE_INFINITY, period: 1 / highest };
}
