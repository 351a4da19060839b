import type { CircuitSynapse } from "./circuit-synapse.js";
import type { DifferentialSynapse } from "./differential-synapse.js";
import { type Precision, rounding } from "./euler/settings.js";

/**
 * What the synapses of a layer are in at one moment, as arrays `[neurons, inputs]`: the inputs of one neuron beside each other.
 * A network's state has these arrays, so that it can be handed to the integrators as it is.
 */
export interface SynapseStates {
  /** c, mM; of the circuit i_ca, A */
  readonly calcium: Float64Array;
  /** h; of the circuit v_h, V */
  readonly earlyPhase: Float64Array;
  /** z */
  readonly latePhase: Float64Array;
  /** Whether protein is available (p = alpha), 0 or 1; equal within a neuron by the rule "neuron" */
  readonly protein: Uint8Array;
  /** Of the counter's oscillator, 0 ... 1; needed by the late phase "counter" only */
  readonly oscillatorPhase?: Float64Array;
}

/** State of one synapse from which a run begins; what is absent is at rest. */
export interface InitialSynapse {
  /** c, mM; of the circuit i_ca, A */
  readonly calcium?: number;
  /** h; of the circuit v_h, V */
  readonly earlyPhase?: number;
  /** z */
  readonly latePhase?: number;
  readonly protein?: boolean;
  /** Of the counter's oscillator, from 0 to below 1 */
  readonly oscillatorPhase?: number;
}

/** A synapse's parameters, of either model. */
export type Synapse = CircuitSynapse | DifferentialSynapse;

/** Which of the two models parameters belong to. */
export function isCircuit(synapse: Synapse): synapse is CircuitSynapse {
  return "capacitance" in synapse;
}

/** Where calcium settles without spikes: I_TH I_INDC/I_TAU of the circuit, A; 0 of the differential equations, mM. */
export function restingCalcium(synapse: Synapse): number {
  return isCircuit(synapse) ? (synapse.gainCurrent * synapse.tailCurrent) / synapse.leakCurrent : 0;
}

/** Where the early phase settles without calcium: V_H0 of the circuit, h_0 of the differential equations, V. */
export function restingEarlyPhase(synapse: Synapse): number {
  return isCircuit(synapse) ? synapse.restingVoltage : synapse.restingWeight;
}

/**
 * States of `count` synapses that all begin alike: calcium and early phase at rest, all else 0 unless `initial` says otherwise.
 *
 * @param count neurons x inputs
 * @param precision of the integrator they are for: with "single" they are rounded to floats
 */
export function synapseStates(
  synapse: Synapse,
  count: number,
  initial: InitialSynapse = {},
  precision: Precision = "double",
): SynapseStates {
  const round = rounding(precision);
  const filled = (value: number) => new Float64Array(count).fill(round(value));
  return {
    calcium: filled(initial.calcium ?? restingCalcium(synapse)),
    earlyPhase: filled(initial.earlyPhase ?? restingEarlyPhase(synapse)),
    latePhase: filled(initial.latePhase ?? 0),
    protein: new Uint8Array(count).fill(initial.protein ? 1 : 0),
    oscillatorPhase: filled(initial.oscillatorPhase ?? 0),
  };
}

/** w = beta (v_h + V_H0 z) of the circuit, V/V; h + h_0 z of the differential equations, V. */
export function synapticWeight(synapse: Synapse, earlyPhase: number, latePhase: number): number {
  return isCircuit(synapse)
    ? synapse.weightFactor * earlyPhase + synapse.weightFactor * synapse.restingVoltage * latePhase
    : earlyPhase + synapse.restingWeight * latePhase;
}
