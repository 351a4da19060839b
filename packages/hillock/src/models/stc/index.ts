export * from "./circuit-synapse.js";
export * from "./differential-synapse.js";
export * from "./late-phase.js";
