export * from "./device-module.js";
export { instantiate } from "./instantiate.js";
export type { IncludeReader } from "./preprocess.js";
export { type ReadOptions, readVerilogA } from "./read.js";
