import type { LifNeuron } from "../../models/lif-neuron.js";

/** The membranes of a network's neurons. */
export interface Membranes {
  /** V `[neurons]` */
  readonly membrane: Float64Array;
  /** s, V `[neurons]` */
  readonly synapticInput: Float64Array;
  /** What is left of the refractory period, s `[neurons]` */
  readonly refractory: Float64Array;
}

/**
 * - with-spike: a neuron that spikes is at its reset potential after the step
 * - one-step-late: it integrates in that step as if it had not spiked, and is reset in the next, as long as the refractory period is
 *   above 0: what the thesis's training code does, where a second assignment overwrites the first
 */
export type ResetTime = "with-spike" | "one-step-late";

/**
 * One forward Euler step of one neuron, in place; in the order of the thesis's code:
 *
 *     while refractory: V = V_reset
 *     the neuron spikes if V > V_th
 *     s += dt/tau_syn (0 - s) + arriving           (exponential responses; pulses: V += area/tau_m arriving)
 *     V += 1/tau_m (V_rev - V + s + R_m I) dt; at the reset potential if it spikes or is inhibited (I < 0)
 *
 * @param arriving sum of the weights of the spikes that arrive in this step, V
 * @param current A
 * @returns 1 if the neuron spikes, else 0
 */
export type MembraneStep = (membranes: Membranes, neuron: number, arriving: number, current: number) => number;

/** The step of this neuron. `round` is the rounding of each operation. */
export function membraneStep(
  neuron: LifNeuron,
  timestep: number,
  reset: ResetTime,
  round: (value: number) => number,
): MembraneStep {
  const rate = round(1 / neuron.membraneTimeConstant);
  const rest = round(neuron.reversalPotential);
  const resetPotential = round(neuron.resetPotential);
  const threshold = round(neuron.threshold);
  const resistance = round(neuron.membraneResistance);
  const period = round(neuron.refractoryPeriod);
  const dt = round(timestep);
  const { synapticResponse } = neuron;
  const pulse = synapticResponse.kind === "pulse" ? round(synapticResponse.area) : undefined;
  const responseRate = synapticResponse.kind === "pulse" ? 0 : round(1 / synapticResponse.timeConstant);
  return (membranes, k, arriving, current) => {
    const left = membranes.refractory[k];
    const voltage = left > 0 ? resetPotential : membranes.membrane[k];
    const spikes = voltage > threshold;
    let response = 0;
    if (pulse === undefined) {
      const before = membranes.synapticInput[k];
      response = round(round(before - round(round(before * responseRate) * dt)) + arriving);
      membranes.synapticInput[k] = response;
    }
    const leak = round(rate * round(round(rest - voltage) + response));
    const drive = round(rate * round(resistance * current));
    let after = round(voltage + round(round(leak + drive) * dt));
    if (pulse !== undefined) after = round(after + round(rate * round(arriving * pulse)));
    if ((spikes && reset === "with-spike") || current < 0) after = resetPotential;
    membranes.membrane[k] = after;
    membranes.refractory[k] = spikes ? period : Math.max(round(left - dt), 0);
    return spikes ? 1 : 0;
  };
}
