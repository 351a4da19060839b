import type { CircuitConstants } from "./circuit-constants.js";
import { staysWithinLimits } from "./circuit-loops.js";

/** Knows in which steps of a neuron all of its synapses are quiet: calcium is below both thresholds, and no early phase reaches a limit. */
export interface QuietSteps {
  /** The neuron's synapses have this calcium now, and early phases that may be anywhere. */
  readonly begin: (neuron: number, calcium: Float64Array) => void;
  /**
   * Goes on by a step.
   *
   * @param jump the most that calcium jumps by at any of the neuron's synapses
   * @returns whether the step is quiet; if not, it keeps early phases to their limits
   */
  readonly next: (neuron: number, jump: number) => boolean;
}

/** More than rounding adds to calcium in a step, relative. */
const margin = 1 + 1e-12;

/**
 * Follows a bound of a neuron's calcium. Decay keeps the order of two concentrations, so that all stay below what is as high as the highest
 * and jumps by as much.
 */
export function quietSteps(constants: CircuitConstants, neurons: number): QuietSteps {
  const { restingCalcium, calciumRate, timestep, presynapticCalcium, postsynapticCalcium } = constants;
  const threshold = Math.min(constants.potentiationThreshold, constants.depressionThreshold);
  const part = calciumRate * timestep;
  const ordered = part >= 0 && part <= 1 && restingCalcium >= 0 && presynapticCalcium >= 0 && postsynapticCalcium >= 0;
  const possible = ordered && staysWithinLimits(constants);
  const bounds = new Float64Array(neurons).fill(restingCalcium);
  const isWithinLimits = new Uint8Array(neurons);
  return {
    begin(neuron, calcium) {
      isWithinLimits[neuron] = 0;
      let bound = restingCalcium;
      for (const value of calcium) {
        if (value > bound) bound = value;
        // Rounding is not relative to the bound then.
        if (!(value >= 0)) bound = Number.POSITIVE_INFINITY;
      }
      bounds[neuron] = bound;
    },
    next(neuron, jump) {
      if (!possible) return false;
      const before = bounds[neuron];
      const bound = (before + part * (restingCalcium - before)) * margin + jump;
      // An infinite bound is no number then, and exceeds all.
      bounds[neuron] = bound;
      if (isWithinLimits[neuron] === 1 && bound <= threshold && jump === 0) return true;
      isWithinLimits[neuron] = 1;
      return false;
    },
  };
}
