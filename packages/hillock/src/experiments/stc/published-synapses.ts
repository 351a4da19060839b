import { type CircuitSynapse, circuitSynapse, networkSynapse } from "../../models/stc/circuit-synapse.js";
import { type DifferentialSynapse, differentialSynapse } from "../../models/stc/differential-synapse.js";
import type { InitialSynapse } from "../../models/stc/synapse-states.js";

/** What the code behind the figures makes of the circuit, where the circuit itself means the defaults. */
const asInFigures = {
  protein: "synapse",
  earlyPhaseLimits: "none",
  depressionLeakageSign: "charges",
  latePhaseDepression: "never",
} satisfies Partial<CircuitSynapse>;

/** Fig. 9(a): Table 2; the notebook begins at z = 0.1, which the tables do not state. */
export const figure9a: DifferentialSynapse = { ...differentialSynapse, protein: "synapse" };
export const figure9aStart: InitialSynapse = { calcium: 0, latePhase: 0.1 };

/** Fig. 9(b): Table 1, from i_ca = 17 pA and z = 0.1. */
export const figure9b: CircuitSynapse = { ...circuitSynapse, ...asInFigures };
export const figure9bStart: InitialSynapse = { calcium: 17e-12, latePhase: 0.1 };

/** Table 1 with what the notebook of Fig. 11 changes, as the circuit means it. */
export const figure11Circuit: CircuitSynapse = {
  ...circuitSynapse,
  depressionThreshold: 39.5e-12,
  potentiationCurrent: 50e-12,
  depressionLeakage: 1.2e-15,
  proteinThreshold: 0,
};

/** Fig. 11(a) and (c) by the code: recovery downwards 32 and 7.2 times as fast as in Table 1. */
export const figure11a: CircuitSynapse = { ...figure11Circuit, ...asInFigures, downwardRecovery: 80e-15 };
export const figure11c: CircuitSynapse = { ...figure11a, downwardRecovery: 18e-15 };
export const figure11Start: InitialSynapse = { calcium: 17e-12, latePhase: 0 };

/** Fig. 17: Table 1 with the currents and thresholds of Fig. 11, without leakages, on ten times the capacitance. */
export const figure17: CircuitSynapse = {
  ...figure11Circuit,
  ...asInFigures,
  capacitance: 12.215e-12,
  potentiationLeakage: 0,
  depressionLeakage: 0,
};

/** The synapse of the networks by the code of Appendix A. */
export const networkByCode: CircuitSynapse = {
  ...networkSynapse,
  protein: "synapse",
  earlyPhaseLimits: "ground",
  depressionLeakageSign: "charges",
  latePhaseFloor: "zero",
};
