import type { CircuitSynapse } from "../../models/stc/circuit-synapse.js";
import type { EarlyPhaseStep } from "../../models/stc/euler/early-phase-step.js";
import { type EulerSettings, rounding } from "../../models/stc/euler/settings.js";
import { restingCalcium } from "../../models/stc/synapse-states.js";
import type { SynapseMismatch } from "./synapse-mismatch.js";

/** As `circuitEarlyPhaseStep`, with thresholds, currents and capacitances that differ from synapse to synapse. */
export function mismatchedEarlyPhaseStep(
  synapse: CircuitSynapse,
  mismatch: SynapseMismatch,
  { timestep, precision, inputs }: EulerSettings,
): EarlyPhaseStep {
  const round = rounding(precision);
  const dt = round(timestep);
  const rate = round(1 / synapse.calciumTimeConstant);
  const base = round(restingCalcium(synapse));
  const preJump = round(synapse.presynapticCalcium);
  const rest = round(synapse.restingVoltage);
  const lowest = synapse.earlyPhaseLimits === "none" ? Number.NEGATIVE_INFINITY : 0;
  const highest = synapse.earlyPhaseLimits === "supplies" ? round(synapse.supplyVoltage) : Number.POSITIVE_INFINITY;
  const scaled = (value: number, factors: Float64Array) => Float64Array.from(factors, (each) => round(value * each));
  const potentiationThreshold = scaled(synapse.potentiationThreshold, mismatch.potentiationThreshold);
  const depressionThreshold = scaled(synapse.depressionThreshold, mismatch.depressionThreshold);
  const potentiation = scaled(synapse.potentiationCurrent, mismatch.potentiationCurrent);
  const depression = scaled(synapse.depressionCurrent, mismatch.depressionCurrent);
  const inverse = Float64Array.from(mismatch.capacitance, (each) => round(1 / (synapse.capacitance * each)));
  const up = round(synapse.upwardRecovery);
  const down = round(-synapse.downwardRecovery);
  const potentiationLeakage = round(synapse.potentiationLeakage);
  const leakage = round(
    synapse.depressionLeakageSign === "charges" ? synapse.depressionLeakage : -synapse.depressionLeakage,
  );
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const postJump = round(post * synapse.postsynapticCalcium);
    for (let input = 0, n = neuron * inputs; input < inputs; input++, n++) {
      const before = calcium[n];
      const decayed = round(before + round(round(rate * round(base - before)) * dt));
      const current = round(round(decayed + round(pre[input] * preJump)) + postJump);
      calcium[n] = current;
      const old = earlyPhase[n];
      const recovery = old > rest ? down : up;
      const potentiated = current > potentiationThreshold[n] ? potentiation[n] : potentiationLeakage;
      const depressed = current > depressionThreshold[n] ? -depression[n] : leakage;
      const change = round(round(inverse[n] * round(round(recovery + potentiated) + depressed)) * dt);
      earlyPhase[n] = Math.min(Math.max(round(old + change), lowest), highest);
    }
  };
}
