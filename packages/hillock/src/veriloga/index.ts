export * from "./device-module.js";
export { instantiate } from "./instantiate.js";
export { moduleOf } from "./module-of.js";
export { parse as parseVerilogA } from "./parse.js";
export type { IncludeReader } from "./preprocess.js";
export { type ReadOptions, readVerilogA } from "./read.js";
export { readSyntax, writeSyntax } from "./syntax-data.js";
