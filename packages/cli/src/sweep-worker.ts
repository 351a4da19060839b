// The code of a worker of `hillock sweep`, a file of its own once it is built.
export { run } from "./sweep/worker.js";
