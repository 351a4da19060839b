export { type CharacterisedData, characterisedData } from "./characterised-data.js";
export { type SurrogateDesign, surrogateDesigns } from "./design.js";
export { type SurrogateFunction, surrogateEta, surrogateEtaGradient, surrogateFunction } from "./evaluate.js";
export { surrogateExtrapolation } from "./features.js";
export { singleSurrogateFunction } from "./single-surrogate.js";
export { negativeWeightSurrogate } from "./stored/inv.js";
export { publishedNegativeWeightSurrogate } from "./stored/inv-published.js";
export { tanhSurrogate } from "./stored/ptanh.js";
export {
  checkSurrogate,
  type Surrogate,
  type SurrogateFeature,
  type SurrogateOutput,
  type SurrogateProvenance,
} from "./surrogate.js";
export {
  type SurrogateData,
  type SurrogateIteration,
  type SurrogateTrainingSettings,
  surrogateError,
  type TrainedNetwork,
  trainSurrogate,
} from "./train-surrogate.js";
