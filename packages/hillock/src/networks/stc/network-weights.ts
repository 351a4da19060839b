import { synapticWeight } from "../../models/stc/synapse-states.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";

/** w = beta (v_h + V_H0 z) of each synapse `[neurons, inputs]`. */
export function networkWeights(
  { synapse }: PlasticNetwork,
  { earlyPhase, latePhase }: Pick<NetworkState, "earlyPhase" | "latePhase">,
): Float64Array {
  return Float64Array.from(earlyPhase, (voltage, n) => synapticWeight(synapse, voltage, latePhase[n]));
}
