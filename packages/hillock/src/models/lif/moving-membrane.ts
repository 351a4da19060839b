import type { LifNeuron } from "../lif-neuron.js";
import { crossingTime, inputAt, potentialAt } from "./membrane-course.js";

/** A membrane on its way in continuous time: where it is, and its course from there on (`MembraneCourse`). */
export interface MovingMembrane {
  /** s */
  time: number;
  /** V */
  potential: number;
  /** V_rev + R_m I: where it tends without input, V */
  asymptote: number;
  /** s = sum_j sum_k w_j epsilon(t - t_j^k) of exponential responses, V; 0 with pulses */
  input: number;
  /** Until when it is held at the reset potential, s */
  heldUntil: number;
  /** tau_m, s */
  readonly timeConstant: number;
  /** tau_syn, s; infinite with pulses */
  readonly inputTimeConstant: number;
}

/** A membrane at its reversal potential at 0 s. */
export function restingMembrane(neuron: LifNeuron): MovingMembrane {
  const { reversalPotential, membraneTimeConstant, synapticResponse } = neuron;
  return {
    time: 0,
    potential: reversalPotential,
    asymptote: reversalPotential,
    input: 0,
    heldUntil: 0,
    timeConstant: membraneTimeConstant,
    inputTimeConstant: synapticResponse.kind === "pulse" ? Number.POSITIVE_INFINITY : synapticResponse.timeConstant,
  };
}

/**
 * Lets a membrane go on without spikes of its inputs until a time, s, or until it exceeds its threshold before.
 *
 * @returns whether it spikes; then the membrane is reset at the time of the spike
 */
export function relax(membrane: MovingMembrane, neuron: LifNeuron, until: number): boolean {
  if (membrane.time < membrane.heldUntil) {
    holdAtReset(membrane, neuron, Math.min(membrane.heldUntil, until));
    if (membrane.heldUntil > until) return false;
  }
  const { time } = membrane;
  if (membrane.potential > neuron.threshold) return fire(membrane, neuron, time);
  const duration = until - time;
  if (!(duration > 0)) return false;
  const crossing = crossingTime(membrane, neuron.threshold, duration);
  if (crossing < duration) {
    membrane.input = inputAt(membrane, crossing);
    return fire(membrane, neuron, time + crossing);
  }
  membrane.potential = potentialAt(membrane, duration);
  membrane.input = inputAt(membrane, duration);
  membrane.time = until;
  return false;
}

/** Keeps a membrane at the reset potential until a time, s, whatever its inputs do. */
export function holdAtReset(membrane: MovingMembrane, neuron: LifNeuron, until: number): void {
  membrane.input = inputAt(membrane, until - membrane.time);
  membrane.potential = neuron.resetPotential;
  membrane.time = until;
}

/**
 * Receives spikes of the inputs. Pulses: V jumps by the sum of their weights times area/tau_m, unless the membrane is refractory;
 * exponential responses: s jumps by the sum of their weights.
 *
 * @param weight sum of the weights, V
 * @returns whether it spikes; then the membrane is reset
 */
export function receive(membrane: MovingMembrane, neuron: LifNeuron, weight: number): boolean {
  const { synapticResponse, membraneTimeConstant } = neuron;
  if (synapticResponse.kind === "exponential") {
    membrane.input += weight;
    return false;
  }
  if (membrane.time < membrane.heldUntil) return false;
  membrane.potential += (weight * synapticResponse.area) / membraneTimeConstant;
  return membrane.potential > neuron.threshold && fire(membrane, neuron, membrane.time);
}

function fire(membrane: MovingMembrane, neuron: LifNeuron, time: number): true {
  membrane.time = time;
  membrane.potential = neuron.resetPotential;
  membrane.heldUntil = time + neuron.refractoryPeriod;
  return true;
}
