import { HillockError } from "../../../base/error.js";
import { type CounterLevels, lateValueOf, levelOf, remainingCounts } from "../counter.js";
import type { LatePhaseConstants } from "./late-phase-constants.js";
import type { LatePhaseStep } from "./late-phase-step.js";
import { type EulerSettings, rounding } from "./settings.js";

/**
 * The late-phase counter of the synapses of one neuron, one forward Euler step: the oscillator's phase grows by dt times its frequency,
 * and every whole period is a count.
 */
export function counterStep(
  levels: CounterLevels,
  constants: LatePhaseConstants,
  { inputs, precision }: EulerSettings,
): LatePhaseStep {
  const round = rounding(precision);
  const { rest, tagThreshold, depressionTagThreshold, proteinThreshold } = constants;
  const phasePerCount = round(round(constants.latePhaseRate * constants.proteinAvailability) * constants.timestep);
  return ({ earlyPhase, latePhase, protein, oscillatorPhase }, neuron) => {
    if (!oscillatorPhase) throw missingPhase();
    const from = neuron * inputs;
    for (let n = from; n < from + inputs; n++) {
      const distance = round(earlyPhase[n] - rest);
      if (protein[n] === 0) {
        if (!(Math.abs(distance) > proteinThreshold)) continue;
        protein[n] = 1;
      }
      const upwards = distance > tagThreshold;
      if (!upwards && !(-distance > depressionTagThreshold)) continue;
      const level = levelOf(levels, latePhase[n]);
      const phase = round(oscillatorPhase[n] + round(remainingCounts(levels, level, upwards) * phasePerCount));
      const counts = Math.floor(phase);
      oscillatorPhase[n] = round(phase - counts);
      if (counts === 0) continue;
      const next = upwards ? level + counts : level - counts;
      const kept = next < levels.lowest ? levels.lowest : Math.min(next, levels.highest);
      latePhase[n] = round(lateValueOf(levels, kept));
    }
  };
}

function missingPhase(): HillockError {
  return new HillockError({
    code: "models/counter-phase",
    problem: "The synapses' late phase is a counter, and their states have no `oscillatorPhase`.",
    help: "Make the states with `synapseStates`.",
  });
}
