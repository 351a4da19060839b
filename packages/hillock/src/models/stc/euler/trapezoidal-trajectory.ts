import { checkSpikeSteps } from "../../spikes.js";
import { checkInitial, checkSynapse } from "../check-synapse.js";
import type { CircuitSynapse } from "../circuit-synapse.js";
import { type InitialSynapse, restingCalcium } from "../synapse-states.js";
import { checkSettings, wrongSetting } from "./check-settings.js";
import type { SpikeSteps } from "./euler-trajectory.js";

/** Calcium and early phase of a circuit synapse. Index 0 is the state at the beginning, index k that after step k. */
export interface TrapezoidalTrajectory {
  /** i_ca, A */
  readonly calcium: Float64Array;
  /** i_hp and i_hd, A */
  readonly potentiationCurrent: Float64Array;
  readonly depressionCurrent: Float64Array;
  /** v_h, V */
  readonly earlyPhase: Float64Array;
}

/**
 * The circuit synapse without its late phase by the integrator of the thesis's Fig. 17: calcium by forward Euler, the early phase by the mean
 * of the present and the last step's current,
 *
 *     v_h += (i + i_last)/2 dt/C,  i = i_hr + i_hp + i_hd by the new i_ca and the old v_h
 *
 * and not kept to its limits: the branch that should do it there writes the value that is beyond.
 *
 * @param spikes a spike in step k >= 1 acts on index k
 * @throws HillockError `models/...` for parameters, states, spikes or settings without meaning
 */
export function trapezoidalTrajectory(
  synapse: CircuitSynapse,
  initial: InitialSynapse,
  spikes: SpikeSteps,
  { timestep, steps }: { /** dt, s */ readonly timestep: number; readonly steps: number },
): TrapezoidalTrajectory {
  checkSynapse(synapse);
  checkInitial(synapse, initial);
  checkSettings({ timestep, precision: "double", inputs: 1, neurons: 1 });
  checkSpikeSteps("the presynaptic spikes", spikes.pre);
  checkSpikeSteps("the postsynaptic spikes", spikes.post);
  if (!Number.isSafeInteger(steps) || steps < 0) throw wrongSetting("steps", `There cannot be ${steps} steps.`);
  const column = () => new Float64Array(steps + 1);
  const [calcium, potentiationCurrent, depressionCurrent, earlyPhase] = [column(), column(), column(), column()];
  const base = restingCalcium(synapse);
  const leakage = (synapse.depressionLeakageSign === "charges" ? 1 : -1) * synapse.depressionLeakage;
  const pre = new Set(Array.from(spikes.pre));
  const post = new Set(Array.from(spikes.post));

  const current = (k: number, voltage: number): number => {
    potentiationCurrent[k] =
      calcium[k] > synapse.potentiationThreshold ? synapse.potentiationCurrent : synapse.potentiationLeakage;
    depressionCurrent[k] = calcium[k] > synapse.depressionThreshold ? -synapse.depressionCurrent : leakage;
    const recovery = voltage > synapse.restingVoltage ? -synapse.downwardRecovery : synapse.upwardRecovery;
    return recovery + potentiationCurrent[k] + depressionCurrent[k];
  };

  calcium[0] = initial.calcium ?? base;
  earlyPhase[0] = initial.earlyPhase ?? synapse.restingVoltage;
  let last = current(0, earlyPhase[0]);
  for (let k = 1; k <= steps; k++) {
    const before = calcium[k - 1];
    calcium[k] = before + ((base - before) / synapse.calciumTimeConstant) * timestep;
    if (pre.has(k)) calcium[k] += synapse.presynapticCalcium;
    if (post.has(k)) calcium[k] += synapse.postsynapticCalcium;
    const present = current(k, earlyPhase[k - 1]);
    earlyPhase[k] = earlyPhase[k - 1] + (((present + last) / 2) * timestep) / synapse.capacitance;
    last = present;
  }
  return { calcium, potentiationCurrent, depressionCurrent, earlyPhase };
}
