import {
  type EulerTrajectorySettings,
  eulerTrajectory,
  type SpikeSteps,
} from "../../models/stc/euler/euler-trajectory.js";
import type { SpikeTimes } from "../../models/stc/exact/calcium.js";
import { exactTrajectory } from "../../models/stc/exact/exact-trajectory.js";
import type { Switch } from "../../models/stc/synapse-event.js";
import type { InitialSynapse, Synapse } from "../../models/stc/synapse-states.js";

/** A run of one synapse, whatever integrated it. */
export interface SynapseRun {
  /** s */
  readonly time: Float64Array;
  /** c, mM; of the circuit i_ca, A */
  readonly calcium: Float64Array;
  /** h; of the circuit v_h, V */
  readonly earlyPhase: Float64Array;
  /** z */
  readonly latePhase: Float64Array;
  /** Where the early phase is largest: V, s */
  readonly largest: { readonly value: number; readonly time: number };
  readonly events: readonly { readonly time: number; readonly of: Switch; readonly on: boolean }[];
}

/** By forward Euler; as in the thesis's figures, the state after step k stands at k dt. */
export function eulerRun(
  synapse: Synapse,
  initial: InitialSynapse,
  spikes: SpikeSteps,
  settings: EulerTrajectorySettings,
): SynapseRun {
  const { timestep } = settings;
  const run = eulerTrajectory(synapse, initial, spikes, settings);
  return {
    time: run.steps.map((step) => step * timestep),
    calcium: run.calcium,
    earlyPhase: run.earlyPhase,
    latePhase: run.latePhase,
    largest: { value: run.largestEarlyPhase.value, time: run.largestEarlyPhase.step * timestep },
    events: run.events.map(({ step, ...event }) => ({ ...event, time: step * timestep })),
  };
}

/**
 * Exactly: sampled at `samples` + 1 evenly spaced times, and wherever something changes its course.
 *
 * @param spikes s
 */
export function exactRun(
  synapse: Synapse,
  initial: InitialSynapse,
  spikes: SpikeTimes,
  { duration, samples }: { /** s */ readonly duration: number; readonly samples: number },
): SynapseRun {
  const run = exactTrajectory(synapse, initial, spikes, duration);
  const even = Array.from({ length: samples + 1 }, (_, k) => (k / samples) * duration);
  const time = Float64Array.from(new Set([...even, ...run.breaks])).sort();
  const moments = Array.from(time, (t) => run.at(t));
  const earlyPhase = Float64Array.from(moments, (moment) => moment.earlyPhase);
  // It goes one way between two changes of its course.
  const value = earlyPhase.reduce((most, each) => Math.max(most, each));
  return {
    time,
    calcium: Float64Array.from(moments, ({ calcium }) => calcium),
    earlyPhase,
    latePhase: Float64Array.from(moments, ({ latePhase }) => latePhase),
    largest: { value, time: time[earlyPhase.indexOf(value)] },
    events: run.events,
  };
}

/** When something first switches on (or off), s; NaN if it does not. */
export function switchTime({ events }: SynapseRun, of: Switch, on = true): number {
  return events.find((event) => event.of === of && event.on === on)?.time ?? Number.NaN;
}

/** What a run ends with. */
export function last(values: Float64Array): number {
  return values[values.length - 1];
}
