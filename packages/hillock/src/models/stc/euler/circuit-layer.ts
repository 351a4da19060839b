import type { CircuitSynapse } from "../circuit-synapse.js";
import { circuitEarlyPhaseStep } from "./circuit-early-phase.js";
import type { EulerLayer } from "./euler-layer.js";
import { scriptedLayer } from "./scripted-layer.js";
import type { EulerSettings } from "./settings.js";
import { vectorLayer } from "./vector-layer.js";

/**
 * Circuit synapses by forward Euler: with vector instructions where the arithmetic is double, the late phase an equation and the platform
 * has them, else by `scriptedLayer`. The bits are the same.
 */
export function circuitLayer(synapse: CircuitSynapse, settings: EulerSettings): EulerLayer {
  return vectorLayer(synapse, settings) ?? scriptedLayer(synapse, settings, circuitEarlyPhaseStep(synapse, settings));
}
