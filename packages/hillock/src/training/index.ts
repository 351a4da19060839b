export * from "./accuracy.js";
export { type AdamMemory, adamMemory, adamStep } from "./adam-step.js";
export * from "./characterise/index.js";
export { stateOfCheckpoint, type TrainingCheckpoint, trainingCheckpoint } from "./checkpoint.js";
export type { CircuitModel } from "./circuit-model.js";
export {
  negativeWeightTransformation,
  tanhTransformation,
  unorderedNegativeWeightTransformation,
  type ValueTransformation,
} from "./circuit-values.js";
export * from "./data/index.js";
export * from "./evaluation.js";
export { crossEntropy, type Loss, marginLoss } from "./loss.js";
export { type NetworkVoltages, networkVoltages } from "./network-voltages.js";
export { placeColumns } from "./placed-columns.js";
export * from "./preset.js";
export * from "./printed-model.js";
export { type PrintedRun, printedRun, testSizes } from "./printed-run.js";
export * from "./published-preset.js";
export { publishedEta, publishedStart } from "./published-start.js";
export { type PublishedValuesSettings, publishedValues } from "./published-values.js";
export { type SolvedPlaces, solvedModel } from "./solved-model.js";
export * from "./surrogate/index.js";
export { type EtaFunction, fixedModel, surrogateModel } from "./tanh-models.js";
export * from "./theta.js";
export type { ThetaStart } from "./theta-start.js";
export * from "./training.js";
export { trainingStart } from "./training-start.js";
export { checkVariation, type PrintVariation } from "./variation.js";
