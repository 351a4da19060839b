/** Spikes of the two sides of a synapse, as numbers of Euler steps. */
export interface Stimulus {
  readonly pre: readonly number[];
  readonly post: readonly number[];
}

/**
 * Fig. 9: the steps (of 10 ms in (a), of 1 ms in (b)) in which the notebook's random numbers make spikes. Of a million steps, the
 * last with a spike is 112,094: 12 % after the tenth of the interval that the text names.
 */
export const figure9Spikes: Stimulus = {
  pre: [2950, 14749, 47198, 61947, 64897, 82596, 85546, 112094],
  post: [2950, 20649, 35398, 41298, 56047, 70796, 76696, 94395, 106195],
};

/** Fig. 11: in every other step of `duration`, s, a presynaptic spike; the notebook has 0.1 s. */
export function figure11Spikes(duration = 0.1): Stimulus {
  return { pre: Array.from({ length: Math.round(duration / 2e-3) }, (_, k) => 2 * k + 1), post: [] };
}

/** Fig. 17: a postsynaptic spike at 2 ms and a presynaptic one at 4 ms, in steps of 0.1 ms. */
export const figure17Spikes: Stimulus = { pre: [40], post: [20] };
