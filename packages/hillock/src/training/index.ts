export * from "./characterise/index.js";
