export * from "./lif-neuron.js";
export * from "./stc/index.js";
