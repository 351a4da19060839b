import type { CircuitSynapse } from "../circuit-synapse.js";
import { restingCalcium } from "../synapse-states.js";
import type { EarlyPhaseStep } from "./early-phase-step.js";
import { type EulerSettings, type Precision, rounding } from "./settings.js";

/** What a step of calcium (6) and of the early phase (Fig. 8) needs, rounded once. */
interface CircuitConstants {
  /** 1/tau_DPI, 1/s */
  readonly calciumRate: number;
  readonly restingCalcium: number;
  readonly presynapticCalcium: number;
  readonly postsynapticCalcium: number;
  readonly potentiationThreshold: number;
  readonly depressionThreshold: number;
  readonly restingVoltage: number;
  readonly lowestVoltage: number;
  readonly highestVoltage: number;
  /** dt, s */
  readonly timestep: number;
  /** What v_h changes by in a step, V: index 1 if v_h > V_H0, + 2 if i_ca > I_THPOT, + 4 if i_ca > I_THDEP */
  readonly changes: Float64Array;
}

function circuitConstants(synapse: CircuitSynapse, timestep: number, precision: Precision): CircuitConstants {
  const round = rounding(precision);
  const dt = round(timestep);
  const conductance = round(1 / synapse.capacitance);
  const leakSign = synapse.depressionLeakageSign === "charges" ? 1 : -1;
  const changes = Float64Array.from({ length: 8 }, (_, index) => {
    const recovery = round(index & 1 ? -synapse.downwardRecovery : synapse.upwardRecovery);
    const potentiation = round(index & 2 ? synapse.potentiationCurrent : synapse.potentiationLeakage);
    const depression = round(index & 4 ? -synapse.depressionCurrent : leakSign * synapse.depressionLeakage);
    return round(round(conductance * round(round(recovery + potentiation) + depression)) * dt);
  });
  return {
    calciumRate: round(1 / synapse.calciumTimeConstant),
    restingCalcium: round(restingCalcium(synapse)),
    presynapticCalcium: round(synapse.presynapticCalcium),
    postsynapticCalcium: round(synapse.postsynapticCalcium),
    potentiationThreshold: round(synapse.potentiationThreshold),
    depressionThreshold: round(synapse.depressionThreshold),
    restingVoltage: round(synapse.restingVoltage),
    lowestVoltage: synapse.earlyPhaseLimits === "none" ? Number.NEGATIVE_INFINITY : 0,
    highestVoltage: synapse.earlyPhaseLimits === "supplies" ? round(synapse.supplyVoltage) : Number.POSITIVE_INFINITY,
    timestep: dt,
    changes,
  };
}

/**
 * The early-phase step of the circuit:
 *
 *     i_ca += 1/tau_DPI (I_TH I_INDC/I_TAU - i_ca) dt, + its jump if the input spikes, + its jump if the neuron does
 *     v_h  += 1/C (i_hr + i_hp + i_hd) dt by the new i_ca and the sign of v_h - V_H0 before the step, then kept to its limits
 */
export function circuitEarlyPhaseStep(synapse: CircuitSynapse, settings: EulerSettings): EarlyPhaseStep {
  const constants = circuitConstants(synapse, settings.timestep, settings.precision);
  return (settings.precision === "single" ? singleStep : doubleStep)(constants, settings.inputs);
}

function doubleStep(constants: CircuitConstants, inputs: number): EarlyPhaseStep {
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const { calciumRate, potentiationThreshold, depressionThreshold, restingVoltage, timestep, changes } = constants;
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

function singleStep(constants: CircuitConstants, inputs: number): EarlyPhaseStep {
  const f = Math.fround;
  return ({ calcium, earlyPhase }, neuron, pre, post) => {
    const { calciumRate, potentiationThreshold, depressionThreshold, restingVoltage, timestep, changes } = constants;
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
