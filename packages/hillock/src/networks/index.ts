export { type CurveFamily, fallingTanh, risingTanh, tableCurves } from "./curve.js";
export * from "./layer.js";
export { type KernelSettings, type NetworkKernel, networkKernel } from "./network-kernel.js";
export { type OutputStages, outputStages } from "./output-stage.js";
export * from "./printed-network.js";
export * from "./stc/index.js";
