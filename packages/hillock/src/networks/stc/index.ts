export { drawMismatch, type MismatchSize } from "./draw-mismatch.js";
export { type EulerRunSettings, eulerNetwork } from "./euler-network.js";
export { exactNetwork } from "./exact-network.js";
export { type NetworkCheckpoint, networkCheckpoint, stateOfNetworkCheckpoint } from "./network-checkpoint.js";
export type { NetworkRun, RunSettings } from "./network-run.js";
export { networkState } from "./network-state.js";
export { networkWeights } from "./network-weights.js";
export * from "./plastic-network.js";
export {
  defaultPlasticPreset,
  gentlePlasticPreset,
  type PlasticPreset,
  publishedAccelerated,
  publishedStandard,
  withNeurons,
} from "./presets.js";
export * from "./rate-encoding.js";
export * from "./read-outs.js";
export type { SynapseMismatch } from "./synapse-mismatch.js";
export { type WeightMap, weightMaps } from "./weight-maps.js";
