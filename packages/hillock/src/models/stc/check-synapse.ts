import { HillockError } from "../../base/error.js";
import { checkNumbers, type NumberKind } from "../finite.js";
import type { CircuitSynapse } from "./circuit-synapse.js";
import type { DifferentialSynapse } from "./differential-synapse.js";
import { type InitialSynapse, isCircuit, restingEarlyPhase, type Synapse } from "./synapse-states.js";

/** Names of a model's numbers. */
type NumbersOf<Model> = { [Name in keyof Model]: Model[Name] extends number ? Name : never }[keyof Model];

const sharedKinds = {
  calciumTimeConstant: "positive",
  presynapticCalcium: "not negative",
  postsynapticCalcium: "not negative",
  potentiationThreshold: "finite",
  depressionThreshold: "finite",
  tagThreshold: "not negative",
  proteinThreshold: "not negative",
  proteinAvailability: "not negative",
  latePhaseTimeConstant: "positive",
  leastLatePhase: "finite",
  largestLatePhase: "finite",
} as const;

const circuitKinds: Record<NumbersOf<CircuitSynapse>, NumberKind> = {
  ...sharedKinds,
  tailCurrent: "not negative",
  gainCurrent: "not negative",
  leakCurrent: "positive",
  capacitance: "positive",
  restingVoltage: "finite",
  supplyVoltage: "positive",
  potentiationCurrent: "not negative",
  depressionCurrent: "not negative",
  potentiationLeakage: "not negative",
  depressionLeakage: "not negative",
  upwardRecovery: "not negative",
  downwardRecovery: "not negative",
  weightFactor: "finite",
};

const differentialKinds: Record<NumbersOf<DifferentialSynapse>, NumberKind> = {
  ...sharedKinds,
  calciumDelay: "not negative",
  earlyPhaseTimeConstant: "positive",
  restingWeight: "not negative",
  largestEarlyPhase: "not negative",
  potentiationRate: "not negative",
  depressionRate: "not negative",
};

const wrong = (place: string, problem: string, help: string) =>
  new HillockError({ code: "models/synapse-parameter", place, problem, help });

/**
 * Whether a synapse's parameters have a meaning. The two thresholds of calcium may lie in any order.
 *
 * @throws HillockError `models/synapse-parameter`
 */
export function checkSynapse(synapse: Synapse): void {
  if (isCircuit(synapse)) checkNumbers("the circuit synapse", synapse, circuitKinds, "models/synapse-parameter");
  else checkNumbers("the differential synapse", synapse, differentialKinds, "models/synapse-parameter");
  if (!(synapse.leastLatePhase < synapse.largestLatePhase))
    throw wrong(
      "leastLatePhase",
      `The late phase's least value ${synapse.leastLatePhase} is not below its largest, ${synapse.largestLatePhase}.`,
      "Swap the two.",
    );
  if (isCircuit(synapse)) checkVoltages(synapse);
  else if (synapse.largestEarlyPhase < synapse.restingWeight)
    throw wrong(
      "largestEarlyPhase",
      `Potentiation towards ${synapse.largestEarlyPhase} V would lower an early phase that rests at ${synapse.restingWeight} V.`,
      "Let h_max be at least h_0.",
    );
  if (synapse.latePhase.kind === "counter") checkCounter(synapse.latePhase);
}

function checkVoltages({ earlyPhaseLimits, restingVoltage, supplyVoltage }: CircuitSynapse): void {
  const above = earlyPhaseLimits === "none" || restingVoltage >= 0;
  const below = earlyPhaseLimits !== "supplies" || restingVoltage <= supplyVoltage;
  if (above && below) return;
  throw wrong(
    "restingVoltage",
    `V_H0 = ${restingVoltage} V is beyond the limits that v_h is kept to, 0 V${earlyPhaseLimits === "supplies" ? ` and ${supplyVoltage} V` : ""}.`,
    'Move it between them, or set earlyPhaseLimits to "none".',
  );
}

function checkCounter({ bits, rateBits = bits }: { bits: number; rateBits?: number }): void {
  const fits = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (fits(bits, 24) && fits(rateBits, bits)) return;
  throw wrong(
    "latePhase",
    `A counter of ${bits} bits whose oscillator sees ${rateBits} of them cannot be built.`,
    "Give 1 to 24 bits, of which the oscillator sees 1 or more.",
  );
}

/**
 * Whether a synapse can begin in a state: finite, the early phase and the late phase within their limits.
 *
 * @throws HillockError `models/initial-state`
 */
export function checkInitial(synapse: Synapse, initial: InitialSynapse): void {
  const { calcium = 0, earlyPhase = restingEarlyPhase(synapse), latePhase = 0, oscillatorPhase = 0 } = initial;
  const low = isCircuit(synapse) && synapse.earlyPhaseLimits === "none" ? Number.NEGATIVE_INFINITY : 0;
  const supplied = isCircuit(synapse) && synapse.earlyPhaseLimits === "supplies";
  const high = supplied ? synapse.supplyVoltage : Number.POSITIVE_INFINITY;
  const least = isCircuit(synapse) && synapse.latePhaseFloor === "zero" ? 0 : synapse.leastLatePhase;
  const within = (value: number, from: number, to: number) => Number.isFinite(value) && value >= from && value <= to;
  const wrongState = (place: string, value: number, range: string) =>
    new HillockError({
      code: "models/initial-state",
      place,
      problem: `A synapse cannot begin with ${value}: ${range}.`,
      help: "Leave it out to begin at rest.",
    });
  if (!Number.isFinite(calcium)) throw wrongState("calcium", calcium, "it has to be finite");
  if (!within(earlyPhase, low, high))
    throw wrongState("earlyPhase", earlyPhase, `it is kept from ${low} V to ${high} V`);
  if (!within(latePhase, least, synapse.largestLatePhase))
    throw wrongState("latePhase", latePhase, `it is kept from ${least} to ${synapse.largestLatePhase}`);
  if (!(oscillatorPhase >= 0 && oscillatorPhase < 1))
    throw wrongState("oscillatorPhase", oscillatorPhase, "it is from 0 to below 1");
}
