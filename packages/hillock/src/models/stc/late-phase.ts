/**
 * How the late-phase weight z moves while protein is available (p = alpha) and the synapse is tagged:
 *
 * - equation: tau_z dz/dt = p (z_max - z) [h - h_0 > theta_tag] - p (z - z_min) [h_0 - h > theta_tag], eq. (4)
 * - counter: the circuit's digital integrator. z has the 2^bits levels z_min ... z_max; an oscillator whose frequency is set by the
 *   present level counts up or down by one. So the rate of eq. (4) is held from one count to the next, and z is overestimated the
 *   more, the fewer bits there are (Fig. 16).
 *
 * Source: M. A. Nicholson, thesis, University of Groningen, 2024, eq. (4) and Discussion. That the oscillator's period follows the
 * counter's level is an assumption: the thesis names the blocks only.
 */
export type LatePhase = { readonly kind: "equation" } | { readonly kind: "counter"; readonly bits: number };

/**
 * Whose early-phase changes make protein available, for ever once they exceeded theta_pro:
 *
 * - neuron: sum_j |h_ji - h_0| over all synapses of the postsynaptic neuron, eq. (5)
 * - synapse: |h_ji - h_0| of the synapse alone, as in the thesis's code
 */
export type ProteinRule = "neuron" | "synapse";
