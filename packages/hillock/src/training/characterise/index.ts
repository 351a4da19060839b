export {
  type Characterisation,
  type CharacteriseSettings,
  characterise,
  createTransferCurves,
  fitCurves,
  type TransferCurves,
} from "./characterise.js";
export {
  type CharacterisedCircuit,
  type CharacterisedName,
  type CurveInputs,
  characterisationBench,
  characterisedCircuits,
} from "./characterised-circuits.js";
export { createTanhFit, mostSteepness, type TanhFit, tanhFitSize } from "./fit-tanh.js";
