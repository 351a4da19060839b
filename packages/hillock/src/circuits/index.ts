export { type PulseDrive, pulseDrivenNeuron, ultraCompactNeuron } from "./ultra-compact-neuron.js";
