/**
 * How the late-phase weight z moves while protein is available (p = alpha) and the synapse is tagged:
 *
 * - equation: tau_z dz/dt = p (z_max - z) [h - h_0 > theta_tag] - p (z - z_min) [h_0 - h > theta_tag], eq. (4)
 * - counter: the circuit's digital integrator. z has the 2^bits levels z_min ... z_max and moves by one when an oscillator's phase is
 *   full; the phase stands still while the late phase does. The oscillator sees the counter's upper `rateBits` bits (all if absent):
 *   it holds the rate of eq. (4) that was right where these bits last changed. So z is overestimated, the more the fewer they are
 *   (Fig. 16): at a count by up to about half of a step of these bits.
 *
 * Source: M. A. Nicholson, thesis, University of Groningen, 2024, eq. (4) and Discussion, which names the blocks (counter, oscillator)
 * and says that few bits leave notches in the slope of z. How the oscillator is set is an assumption. The circuit simulation in
 * Fig. 11(b), as digitised there, rises in three straight pieces of about equal height whose slopes are as 1 : 0.65 : 0.36: the rate was
 * held over about a third of the way to z_max, 2 or 3 bits, although the counter had 8.
 */
export type LatePhase =
  | { readonly kind: "equation" }
  | { readonly kind: "counter" /** 1 ... 24 */; readonly bits: number /** 1 ... bits */; readonly rateBits?: number };

/**
 * Whose early-phase changes make protein available, for ever once they exceeded theta_pro:
 *
 * - neuron: sum_j |h_ji - h_0| over all synapses of the postsynaptic neuron, eq. (5)
 * - synapse: |h_ji - h_0| of the synapse alone, as in the thesis's code
 */
export type ProteinRule = "neuron" | "synapse";
