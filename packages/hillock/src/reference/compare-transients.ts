import { extent } from "../base/crossings.js";
import { shortNumber } from "../base/short-number.js";
import type { Waveforms } from "../base/waveforms.js";
import { intervalShare, spikeTimeShare, transientAllowance } from "./agreement.js";
import { interval } from "./alignment.js";
import type { AnalysisReport, RunPair, SignalReport, SpikeReport } from "./report.js";
import { signalOf, spikeTrains, type TrainDefinition } from "./spike-train.js";
import { type TrainDifference, type TransientDifference, transientDifference } from "./transient-difference.js";

/**
 * A signal whose own error in the reference is a larger share of its range says nothing: the reference is unconverged.
 */
const vagueShare = 0.05;

/** An own error of ours above this share of a signal's range is worth a note. */
const notableShare = 0.01;

/**
 * Compares two engines' transients of one circuit.
 *
 * - Spikes agree if their numbers are equal and each |dt| <= 1 us per 100 ms of run + 2 (e + e'), and never more than
 *   0.5 % of the shorter inter-spike interval beside it; e and e' are the engines' own errors: the largest shift of a
 *   spike between an engine's two runs.
 * - Other values agree within 1e-3 of the signal's range + 2 (e + e'), with e the largest difference between an engine's
 *   two runs; they are compared as {@link transientDifference} says.
 *
 * The reference is unconverged if its spike number changes with its tolerance, or if only its own error stands
 * between a difference and the bound of 0.5 %.
 */
export function compareTransients(
  ours: RunPair<Waveforms>,
  reference: RunPair<Waveforms>,
  thresholds: ReadonlyMap<string, number> = new Map(),
): AnalysisReport {
  const trains = spikeTrains(ours.run, reference.run, thresholds);
  const allowance = allowances(reference.run);
  const cross = transientDifference(ours.run, reference.run, trains, allowance);
  const ourOwn = selfDifference(ours, trains, allowance);
  const referenceOwn = selfDifference(reference, trains, allowance);
  const times = reference.run.scales[0].values;
  const duration = times[times.length - 1] - times[0];

  const failures = ours.run.signals
    .filter(({ values }) => values.some((value) => !Number.isFinite(value)))
    .map(({ name }) => `${name} is not a number somewhere`);
  const unconverged: string[] = [];
  const notes: string[] = [];
  const spikes = cross.trains.map((train, index): SpikeReport => {
    const own = [ourOwn.trains[index].worst, referenceOwn.trains[index].worst] as const;
    const { failure, vague } = judgeTrain(train, own, duration);
    if (failure) failures.push(failure);
    if (vague) unconverged.push(vague);
    return {
      signal: train.signal,
      count: train.counts[0],
      reference: train.counts[1],
      worst: finiteOrNull(train.worst),
      selfError: finiteOrNull(own[0] + own[1]),
    };
  });
  const signals = cross.signals.map(({ name, maxAbs, rms, at }, index): SignalReport => {
    const own = [ourOwn.signals[index].maxAbs, referenceOwn.signals[index].maxAbs] as const;
    const [low, high] = extent(signalOf(reference.run, name).values);
    const allowed = allowance(name) + 2 * (own[0] + own[1]);
    const where = `${name}: off by ${shortNumber(maxAbs)} at ${shortNumber(at)} s`;
    if (maxAbs > allowed) failures.push(`${where}, allowed are ${shortNumber(allowed)}`);
    else if (maxAbs > allowance(name) && own[1] > vagueShare * (high - low)) {
      unconverged.push(`${where}, and ngspice's own error is ${shortNumber(own[1])}`);
    }
    if (own[0] > Math.max(notableShare * (high - low), allowance(name))) {
      notes.push(`${name}: our own error is ${shortNumber(own[0])}; a smaller tolerance would compare better`);
    }
    return { name, maxAbs, rms, range: high - low, selfError: own[0] + own[1] };
  });
  return {
    signals,
    spikes,
    verdict: unconverged.length > 0 ? "reference-unconverged" : failures.length > 0 ? "fail" : "pass",
    reasons: [...unconverged, ...failures],
    notes,
    traces: new Map(cross.signals.map(({ name, trace }) => [name, trace])),
  };
}

