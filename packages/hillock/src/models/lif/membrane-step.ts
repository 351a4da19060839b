import type { LifNeuron } from "../lif-neuron.js";
import { type Precision, rounding } from "../stc/euler/settings.js";
import type { Inhibition } from "./lif-input.js";

/** The membranes of neurons. */
export interface Membranes {
  /** V `[neurons]` */
  readonly membrane: Float64Array;
  /** s = sum_j sum_k w_j epsilon(t - t_j^k) of exponential responses, V `[neurons]` */
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

/** How a neuron is integrated by forward Euler; the first of each is what eq. (1) means and the default. */
export interface MembraneSettings {
  /** dt, s */
  readonly timestep: number;
  readonly precision?: Precision;
  readonly reset?: ResetTime;
  readonly inhibition?: Inhibition;
}

/**
 * One forward Euler step of one neuron, in place; in the order of the thesis's code:
 *
 *     while refractory: V = V_reset
 *     the neuron spikes if V > V_th
 *     s += 1/tau_syn (0 - s) dt + arriving          (exponential responses)
 *     V += 1/tau_m (V_rev - V + s + R_m I) dt + 1/tau_m area arriving    (the latter: pulses)
 *     V = V_reset if it spikes; the late reset leaves that to the refractory period
 *
 * @param arriving sum of the weights of the spikes that arrive in this step, V
 * @param current A
 * @returns 1 if the neuron spikes, else 0
 */
export type MembraneStep = (membranes: Membranes, neuron: number, arriving: number, current: number) => number;

/** The forward Euler step of neurons with these constants. */
export function membraneStep(neuron: LifNeuron, settings: MembraneSettings): MembraneStep {
  const { timestep, precision = "double", reset = "with-spike", inhibition = "by-current" } = settings;
  const round = rounding(precision);
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
    const held = current < 0 && inhibition === "holds-reset";
    if ((spikes && reset === "with-spike") || held) after = resetPotential;
    membranes.membrane[k] = after;
    membranes.refractory[k] = spikes ? period : Math.max(round(left - dt), 0);
    return spikes ? 1 : 0;
  };
}
