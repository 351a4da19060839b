/**
 * Leaky integrate-and-fire neuron (M. A. Nicholson, thesis, University of Groningen, 2024, eq. (1)):
 *
 *     tau_m dV/dt = V_rev - V + sum_j sum_k w_j epsilon(t - t_j^k) + R_m I(t)
 *
 * When V exceeds the threshold the neuron spikes, V is set to the reset potential and stays there for the refractory period.
 */
export interface LifNeuron {
  /** tau_m, s */
  readonly membraneTimeConstant: number;
  /** V_rev, where the membrane rests, V */
  readonly reversalPotential: number;
  /** V_reset, V */
  readonly resetPotential: number;
  /** V_th, V */
  readonly threshold: number;
  /** R_m, ohm */
  readonly membraneResistance: number;
  /** t_ref, s */
  readonly refractoryPeriod: number;
  readonly synapticResponse: SynapticResponse;
}

/**
 * What a presynaptic spike of weight w does:
 *
 * - exponential: epsilon(t) = exp(-(t - delay)/tau_syn) for t >= delay, as in eq. (1)
 * - pulse: V jumps by w area/tau_m, the limit of a short response with that area (s); the thesis's code has an area of 1 s
 *
 * w is that of the moment at which the spike arrives, and stays it for the response; what the synapse learns meanwhile, later spikes find.
 * Eq. (1) leaves this open, as its w_ji has no time. A response is what a spike released when it came, and only so do responses with
 * one time constant add up to one number for each neuron, s; with w(t) each synapse would have its own. The two differ by what w changes in
 * tau_syn, weighted with the response: little after a single spike, but a potentiation of 41 V/s moves v_h by 0.2 V in 5 ms.
 */
export type SynapticResponse =
  | { readonly kind: "exponential" /** tau_syn, s */; readonly timeConstant: number /** s */; readonly delay: number }
  | { readonly kind: "pulse" /** s */; readonly area: number };

/** Constants of J. Luboeinski and C. Tetzlaff, Commun. Biol. 4, 275 (2021), which eq. (1) has as well. */
export const luboeinskiNeuron: LifNeuron = {
  membraneTimeConstant: 10e-3,
  reversalPotential: -65e-3,
  resetPotential: -70e-3,
  threshold: -55e-3,
  membraneResistance: 10e6,
  refractoryPeriod: 2e-3,
  synapticResponse: { kind: "exponential", timeConstant: 5e-3, delay: 3e-3 },
};
