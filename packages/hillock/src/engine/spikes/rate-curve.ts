import { HillockError } from "../../base/error.js";
import { meanRate } from "../../base/spikes/rate.js";
import { spikeTimes } from "../../base/spikes/spike-times.js";
import type { Circuit } from "../../netlist/circuit.js";
import { type SimulationSettings, simulate } from "../simulate.js";

/** A neuron's rate as a function of what drives it. */
export interface RateCurve {
  /** `[points]`, in the drive's unit: A for an f-I curve. */
  readonly drives: Float64Array;
  /** `[points]`, 1/s */
  readonly rates: Float64Array;
}

/** How a rate curve is measured. */
export interface RateCurveSettings extends SimulationSettings {
  /** The circuit under one drive, with one analysis, a transient. */
  readonly circuit: (drive: number) => Circuit;
  /** The signal whose spikes count, `v(out)`, and its threshold, V or A. */
  readonly signal: string;
  readonly threshold: number;
  /** Spikes before this time do not count, s; default 0. */
  readonly from?: number;
}

/**
 * f-I curve: the mean rate of a transient per drive, from `from` to the end of the run,
 *
 *     f(I) = (spikes in [from, stop)) / (stop - from).
 *
 * @param drives `[points]`: currents, pulse heights, ...
 * @throws spikes/not-one-transient; what `simulate`, `spikeTimes` and `meanRate` throw
 */
export function rateCurve(drives: ArrayLike<number>, settings: RateCurveSettings): RateCurve {
  const { circuit, signal, threshold, from = 0, ...simulation } = settings;
  const values = Float64Array.from(drives);
  return {
    drives: values,
    rates: values.map((drive) => {
      const driven = circuit(drive);
      if (driven.analyses.length !== 1 || driven.analyses[0].kind !== "transient") throw notOneTransient();
      const [{ waveforms }] = simulate(driven, simulation);
      const times = waveforms.scales[0].values;
      return meanRate(spikeTimes(waveforms, signal, threshold), from, times[times.length - 1]);
    }),
  };
}

function notOneTransient(): HillockError {
  return new HillockError({
    code: "spikes/not-one-transient",
    problem: "a rate is measured on the circuit's transient, and this circuit does not have exactly that one analysis",
    help: "give a circuit with one .tran analysis and no other",
  });
}
