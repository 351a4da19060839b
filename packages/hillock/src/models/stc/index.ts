export * from "./circuit-synapse.js";
export * from "./differential-synapse.js";
export * from "./euler/euler-step.js";
export * from "./late-phase.js";
export * from "./synapse-states.js";
