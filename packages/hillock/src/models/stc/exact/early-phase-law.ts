import { type Course, linear, relaxing } from "../../course.js";
import { isCircuit, type Synapse } from "../synapse-states.js";
import { circuitSlopes, slopeAt } from "./circuit-slopes.js";
import { bendsAt, type EarlyPhaseLevels, earlyPhaseLevels } from "./early-phase-levels.js";

/** How the early phase moves from a value on, by the class of calcium (bit 0: above theta_p, bit 1: above theta_d). */
export interface EarlyPhaseLaw extends EarlyPhaseLevels {
  /** The course from `value` at time t, s, valid until calcium changes its class or the early phase comes to a bend. */
  readonly courseFrom: (t: number, value: number, kind: number) => Course;
  /** Where the course, the tag or the protein may change, V, ascending */
  readonly bends: readonly number[];
}

/** The early phase of the circuit, linear and held at rest and at its limits; or of eq. (3), exponential. */
export function earlyPhaseLaw(synapse: Synapse): EarlyPhaseLaw {
  const levels = earlyPhaseLevels(synapse);
  return {
    ...levels,
    courseFrom: isCircuit(synapse) ? circuitCourses(synapse) : differentialCourses(synapse),
    bends: bendsAt(levels),
  };
}

function circuitCourses(synapse: Extract<Synapse, { capacitance: number }>): EarlyPhaseLaw["courseFrom"] {
  const slopes = circuitSlopes(synapse);
  return (t, value, kind) => linear(t, value, slopeAt(slopes, synapse, value, kind));
}

/** tau_h dh/dt = -(0.1 + gamma_p + gamma_d) (h - target), with the gammas that are on. */
function differentialCourses(synapse: Exclude<Synapse, { capacitance: number }>): EarlyPhaseLaw["courseFrom"] {
  const { restingWeight, largestEarlyPhase, earlyPhaseTimeConstant } = synapse;
  const laws = [0, 1, 2, 3].map((kind) => {
    const up = kind & 1 ? synapse.potentiationRate : 0;
    const down = kind & 2 ? synapse.depressionRate : 0;
    const total = 0.1 + up + down;
    // At rest nothing moves, to the bit.
    const target = kind === 0 ? restingWeight : (0.1 * restingWeight + up * largestEarlyPhase) / total;
    return { target, rate: total / earlyPhaseTimeConstant };
  });
  return (t, value, kind) => relaxing(t, value, laws[kind].target, laws[kind].rate);
}
