import { extent } from "../base/crossings.js";
import { shortNumber } from "../base/short-number.js";
import type { SignalValues, Waveforms } from "../base/waveforms.js";
import { rangeShare, staticAllowance, staticShare } from "./agreement.js";
import type { AnalysisReport, RunPair, SignalReport } from "./report.js";
import { signalOf } from "./spike-train.js";

/** A real quantity at the points of a sweep, and what it may be off by at each of them. */
interface SweptQuantity {
  readonly name: string;
  readonly values: Float64Array;
  readonly allowance: (point: number) => number;
  readonly range: number;
}

/**
 * Compares two engines' operating points, DC sweeps or small-signal sweeps of one circuit, point by point.
 *
 * - Direct voltages and currents agree within 1e-6 of the value + 1 uV or 1 pA.
 * - Small-signal values agree in real and imaginary part within 1e-3 of the magnitude at that frequency + 1e-6 of the
 *   largest magnitude + 2 (e + e'), with e and e' the engines' own errors.
 */
export function compareSweeps(ours: RunPair<Waveforms>, reference: RunPair<Waveforms>): AnalysisReport {
  const misfit = scaleMisfit(ours.run, reference.run);
  if (misfit) return { signals: [], spikes: [], verdict: "fail", reasons: [misfit], notes: [], traces: new Map() };

  const reasons: string[] = [];
  const small = reference.run.analysis === "ac";
  const mine = parts(ours);
  const signals = parts(reference).map(({ run, repeat }, index): SignalReport => {
    const { name, values, range, allowance } = run;
    const own =
      largest(mine[index].run.values, mine[index].repeat.values).maxAbs + largest(values, repeat.values).maxAbs;
    const { maxAbs, rms } = largest(mine[index].run.values, values);
    let worst = { excess: 1, point: -1 };
    for (let point = 0; point < values.length; point++) {
      const allowed = allowance(point) + (small ? 2 * own : 0);
      const excess = Math.abs(mine[index].run.values[point] - values[point]) / allowed;
      // Also catches a value that is no number.
      if (!(excess <= worst.excess)) worst = { excess, point };
    }
    if (worst.point >= 0) {
      const off = Math.abs(mine[index].run.values[worst.point] - values[worst.point]);
      const at = placeOf(reference.run, worst.point);
      reasons.push(`${name}: off by ${shortNumber(off)}${at}, ${shortNumber(worst.excess)} times what is allowed`);
    }
    return { name, maxAbs, rms, range, selfError: own };
  });
  return { signals, spikes: [], verdict: reasons.length > 0 ? "fail" : "pass", reasons, notes: [], traces: new Map() };
}

/** The largest ratio of an engine's own error to what is allowed to a perfect engine. */
export function sweepSelfRatio(pair: RunPair<Waveforms>): number {
  let ratio = 0;
  for (const { run, repeat } of parts(pair)) {
    for (let point = 0; point < run.values.length; point++) {
      ratio = Math.max(ratio, Math.abs(run.values[point] - repeat.values[point]) / run.allowance(point));
    }
  }
  return ratio;
}

/** The real quantities of both runs of a pair, in the order of the first run's signals. */
function parts({ run, repeat }: RunPair<Waveforms>): RunPair<SweptQuantity>[] {
  return run.signals.flatMap((signal) => {
    const repeated = partsOf(signalOf(repeat, signal.name));
    return partsOf(signal).map((part, index) => ({ run: part, repeat: repeated[index] }));
  });
}

function partsOf({ name, unit, values, imaginary }: SignalValues): SweptQuantity[] {
  if (!imaginary) {
    const [low, high] = extent(values);
    return [{ name, values, range: high - low, allowance: (point) => staticAllowance(values[point], unit) }];
  }
  const magnitudes = values.map((real, point) => Math.hypot(real, imaginary[point]));
  const range = extent(magnitudes)[1];
  const allowance = (point: number) => rangeShare * magnitudes[point] + staticShare * range;
  return [
    { name: `re(${name})`, values, range, allowance },
    { name: `im(${name})`, values: imaginary, range, allowance },
  ];
}

function largest(a: Float64Array, b: Float64Array): { maxAbs: number; rms: number } {
  let maxAbs = 0;
  let squares = 0;
  for (let point = 0; point < b.length; point++) {
    const off = Math.abs(a[point] - b[point]);
    if (!(off <= maxAbs)) maxAbs = off;
    squares += off * off;
  }
  return { maxAbs, rms: Math.sqrt(squares / Math.max(1, b.length)) };
}

/** Why two sweeps cannot be compared point by point, or undefined. */
function scaleMisfit(ours: Waveforms, reference: Waveforms): string | undefined {
  const counts = [ours, reference].map((run) => run.signals[0]?.values.length ?? 0);
  if (counts[0] !== counts[1]) return `${counts[0]} points, ngspice has ${counts[1]}`;
  for (const [level, { name, values }] of ours.scales.entries()) {
    const others = reference.scales[level].values;
    const [low, high] = extent(others);
    const rounding = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
    const point = values.findIndex((value, index) => !(Math.abs(value - others[index]) <= rounding));
    if (point >= 0) return `point ${point + 1}: ${name} is ${values[point]}, in ngspice ${others[point]}`;
  }
  return undefined;
}

function placeOf({ scales }: Waveforms, point: number): string {
  const at = scales.map(({ name, unit, values }) => `${name} = ${shortNumber(values[point])} ${unit}`.trim());
  return at.length > 0 ? ` at ${at.join(", ")}` : "";
}
