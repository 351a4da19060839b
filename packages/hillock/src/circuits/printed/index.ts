export type { ModelElement } from "./model-element.js";
export { negativeWeightCircuit, negativeWeightSupplies } from "./negative-weight.js";
export { threeStageModelElements, threeStageNegativeWeightCircuit } from "./negative-weight-three-stage.js";
export {
  checkNetworkDesign,
  negativeWeightCircuits,
  type PrintedLayerDesign,
  type PrintedNetworkDesign,
  type SignedResistance,
} from "./network-design.js";
export { crossbarResistance } from "./printable.js";
export { type PrintedNetworkCircuit, printedNetwork } from "./printed-network.js";
export { type PrintedNeuronDesign, printedNeuron } from "./printed-neuron.js";
export { printedTanh, printedTanhModelElements, printedTanhSupplies } from "./printed-tanh.js";
export { printedTransistorModel, withBehaviouralTransistors } from "./printed-transistor.js";
export { type CrossbarResistor, resistorCrossbarColumn } from "./resistor-crossbar.js";
