import type { CircuitSynapse } from "../circuit-synapse.js";
import { type CircuitConstants, circuitConstants } from "./circuit-constants.js";
import type { EarlyPhaseStep } from "./early-phase-step.js";
import { type EulerSettings, rounding } from "./settings.js";

/**
 * The early-phase step of the circuit:
 *
 *     i_ca += 1/tau_DPI (I_TH I_INDC/I_TAU - i_ca) dt, + its jump if the input spikes, + its jump if the neuron does
 *     v_h  += 1/C (i_hr + i_hp + i_hd) dt by the new i_ca and the sign of v_h - V_H0 before the step, then kept to its limits
 */
export function circuitEarlyPhaseStep(synapse: CircuitSynapse, settings: EulerSettings): EarlyPhaseStep {
  const { timestep, precision, inputs } = settings;
  const constants = circuitConstants(synapse, timestep, precision);
  const changes = changesOf(constants, rounding(precision));
  return (precision === "single" ? singleStep : doubleStep)(constants, changes, inputs);
}

/** What v_h changes by in a step, V: index 1 if v_h > V_H0, + 2 if i_ca > I_THPOT, + 4 if i_ca > I_THDEP */
function changesOf(constants: CircuitConstants, round: (value: number) => number): Float64Array {
  const { recovery, potentiation, depression, conductance, timestep } = constants;
  return Float64Array.from({ length: 8 }, (_, index) => {
    const first = round((index & 1 ? recovery.on : recovery.off) + (index & 2 ? potentiation.on : potentiation.off));
    const current = round(first + (index & 4 ? depression.on : depression.off));
    return round(round(conductance * current) * timestep);
  });
}

function doubleStep(constants: CircuitConstants, changes: Float64Array, inputs: number): EarlyPhaseStep {
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const { calciumRate, potentiationThreshold, depressionThreshold, restingVoltage, timestep } = constants;
    const { lowestVoltage, highestVoltage } = constants;
    const base = constants.restingCalcium;
    const postJump = post * constants.postsynapticCalcium;
    const preJump = constants.presynapticCalcium;
    const from = neuron * inputs;
    for (let input = 0, n = from; input < inputs; input++, n++) {
      const before = calcium[n];
      const current = before + calciumRate * (base - before) * timestep + pre[input] * preJump + postJump;
      calcium[n] = current;
      const old = earlyPhase[n];
      const index =
        (old > restingVoltage ? 1 : 0) +
        (current > potentiationThreshold ? 2 : 0) +
        (current > depressionThreshold ? 4 : 0);
      let voltage = old + changes[index];
      if (voltage < lowestVoltage) voltage = lowestVoltage;
      if (voltage > highestVoltage) voltage = highestVoltage;
      earlyPhase[n] = voltage;
    }
  };
}

function singleStep(constants: CircuitConstants, changes: Float64Array, inputs: number): EarlyPhaseStep {
  const f = Math.fround;
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const { calciumRate, potentiationThreshold, depressionThreshold, restingVoltage, timestep } = constants;
    const { lowestVoltage, highestVoltage } = constants;
    const base = constants.restingCalcium;
    const postJump = post * constants.postsynapticCalcium;
    const preJump = constants.presynapticCalcium;
    const from = neuron * inputs;
    for (let input = 0, n = from; input < inputs; input++, n++) {
      const before = calcium[n];
      const decayed = f(before + f(f(calciumRate * f(base - before)) * timestep));
      const current = f(f(decayed + pre[input] * preJump) + postJump);
      calcium[n] = current;
      const old = earlyPhase[n];
      const index =
        (old > restingVoltage ? 1 : 0) +
        (current > potentiationThreshold ? 2 : 0) +
        (current > depressionThreshold ? 4 : 0);
      let voltage = f(old + changes[index]);
      if (voltage < lowestVoltage) voltage = lowestVoltage;
      if (voltage > highestVoltage) voltage = highestVoltage;
      earlyPhase[n] = voltage;
    }
  };
}
