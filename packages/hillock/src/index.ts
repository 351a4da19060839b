export * from "./base/error.js";
