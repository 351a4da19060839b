export { type ChunkWorker, mapOverWorkers } from "./map-over-workers.js";
export {
  type PreparedVariation,
  prepareVariation,
  type VariationCurves,
  type VariationOutput,
} from "./prepare-variation.js";
export {
  type CurveBands,
  createChunkWorker,
  runVariation,
  type VariationResult,
  type VariationSettings,
} from "./run-variation.js";
export { type Proportion, proportionOf, quantile, reportedQuantiles, type Summary, summaryOf } from "./statistics.js";
export type { ChunkMap, ChunkResult, SampleChunk, SampleFailure, VariationRequest } from "./variation-request.js";
