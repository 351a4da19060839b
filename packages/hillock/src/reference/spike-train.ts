import { type EdgeLevels, type Edges, edgeLevels, extent, findEdges } from "../base/crossings.js";
import { HillockError } from "../base/error.js";
import type { SignalValues, Waveforms } from "../base/waveforms.js";
import { staticAllowance } from "./agreement.js";

/** A signal that is taken as a spike train, and the levels that its spikes pass. */
export interface TrainDefinition {
  readonly signal: string;
  readonly levels: EdgeLevels;
}

/** A signal with fewer rises is no spike train. */
const fewestSpikes = 3;

/**
 * The spike trains among the signals of two runs of a circuit: a signal that rises at least 3 times through the middle of
 * its range (that of the reference), with hysteresis at 40 and 60 %, in either run; and every signal with an explicit
 * threshold, however often it spikes. A signal that is constant to the accuracy of static values is none.
 *
 * @param thresholds level by signal name, V or A
 */
export function spikeTrains(
  ours: Waveforms,
  reference: Waveforms,
  thresholds: ReadonlyMap<string, number>,
): TrainDefinition[] {
  const trains: TrainDefinition[] = [];
  for (const signal of reference.signals) {
    const [low, high] = extent(signal.values);
    const threshold = thresholds.get(signal.name);
    const levels = edgeLevels(low, high, threshold);
    const moves = high - low > 10 * staticAllowance(Math.max(Math.abs(low), Math.abs(high)), signal.unit);
    const fires = (run: Waveforms) => edgesOf(run, { signal: signal.name, levels }).rises.length >= fewestSpikes;
    if (threshold !== undefined || (moves && (fires(reference) || fires(ours))))
      trains.push({ signal: signal.name, levels });
  }
  return trains;
}

/** The train's edges in one run. */
export function edgesOf(run: Waveforms, { signal, levels }: TrainDefinition): Edges {
  return findEdges(run.scales[0].values, signalOf(run, signal).values, levels);
}

/** The signal of this name; runs of one circuit have the same signals. */
export function signalOf(run: Waveforms, name: string): SignalValues {
  const found = run.signals.find((signal) => signal.name === name);
  if (!found) {
    throw new HillockError({
      code: "reference/different-signals",
      problem: `a run has no signal ${name}`,
      help: "compare runs of one circuit that kept the same signals",
    });
  }
  return found;
}
