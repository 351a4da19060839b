export { type AdamIteration, type AdamResult, type AdamSettings, adam } from "./adam.js";
export { withDifferences } from "./difference-jacobian.js";
export { type WeakCombination, weakCombinations } from "./identifiability.js";
export * from "./lbfgs.js";
export * from "./least-squares.js";
export type { Objective, ObjectiveEvaluation } from "./objective.js";
export { studentQuantile } from "./student-quantile.js";
export * from "./transformation.js";
export { typicalSizes, type Uncertainty, uncertaintyOf } from "./uncertainty.js";
