import { type HillockError, isHillockError } from "../../src/base/error.js";
import { type CompiledCircuit, compile } from "../../src/engine/compile.js";
import type { AnalysisResult } from "../../src/engine/record.js";
import { type SimulationSettings, simulate } from "../../src/engine/simulate.js";
import type { TransientResult } from "../../src/engine/transient/result.js";
import type { Circuit } from "../../src/netlist/circuit.js";
import { parseNetlist } from "../../src/netlist/parse.js";

/** A circuit from the lines of its netlist, without title and end. */
export const circuitOf = (lines: string): Circuit => parseNetlist(`test\n${lines}\n.end\n`, { file: "test.cir" });

/** The first analysis of a netlist, compiled anew. */
export const analyse = (lines: string, settings: SimulationSettings = {}): AnalysisResult =>
  simulate(circuitOf(lines), settings)[0];

export const runTransient = (lines: string, settings: SimulationSettings = {}): TransientResult =>
  analyse(lines, settings) as TransientResult;

export const compiled = (lines: string): CompiledCircuit => compile(circuitOf(lines));

export const scaleOf = ({ waveforms }: AnalysisResult, index = 0): Float64Array => waveforms.scales[index].values;

export function signalOf({ waveforms }: AnalysisResult, signal: string): Float64Array {
  const found = waveforms.signals.find(({ name }) => name === signal);
  if (!found) throw new Error(`no signal ${signal} among ${waveforms.signals.map(({ name }) => name).join(" ")}`);
  return found.values;
}

/** The only value of a signal in an operating point. */
export const theValue = (result: AnalysisResult, signal: string): number => signalOf(result, signal)[0];

/** A signal at a time, on the straight line between the points around it. */
export function valueAt(result: AnalysisResult, signal: string, time: number): number {
  const times = scaleOf(result);
  const values = signalOf(result, signal);
  const k = Math.max(
    1,
    times.findIndex((one) => one >= time),
  );
  return values[k - 1] + ((values[k] - values[k - 1]) * (time - times[k - 1])) / (times[k] - times[k - 1]);
}

/** The largest distance of a signal's points from a function of the scale, from `from` on. */
export function largestError(
  result: AnalysisResult,
  signal: string,
  exact: (at: number) => number,
  from = Number.NEGATIVE_INFINITY,
): number {
  const values = signalOf(result, signal);
  let largest = 0;
  scaleOf(result).forEach((at, k) => {
    if (at >= from) largest = Math.max(largest, Math.abs(values[k] - exact(at)));
  });
  return largest;
}

/** The error that `work` throws; fails if it throws none, or one of another kind. */
export function errorOf(work: () => unknown): HillockError {
  try {
    work();
  } catch (error) {
    if (isHillockError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
