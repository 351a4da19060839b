import { HillockError } from "../../../base/error.js";
import { valueAt } from "../../course.js";
import { checkSpikeTimes } from "../../spikes.js";
import { checkInitial, checkSynapse } from "../check-synapse.js";
import type { Switch } from "../synapse-event.js";
import { type InitialSynapse, isCircuit, type Synapse, type SynapseStates } from "../synapse-states.js";
import {
  afterEvent,
  afterSpikes,
  earlyPhaseAt,
  type MovingSynapse,
  movingSynapse,
  switchesAt,
  synapseLaws,
  withProtein,
} from "./moving-synapse.js";
import { proteinTime } from "./protein-time.js";
import { spikeQueue } from "./spike-queue.js";

/** What switched in a synapse and exactly when. */
export interface ExactEvent {
  /** s */
  readonly time: number;
  /** Which of the neuron's synapses */
  readonly synapse: number;
  readonly of: Switch;
  readonly on: boolean;
}

/** What can be learnt of a run while it goes on. */
export interface ExactObserver {
  /** Of one synapse in order of time */
  readonly event?: (event: ExactEvent) => void;
  /** A synapse's courses from time t, s, on; a later one from the same time replaces it */
  readonly piece?: (synapse: number, t: number, moving: MovingSynapse) => void;
}

/** Spikes of a time: of every input, and of the neuron; each ascending, s. */
export interface NeuronSpikes {
  readonly pre: readonly ArrayLike<number>[];
  readonly post: ArrayLike<number>;
}

/** The synapses of one neuron under way. */
export interface ExactSynapses {
  /** Present time, s */
  time(): number;
  /**
   * Goes on to time `to`, s, with the spikes from the present time to `to`, both included. It does not matter to a bit where a run is
   * split, because nothing is computed anew there.
   *
   * @throws HillockError `models/spikes`, `models/settings`
   */
  advance(to: number, spikes: NeuronSpikes): void;
  /** The synapses now, `[1, inputs]` */
  states(): SynapseStates;
}

/**
 * The synapses of one neuron in continuous time, without a timestep: every quantity has a closed form between two events, and the time of
 * every event follows from it.
 *
 * - calcium is exponential between spikes, so each threshold is passed at most once, at the logarithm of a ratio
 * - the circuit's early phase is linear by the calcium's side of the thresholds and its own side of V_H0; it is held at V_H0 while the
 *   recovery pushes it there from both sides (Euler's hops across it in the limit dt -> 0), and at 0 V and V_DD while driven outwards.
 *   That of eq. (3) is exponential
 * - the late phase is exponential while protein and tag do not change, or it counts
 * - protein by the rule "synapse" comes at a bend of the early phase; by the rule "neuron" (5) where the sum over the synapses crosses
 *   theta_pro, see {@link proteinTime}
 *
 * Comparisons are as strict as in the equations: at a threshold, above means about to be above.
 *
 * @param initial of each synapse
 * @param from time at which the run begins, s
 * @throws HillockError `models/synapse-parameter`, `models/initial-state`
 */