/**
 * The largest ratio of an engine's own error to what is allowed to a perfect engine; infinite if a spike number changes
 * with the tolerance. Below 1/4 an engine is exact enough to judge the other.
 */
export function transientSelfRatio(
  pair: RunPair<Waveforms>,
  thresholds: ReadonlyMap<string, number> = new Map(),
): number {
  const trains = spikeTrains(pair.run, pair.repeat, thresholds);
  const allowance = allowances(pair.repeat);
  const own = selfDifference(pair, trains, allowance);
  const times = pair.run.scales[0].values;
  const duration = times[times.length - 1] - times[0];
  const ofSpikes = own.trains.map(({ worst, times: spikes }) => {
    const shortest = spikes.reduce(
      (least, _, spike) => Math.min(least, shorterInterval(spikes, spike, duration)),
      duration,
    );
    return worst / Math.min(spikeTimeShare * duration, intervalShare * shortest);
  });
  const ofSignals = own.signals.map(({ name, maxAbs }) => maxAbs / allowance(name));
  return Math.max(0, ...ofSpikes, ...ofSignals);
}

function selfDifference(
  { run, repeat }: RunPair<Waveforms>,
  trains: readonly TrainDefinition[],
  allowance: (name: string) => number,
): TransientDifference {
  // An own error is to be small compared with what is allowed, so plain time is good enough only then.
  return transientDifference(run, repeat, trains, (name) => 0.1 * allowance(name));
}

function allowances(run: Waveforms): (name: string) => number {
  const byName = new Map(
    run.signals.map(({ name, unit, values }) => [name, transientAllowance(...extent(values), unit)]),
  );
  return (name) => byName.get(name) ?? 0;
}

/** What is wrong with a train, if anything, and whether the reference is too vague to tell. */
function judgeTrain(
  { signal, counts, times, shifts }: TrainDifference,
  [ourOwn, referenceOwn]: readonly [number, number],
  duration: number,
): { failure?: string; vague?: string } {
  if (referenceOwn === Number.POSITIVE_INFINITY) {
    return { vague: `${signal}: ngspice's number of spikes changes with its tolerance` };
  }
  if (counts[0] !== counts[1]) {
    const own = ourOwn === Number.POSITIVE_INFINITY ? " (a number that changes with the tolerance)" : "";
    return { failure: `${signal}: ${counts[0]} spikes${own}, ngspice has ${counts[1]}` };
  }
  const allowed = spikeTimeShare * duration + 2 * (ourOwn + referenceOwn);
  let worst: { excess: number; spike: number; limit: number } | undefined;
  for (let spike = 0; spike < shifts.length; spike++) {
    const limit = Math.min(allowed, intervalShare * shorterInterval(times, spike, duration));
    const excess = Math.abs(shifts[spike]) / limit;
    if (excess > (worst?.excess ?? 1)) worst = { excess, spike, limit };
  }
  if (!worst) return {};
  const { spike, limit } = worst;
  const shift = Math.abs(shifts[spike]);
  const text = `${signal}: spike ${spike + 1} at ${shortNumber(times[spike])} s is off by ${shortNumber(shift)} s, allowed are ${shortNumber(limit)} s`;
  const onlyTheBound = shift <= allowed && referenceOwn >= ourOwn;
  return onlyTheBound
    ? { vague: `${text} (ngspice's own error is ${shortNumber(referenceOwn)} s)` }
    : { failure: text };
}

/** The shorter of the intervals before and after a spike, s. */
function shorterInterval(times: Float64Array, spike: number, duration: number): number {
  return Math.min(interval(times, spike - 1, 0, duration), interval(times, spike, 0, duration));
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
