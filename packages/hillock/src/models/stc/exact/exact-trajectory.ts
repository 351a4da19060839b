import { HillockError } from "../../../base/error.js";
import { valueAt } from "../../course.js";
import { lastAtOrBefore } from "../../last-at-or-before.js";
import { type InitialSynapse, type Synapse, synapticWeight } from "../synapse-states.js";
import type { SpikeTimes } from "./calcium.js";
import { type ExactEvent, exactSynapses } from "./exact-synapses.js";
import { earlyPhaseAt, type MovingSynapse, synapseLaws } from "./moving-synapse.js";

/** A synapse at one moment. */
export interface SynapseMoment {
  /** c, mM, or i_ca, A */
  readonly calcium: number;
  /** h or v_h, V */
  readonly earlyPhase: number;
  /** z */
  readonly latePhase: number;
  /** w */
  readonly weight: number;
  /** Of the counter's oscillator, 0 ... 1 */
  readonly oscillatorPhase: number;
}

/** A synapse in continuous time. */
export interface ExactTrajectory {
  /** Times at which something changes its course, ascending, s: the first is the beginning */
  readonly breaks: Float64Array;
  /** What switches, in order of time */
  readonly events: readonly ExactEvent[];
  /** The synapse at any time of the run, s, after what happens at that time */
  at(t: number): SynapseMoment;
}

/**
 * One synapse, the only one of its neuron, from 0 to `duration` by {@link exactSynapses}. Memory grows with the spikes and events.
 *
 * @param duration s
 * @throws HillockError `models/...` for parameters, states, spikes or a duration without meaning; its `at` likewise outside the run
 */
export function exactTrajectory(
  synapse: Synapse,
  initial: InitialSynapse,
  spikes: SpikeTimes,
  duration: number,
): ExactTrajectory {
  const breaks: number[] = [];
  const pieces: MovingSynapse[] = [];
  const events: ExactEvent[] = [];
  const run = exactSynapses(synapse, [initial], 0, {
    event: (event) => events.push(event),
    piece: (_, t, moving) => {
      const same = breaks[breaks.length - 1] === t ? breaks.length - 1 : breaks.length;
      breaks[same] = t;
      pieces[same] = moving;
    },
  });
  run.advance(duration, { pre: [spikes.pre], post: spikes.post });
  const { late } = synapseLaws(synapse);
  const at = (t: number): SynapseMoment => {
    if (!(t >= 0 && t <= duration)) throw outside(t, duration);
    const moving = pieces[lastAtOrBefore(breaks, t)];
    const earlyPhase = earlyPhaseAt(moving, t);
    const latePhase = late.valueAt(moving.late, t);
    const calcium = valueAt(moving.calcium.course, t);
    const weight = synapticWeight(synapse, earlyPhase, latePhase);
    return { calcium, earlyPhase, latePhase, weight, oscillatorPhase: valueAt(moving.late.phase, t) };
  };
  return { breaks: Float64Array.from(breaks), events, at };
}

function outside(t: number, duration: number): HillockError {
  return new HillockError({
    code: "models/settings",
    place: "time",
    problem: `The run lasts from 0 s to ${duration} s; there is nothing at ${t} s.`,
    help: "Ask for a time within the run, or make the run longer.",
  });
}