export function exactSynapses(
  synapse: Synapse,
  initial: readonly InitialSynapse[],
  from = 0,
  observer: ExactObserver = {},
): ExactSynapses {
  checkSynapse(synapse);
  for (const each of initial) checkInitial(synapse, each);
  if (!Number.isFinite(from)) throw wrongTime(`A run cannot begin at ${from} s.`);
  const someHave = initial.some(({ protein }) => protein);
  const allHave = initial.every(({ protein }) => protein);
  if (synapse.protein === "neuron" && someHave && !allHave) throw partlyAvailable();

  const laws = synapseLaws(synapse);
  const delay = isCircuit(synapse) ? 0 : synapse.calciumDelay;
  const moving = initial.map((each) => movingSynapse(laws, from, each));
  const switches = moving.map((each) => switchesAt(laws, each, from));
  const arrivals = initial.map(() => spikeQueue());
  let now = from;

  const set = (k: number, t: number, next: MovingSynapse) => {
    moving[k] = next;
    observer.piece?.(k, t, next);
    if (!observer.event) return;
    const after = switchesAt(laws, next, t);
    for (const of of Object.keys(after) as Switch[])
      if (after[of] !== switches[k][of]) observer.event({ time: t, synapse: k, of, on: after[of] });
    switches[k] = after;
  };
  initial.forEach((each, k) => {
    switches[k].protein = each.protein ?? false;
    set(k, from, moving[k]);
  });

  const nextOf = (k: number) => Math.min(moving[k].next, arrivals[k].next());

  /** Takes synapse k through all that happens to it until time t, s: events before the spikes of the same moment. */
  const follow = (k: number, t: number) => {
    for (;;) {
      const event = moving[k].next;
      const spike = arrivals[k].next();
      if (event <= spike) {
        if (event > t) return;
        set(k, event, afterEvent(laws, moving[k]));
        continue;
      }
      if (spike > t) return;
      const { pre, post } = arrivals[k].take();
      set(k, spike, afterSpikes(laws, moving[k], spike, pre, post));
    }
  };

  let coupled = synapse.protein === "neuron" && !allHave;
  /** The last event of any synapse; where the sum (5) then crosses its threshold if nothing else happens, unless that is to be found. */
  let last = from;
  let crossing: number | undefined;

  /** As `follow` for all synapses event by event, until there is protein. */
  const followTogether = (t: number) => {
    while (coupled) {
      if (crossing === undefined) {
        const until = moving.reduce((time, each) => Math.min(time, each.next), Number.POSITIVE_INFINITY);
        crossing = proteinTime(moving, laws.early, synapse.proteinThreshold, last, until);
      }
      const next = moving.reduce((time, _, k) => Math.min(time, nextOf(k)), Number.POSITIVE_INFINITY);
      if (Math.min(crossing, next) > t) return;
      if (crossing <= next) {
        const latched = crossing;
        moving.forEach((each, k) => {
          set(k, latched, withProtein(laws, each, latched));
        });
        coupled = false;
      } else {
        for (let k = 0; k < moving.length; k++) follow(k, next);
        last = next;
        crossing = undefined;
      }
    }
  };

  const advance = (to: number, spikes: NeuronSpikes) => {
    if (!(to >= now && to < Number.POSITIVE_INFINITY))
      throw wrongTime(`A run that is at ${now} s cannot go on to ${to} s.`);
    if (spikes.pre.length !== moving.length) throw wrongInputs(spikes.pre.length, moving.length);
    spikes.pre.forEach((times, k) => {
      checkSpikeTimes(`input ${k}`, times, now);
    });
    checkSpikeTimes("the neuron", spikes.post, now);
    arrivals.forEach((queue, k) => {
      queue.add(spikes.pre[k], spikes.post, delay, to);
    });
    followTogether(to);
    if (!coupled) for (let k = 0; k < moving.length; k++) follow(k, to);
    now = to;
  };

  const states = (): SynapseStates => ({
    calcium: Float64Array.from(moving, ({ calcium }) => valueAt(calcium.course, now)),
    earlyPhase: Float64Array.from(moving, (each) => earlyPhaseAt(each, now)),
    latePhase: Float64Array.from(moving, ({ late }) => laws.late.valueAt(late, now)),
    protein: Uint8Array.from(moving, ({ protein }) => (protein ? 1 : 0)),
    oscillatorPhase: Float64Array.from(moving, ({ late }) => valueAt(late.phase, now)),
  });

  return { time: () => now, advance, states };
}

function partlyAvailable(): HillockError {
  return new HillockError({
    code: "models/initial-state",
    place: "protein",
    problem: 'Some synapses begin with protein and others without, but by the rule "neuron" they share it.',
    help: 'Give it to all or to none, or choose the rule "synapse".',
  });
}

function wrongInputs(given: number, inputs: number): HillockError {
  return new HillockError({
    code: "models/spikes",
    place: "inputs",
    problem: `There are spikes of ${given} inputs for ${inputs} synapses.`,
    help: "Give one list of spike times for each synapse; it may be empty.",
  });
}

function wrongTime(problem: string): HillockError {
  return new HillockError({
    code: "models/settings",
    place: "time",
    problem,
    help: "Give finite times in s, each not before the one that the run has come to.",
  });
}
