export * from "./lif/euler-lif.js";
export * from "./lif/exact-lif.js";
export * from "./lif/lif-input.js";
export * from "./lif/membrane-step.js";
export * from "./lif-neuron.js";
export * from "./stc/index.js";
