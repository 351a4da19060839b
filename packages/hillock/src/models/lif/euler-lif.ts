import type { LifNeuron } from "../lif-neuron.js";
import { checkSettings, wrongSetting } from "../stc/euler/check-settings.js";
import { checkInput, checkNeuron, type LifInput } from "./lif-input.js";
import { type MembraneSettings, type Membranes, membraneStep } from "./membrane-step.js";

/** A neuron by forward Euler. Index k is the state after step k; the first step is 0. */
export interface EulerLifRun {
  /** V `[steps]` */
  readonly potential: Float64Array;
  /** Steps in which the neuron spikes */
  readonly spikes: Float64Array;
}

/**
 * A neuron that begins at its reversal potential, by forward Euler. Spikes arrive in the step nearest to their time; the neuron's own are
 * noticed a step after V crossed the threshold.
 *
 * @throws HillockError `models/...` for constants, inputs or settings without meaning
 */
export function eulerLif(
  neuron: LifNeuron,
  input: LifInput,
  settings: MembraneSettings & { readonly steps: number },
): EulerLifRun {
  const { timestep, steps } = settings;
  checkNeuron(neuron);
  checkInput(input);
  checkSettings({ timestep, precision: "double", inputs: 1, neurons: 1 });
  if (!Number.isSafeInteger(steps) || steps < 0) throw wrongSetting("steps", `There cannot be ${steps} steps.`);
  const step = membraneStep(neuron, settings);
  const { synapticResponse } = neuron;
  const delay = synapticResponse.kind === "exponential" ? synapticResponse.delay : 0;
  const membranes: Membranes = {
    membrane: new Float64Array(1).fill(neuron.reversalPotential),
    synapticInput: new Float64Array(1),
    refractory: new Float64Array(1),
  };
  const potential = new Float64Array(steps);
  const spikes: number[] = [];
  const { times, weights, currents = [] } = input;
  let next = 0;
  let flowing = -1;
  for (let k = 0; k < steps; k++) {
    let arriving = 0;
    while (next < times.length && Math.round((times[next] + delay) / timestep) <= k) arriving += weights[next++];
    while (flowing + 1 < currents.length && Math.round(currents[flowing + 1].from / timestep) <= k) flowing++;
    if (step(membranes, 0, arriving, flowing < 0 ? 0 : currents[flowing].current) === 1) spikes.push(k);
    potential[k] = membranes.membrane[0];
  }
  return { potential, spikes: Float64Array.from(spikes) };
}
