export * from "./printed/index.js";
