import { checkSpikeSteps } from "../../spikes.js";
import { checkInitial } from "../check-synapse.js";
import type { Switch } from "../synapse-event.js";
import {
  type InitialSynapse,
  isCircuit,
  restingEarlyPhase,
  type Synapse,
  type SynapseStates,
  synapseStates,
} from "../synapse-states.js";
import { wrongSetting } from "./check-settings.js";
import { eulerStep } from "./euler-step.js";
import { type RecordedSteps, recordedSteps } from "./record.js";
import { type Precision, rounding } from "./settings.js";

/** Steps in which the two sides of a synapse spike, ascending. */
export interface SpikeSteps {
  readonly pre: ArrayLike<number>;
  readonly post: ArrayLike<number>;
}

export interface EulerTrajectorySettings {
  /** dt, s */
  readonly timestep: number;
  readonly steps: number;
  readonly precision?: Precision;
  /** What to record; every step if absent */
  readonly record?: readonly RecordedSteps[];
}

/** A synapse by forward Euler. Index k is the state after step k; the first step is 0. */
export interface EulerTrajectory {
  /** The steps that are recorded below */
  readonly steps: Float64Array;
  /** c, mM, or i_ca, A */
  readonly calcium: Float64Array;
  /** h or v_h, V */
  readonly earlyPhase: Float64Array;
  /** z */
  readonly latePhase: Float64Array;
  /** w */
  readonly weight: Float64Array;
  /** After which steps something switched, in order; see {@link Switch} */
  readonly events: readonly EulerEvent[];
  /** Where early phase and weight are largest of all steps, recorded or not, first of equals */
  readonly largestEarlyPhase: { readonly value: number; readonly step: number };
  readonly largestWeight: { readonly value: number; readonly step: number };
  /** State after the last step */
  readonly final: SynapseStates;
}

export interface EulerEvent {
  readonly step: number;
  readonly of: Switch;
  readonly on: boolean;
}

/**
 * One synapse, the only one of its neuron, by forward Euler as {@link eulerStep} has it. Memory does not grow with the number of
 * steps, only with what is recorded and with the events.
 *
 * @throws HillockError `models/...` for parameters, states, spikes or settings without meaning
 */
export function eulerTrajectory(
  synapse: Synapse,
  initial: InitialSynapse,
  spikes: SpikeSteps,
  settings: EulerTrajectorySettings,
): EulerTrajectory {
  const { timestep, steps, precision = "double", record = [{ from: 0, every: 1 }] } = settings;
  const step = eulerStep(synapse, { timestep, precision, inputs: 1, neurons: 1 });
  checkInitial(synapse, initial);
  checkSpikeSteps("the presynaptic spikes", spikes.pre);
  checkSpikeSteps("the postsynaptic spikes", spikes.post);
  if (!Number.isSafeInteger(steps) || steps < 0) throw wrongSetting("steps", `There cannot be ${steps} steps.`);

  const states = synapseStates(synapse, 1, initial, precision);
  const recorded = recordedSteps(record, steps);
  const column = () => new Float64Array(recorded.length);
  const columns = { calcium: column(), earlyPhase: column(), latePhase: column(), weight: column() };
  const weightOf = roundedWeight(synapse, precision);
  const events: EulerEvent[] = [];
  const switches = switchesOf(synapse, precision);
  const on = switches.map(({ test }) => test(states));
  let largestEarlyPhase = { value: Number.NEGATIVE_INFINITY, step: -1 };
  let largestWeight = largestEarlyPhase;

  const delay = isCircuit(synapse) ? 0 : Math.round(synapse.calciumDelay / timestep);
  const pre = new Uint8Array(1);
  const post = new Uint8Array(1);
  let nextPre = 0;
  let nextPost = 0;
  let next = 0;
  for (let k = 0; k < steps; k++) {
    pre[0] = spikes.pre[nextPre] + delay === k ? 1 : 0;
    post[0] = spikes.post[nextPost] === k ? 1 : 0;
    nextPre += pre[0];
    nextPost += post[0];
    step(states, pre, post);
    for (let n = 0; n < switches.length; n++) {
      const now = switches[n].test(states);
      if (now === on[n]) continue;
      on[n] = now;
      events.push({ step: k, of: switches[n].of, on: now });
    }
    const h = states.earlyPhase[0];
    const weight = weightOf(h, states.latePhase[0]);
    if (h > largestEarlyPhase.value) largestEarlyPhase = { value: h, step: k };
    if (weight > largestWeight.value) largestWeight = { value: weight, step: k };
    if (recorded[next] !== k) continue;
    columns.calcium[next] = states.calcium[0];
    columns.earlyPhase[next] = h;
    columns.latePhase[next] = states.latePhase[0];
    columns.weight[next++] = weight;
  }
  return { steps: recorded, ...columns, events, largestEarlyPhase, largestWeight, final: states };
}

/** What the events of a trajectory are about, and when it is on. Euler's v_h does not stay at rest but hops across, so that is none. */
function switchesOf(
  synapse: Synapse,
  precision: Precision,
): { of: Switch; test: (states: SynapseStates) => boolean }[] {
  const round = rounding(precision);
  const rest = round(restingEarlyPhase(synapse));
  const tag = round(synapse.tagThreshold);
  const potentiation = round(synapse.potentiationThreshold);
  const depression = round(synapse.depressionThreshold);
  const low = isCircuit(synapse) && synapse.earlyPhaseLimits !== "none" ? 0 : Number.NEGATIVE_INFINITY;
  const high =
    isCircuit(synapse) && synapse.earlyPhaseLimits === "supplies"
      ? round(synapse.supplyVoltage)
      : Number.POSITIVE_INFINITY;
  return [
    { of: "potentiation", test: ({ calcium }) => calcium[0] > potentiation },
    { of: "depression", test: ({ calcium }) => calcium[0] > depression },
    { of: "tag", test: ({ earlyPhase }) => round(earlyPhase[0] - rest) > tag },
    { of: "depressing-tag", test: ({ earlyPhase }) => round(rest - earlyPhase[0]) > tag },
    { of: "protein", test: ({ protein }) => protein[0] === 1 },
    { of: "lower-limit", test: ({ earlyPhase }) => earlyPhase[0] <= low },
    { of: "upper-limit", test: ({ earlyPhase }) => earlyPhase[0] >= high },
  ];
}

/** The weight in the arithmetic of the run. */
function roundedWeight(synapse: Synapse, precision: Precision): (earlyPhase: number, latePhase: number) => number {
  const round = rounding(precision);
  if (!isCircuit(synapse)) {
    const rest = round(synapse.restingWeight);
    return (earlyPhase, latePhase) => round(earlyPhase + round(rest * latePhase));
  }
  const factor = round(synapse.weightFactor);
  const lateFactor = round(factor * round(synapse.restingVoltage));
  return (earlyPhase, latePhase) => round(round(factor * earlyPhase) + round(lateFactor * latePhase));
}
