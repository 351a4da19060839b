export * from "./printed/index.js";
export {
  type AdaptiveDrive,
  adaptiveUltraCompactNeurons,
  type FeedbackWiring,
  pulseDrivenAdaptiveNeuron,
} from "./ultra-compact-adaptive.js";
export type { PulseDrive, PulseTrain } from "./ultra-compact-input.js";
export { type NetworkDrive, ultraCompactNetwork } from "./ultra-compact-network.js";
export { pulseDrivenNeuron, ultraCompactNeuron } from "./ultra-compact-neuron.js";
