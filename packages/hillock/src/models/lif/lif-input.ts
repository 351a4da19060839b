import { HillockError } from "../../base/error.js";
import { checkNumbers } from "../finite.js";
import type { LifNeuron } from "../lif-neuron.js";
import { checkSpikeTimes } from "../spikes.js";

/** What acts on a neuron. */
export interface LifInput {
  /** When its inputs spike, ascending, s: the axon's delay comes on top */
  readonly times: ArrayLike<number>;
  /** w of the synapse of each of these spikes, V */
  readonly weights: ArrayLike<number>;
  /** I, A, from a time (s) until the next one; 0 A before the first; ascending */
  readonly currents?: readonly { readonly from: number; readonly current: number }[];
}

/**
 * What a negative current does:
 *
 * - by-current: it acts like any other, as in eq. (1)
 * - holds-reset: as long as it flows the neuron is held at its reset potential, as in the thesis's code
 */
export type Inhibition = "by-current" | "holds-reset";

/**
 * Whether a neuron's constants have a meaning; the reset potential has to be below the threshold, or it would spike without end.
 *
 * @throws HillockError `models/neuron-parameter`
 */
export function checkNeuron(neuron: LifNeuron): void {
  const code = "models/neuron-parameter";
  checkNumbers(
    "the neuron",
    neuron,
    {
      membraneTimeConstant: "positive",
      reversalPotential: "finite",
      resetPotential: "finite",
      threshold: "finite",
      membraneResistance: "not negative",
      refractoryPeriod: "not negative",
    },
    code,
  );
  const { synapticResponse } = neuron;
  if (synapticResponse.kind === "pulse")
    checkNumbers("a pulse", { area: synapticResponse.area }, { area: "positive" }, code);
  else {
    const { timeConstant, delay } = synapticResponse;
    checkNumbers("the response", { timeConstant, delay }, { timeConstant: "positive", delay: "not negative" }, code);
  }
  if (neuron.resetPotential < neuron.threshold) return;
  throw new HillockError({
    code: "models/neuron-parameter",
    place: "resetPotential",
    problem: `After a spike the neuron would be at ${neuron.resetPotential} V, not below its threshold of ${neuron.threshold} V.`,
    help: "Let the reset potential be below the threshold.",
  });
}

/**
 * Whether spikes and currents are finite and in order.
 *
 * @throws HillockError `models/spikes`, `models/settings`
 */
export function checkInput({ times, weights, currents = [] }: LifInput): void {
  checkSpikeTimes("the inputs", times, 0);
  const bad = Array.from(weights).findIndex((weight) => !Number.isFinite(weight));
  if (weights.length !== times.length || bad >= 0)
    throw new HillockError({
      code: "models/spikes",
      place: "weights",
      problem:
        bad >= 0
          ? `The weight of spike ${bad} is ${weights[bad]} V.`
          : `There are ${weights.length} weights for ${times.length} spikes.`,
      help: "Give a finite weight for each spike.",
    });
  currents.forEach(({ from, current }, k) => {
    const before = k === 0 ? Number.NEGATIVE_INFINITY : currents[k - 1].from;
    if (Number.isFinite(from) && Number.isFinite(current) && from > before) return;
    throw new HillockError({
      code: "models/settings",
      place: `current ${k}`,
      problem: `Current ${k} is ${current} A from ${from} s on${k === 0 ? "" : `, after one from ${before} s`}.`,
      help: "Give finite currents with the times from which they flow, in ascending order.",
    });
  });
}
