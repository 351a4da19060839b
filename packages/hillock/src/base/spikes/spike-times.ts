import { edgeLevels, extent, findEdges } from "../crossings.js";
import { HillockError } from "../error.js";
import type { Waveforms } from "../waveforms.js";

/**
 * When a signal of a transient spikes: its rises through `threshold`, having been below and going on above it by a tenth of
 * the signal's range (at most half the way to the end of the range), so that ripple around the threshold is no spike.
 *
 * @param signal as the run names it, `v(out)`
 * @param threshold V or A; a signal that never passes it has no spikes
 * @returns `[spikes]`, ascending, s
 * @throws spikes/no-time-axis unless the run is a transient; spikes/unknown-signal; spikes/threshold
 */
export function spikeTimes(run: Waveforms, signal: string, threshold: number): Float64Array {
  const values = run.signals.find(({ name }) => name === signal)?.values;
  if (run.analysis !== "transient") {
    throw new HillockError({
      code: "spikes/no-time-axis",
      problem: `spikes are sought in a run that has no time axis: its analysis is ${run.analysis}`,
      help: "give the waveforms of a transient",
    });
  }
  if (!values) {
    throw new HillockError({
      code: "spikes/unknown-signal",
      problem: `the run has no signal ${signal}`,
      details: [`It has ${run.signals.map(({ name }) => name).join(", ")}.`],
      help: "name one of them, or add the signal to what the circuit saves",
    });
  }
  if (!Number.isFinite(threshold)) {
    throw new HillockError({ code: "spikes/threshold", problem: `the threshold of ${signal} is ${threshold}` });
  }
  const [low, high] = extent(values);
  if (!(low < threshold && threshold < high)) return new Float64Array(0);
  return findEdges(run.scales[0].values, values, edgeLevels(low, high, threshold)).rises;
}
