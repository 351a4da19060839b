export {
  type Batch,
  type BatchLanes,
  type BatchOptions,
  type BatchPart,
  type BatchResult,
  createBatch,
} from "./batch.js";
export type { BatchFailure } from "./host.js";
