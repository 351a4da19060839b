import { exp, expm1 } from "../../expr/elementary/exponential.js";
import { log } from "../../expr/elementary/logarithm.js";
import type { LifNeuron } from "../../models/lif-neuron.js";

/** A membrane on its way. */
export interface Membrane {
  /** s */
  time: number;
  /** V */
  potential: number;
  /** s_syn = sum_j sum_k w_j epsilon(t - t_j^k) of exponential responses, V; 0 with pulses */
  input: number;
  /** Until when it is held at the reset potential, s */
  heldUntil: number;
  /** V_rev + R_m I: where it tends without input, V */
  asymptote: number;
}

/**
 * Lets a membrane go on without spikes of its inputs,
 *
 *     tau_m dV/dt = V_inf - V + s_syn,   s_syn = s_syn(0) exp(-t/tau_syn)
 *
 * until a time, or until it exceeds its threshold before. Without s_syn that is tau_m ln((V_inf - V(0))/(V_inf - V_th)) later, if V_inf
 * is above the threshold; with it the time is found by bisection to the last bit.
 *
 * @returns whether it spikes; then the membrane is reset at the time of the spike
 */
export function relax(membrane: Membrane, neuron: LifNeuron, until: number): boolean {
  if (membrane.time < membrane.heldUntil) {
    holdAtReset(membrane, neuron, Math.min(membrane.heldUntil, until));
    if (membrane.heldUntil > until) return false;
  }
  const { potential, time } = membrane;
  if (potential > neuron.threshold) return fire(membrane, neuron, time);
  const duration = until - time;
  if (!(duration > 0)) return false;
  const crossing = crossingTime(membrane, neuron, duration);
  if (crossing <= duration) {
    membrane.input = inputAfter(membrane, neuron, crossing);
    return fire(membrane, neuron, time + crossing);
  }
  membrane.potential = potentialAfter(membrane, neuron, duration);
  membrane.input = inputAfter(membrane, neuron, duration);
  membrane.time = until;
  return false;
}

/** Keeps a membrane at the reset potential until a time, whatever its inputs do. */
export function holdAtReset(membrane: Membrane, neuron: LifNeuron, until: number): void {
  membrane.input = inputAfter(membrane, neuron, until - membrane.time);
  membrane.potential = neuron.resetPotential;
  membrane.time = until;
}

/**
 * Receives spikes of the inputs. Pulses: V jumps by the sum of their weights times area/tau_m, unless the membrane is refractory;
 * exponential responses: s_syn jumps by the sum of their weights.
 *
 * @param weight sum of the weights, V
 * @returns whether it spikes; then the membrane is reset
 */
export function receive(membrane: Membrane, neuron: LifNeuron, weight: number): boolean {
  const { synapticResponse, membraneTimeConstant } = neuron;
  if (synapticResponse.kind === "exponential") {
    membrane.input += weight;
    return false;
  }
  if (membrane.time < membrane.heldUntil) return false;
  membrane.potential += (weight * synapticResponse.area) / membraneTimeConstant;
  return membrane.potential > neuron.threshold && fire(membrane, neuron, membrane.time);
}

function fire(membrane: Membrane, neuron: LifNeuron, time: number): true {
  membrane.time = time;
  membrane.potential = neuron.resetPotential;
  membrane.heldUntil = time + neuron.refractoryPeriod;
  return true;
}

function inputAfter({ input }: Membrane, { synapticResponse }: LifNeuron, duration: number): number {
  if (input === 0 || synapticResponse.kind === "pulse") return input;
  return input * exp(-duration / synapticResponse.timeConstant);
}

function potentialAfter(membrane: Membrane, neuron: LifNeuron, duration: number): number {
  const { asymptote, potential, input } = membrane;
  const { membraneTimeConstant: slow, synapticResponse } = neuron;
  const left = exp(-duration / slow);
  const alone = asymptote + (potential - asymptote) * left;
  if (input === 0 || synapticResponse.kind === "pulse") return alone;
  // (exp(-t/tau_syn) - exp(-t/tau_m)) tau_syn/(tau_syn - tau_m), also where the two are nearly or exactly equal.
  const fast = synapticResponse.timeConstant;
  const difference = 1 / slow - 1 / fast;
  const response = difference === 0 ? duration / slow : expm1(duration * difference) / (difference * slow);
  return alone + input * left * response;
}

/** When the threshold is exceeded, s from now; infinite if not within the duration. */
function crossingTime(membrane: Membrane, neuron: LifNeuron, duration: number): number {
  const { asymptote, potential, input } = membrane;
  const { threshold, membraneTimeConstant } = neuron;
  if (input === 0) {
    if (!(asymptote > threshold)) return Number.POSITIVE_INFINITY;
    return Math.max(0, membraneTimeConstant * log((asymptote - potential) / (asymptote - threshold)));
  }
  // V goes to V_inf + s_syn, which is between V_inf and V_inf + s_syn(0).
  if (!(Math.max(asymptote, asymptote + input) > threshold)) return Number.POSITIVE_INFINITY;
  const isAbove = (time: number): boolean => potentialAfter(membrane, neuron, time) > threshold;
  if (isAbove(duration)) return firstTime(isAbove, duration);
  // V, made of two exponentials, has at most one extremum: a peak in between is one of a V that rises at first and falls at last.
  const falls = (time: number): boolean =>
    asymptote + inputAfter(membrane, neuron, time) < potentialAfter(membrane, neuron, time);
  if (falls(0) || !falls(duration)) return Number.POSITIVE_INFINITY;
  const peak = firstTime(falls, duration);
  return isAbove(peak) ? firstTime(isAbove, peak) : Number.POSITIVE_INFINITY;
}

/** The time from which on a condition holds that does at `until` and not at 0, to the last bit. */
function firstTime(holds: (time: number) => boolean, until: number): number {
  let [before, after] = [0, until];
  for (;;) {
    const middle = before + (after - before) / 2;
    if (!(middle > before && middle < after)) return after;
    if (holds(middle)) after = middle;
    else before = middle;
  }
}
