import type { Edges } from "../base/crossings.js";
import type { Waveforms } from "../base/waveforms.js";
import { type Alignment, alignSpikes, plainTime } from "./alignment.js";
import { type DifferenceMeasure, type DifferenceTrace, differenceTrace, measureTrace } from "./difference.js";
import { mergeIntervals, stepsAcrossJumps } from "./jumps.js";
import { edgesOf, signalOf, type TrainDefinition } from "./spike-train.js";

/** How the spikes of one train differ between two runs. */
export interface TrainDifference {
  readonly signal: string;
  /** Number of spikes in each run. */
  readonly counts: readonly [number, number];
  /** Times of the first run's spikes, s. */
  readonly times: Float64Array;
  /** First minus second, per spike, s; empty if the counts differ. */
  readonly shifts: Float64Array;
  /** Largest |shift|, s; infinite if the counts differ. */
  readonly worst: number;
}

/** How one signal differs between two runs. */
export interface SignalDifference extends DifferenceMeasure {
  readonly name: string;
  readonly trace: DifferenceTrace;
  /** The train on whose spikes the runs were laid, if any. */
  readonly alignedAt: string | undefined;
}

export interface TransientDifference {
  readonly trains: readonly TrainDifference[];
  readonly signals: readonly SignalDifference[];
}

/**
 * Two engines, or two runs of one, need not put a jump at the same side of its instant: points this share of the run
 * apart count as one instant (0.1 ns in 100 ms).
 */
const instantShare = 1e-9;

/**
 * How two transients of one circuit differ.
 *
 * Spikes are matched in order if their number is equal. A signal is compared on plain time; if it differs by more than
 * `enough`, also between matched spikes, on a time axis aligned at those of its own train or of another train of the
 * circuit (a membrane has edges where its neuron spikes, whether or not it is a train itself). The least difference
 * counts: each of these alignments moves time by no more than the spikes' own differences, which are judged apart.
 *
 * @param enough what a signal may differ by, V or A
 */
export function transientDifference(
  first: Waveforms,
  second: Waveforms,
  definitions: readonly TrainDefinition[],
  enough: (signal: string) => number,
): TransientDifference {
  const times = first.scales[0].values;
  const [start, end] = [times[0], times[times.length - 1]];
  const trains: TrainDifference[] = [];
  const alignments: { train: string; alignment: Alignment }[] = [];
  for (const definition of definitions) {
    const edges = [edgesOf(first, definition), edgesOf(second, definition)] as const;
    trains.push(trainDifference(definition.signal, edges));
    const same = edges[0].rises.length === edges[1].rises.length && edges[0].rises.length > 0;
    if (same) alignments.push({ train: definition.signal, alignment: alignSpikes(...edges, start, end) });
  }
  const signals = second.signals.map(({ name }) => {
    const ownFirst = [...alignments].sort((a, b) => Number(b.train === name) - Number(a.train === name));
    let best = signalDifference(first, second, name, plainTime, undefined);
    for (const { train, alignment } of ownFirst) {
      if (best.maxAbs <= enough(name)) break;
      const candidate = signalDifference(first, second, name, alignment, train);
      if (candidate.maxAbs < best.maxAbs) best = candidate;
    }
    return best;
  });
  return { trains, signals };
}

function trainDifference(signal: string, [first, second]: readonly [Edges, Edges]): TrainDifference {
  const counts = [first.rises.length, second.rises.length] as const;
  const times = first.rises;
  if (counts[0] !== counts[1])
    return { signal, counts, times, shifts: new Float64Array(0), worst: Number.POSITIVE_INFINITY };
  const shifts = times.map((time, spike) => time - second.rises[spike]);
  return { signal, counts, times, shifts, worst: shifts.reduce((worst, shift) => Math.max(worst, Math.abs(shift)), 0) };
}

function signalDifference(
  first: Waveforms,
  second: Waveforms,
  name: string,
  { toFirst, excluded }: Alignment,
  alignedAt: string | undefined,
): SignalDifference {
  const times = first.scales[0].values;
  const { values } = signalOf(first, name);
  const otherTimes = toFirst(second.scales[0].values);
  const otherValues = signalOf(second, name).values;
  const gaps = mergeIntervals([
    ...excluded,
    ...stepsAcrossJumps(times, values, otherTimes, otherValues),
    ...stepsAcrossJumps(otherTimes, otherValues, times, values),
  ]);
  const instant = instantShare * (times[times.length - 1] - times[0]);
  const trace = differenceTrace(times, values, otherTimes, otherValues, gaps, instant);
  return { name, ...measureTrace(trace), trace, alignedAt };
}
