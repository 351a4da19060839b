import { type Course, directionOf, timeOf, valueAt } from "../../course.js";
import type { Switch } from "../synapse-event.js";
import { type InitialSynapse, isCircuit, restingCalcium, type Synapse } from "../synapse-states.js";
import { type Calcium, calciumAfterSpikes, calciumClass, calciumFrom } from "./calcium.js";
import { type EarlyPhaseLaw, earlyPhaseLaw } from "./early-phase-law.js";
import { type LatePhaseCourse, type LatePhaseLaw, latePhaseLaw } from "./late-phase-law.js";

/** What is the same for all synapses with the same parameters. */
export interface SynapseLaws {
  readonly synapse: Synapse;
  readonly early: EarlyPhaseLaw;
  readonly late: LatePhaseLaw;
  /** Whether protein follows from the synapse's own early phase */
  readonly ownProtein: boolean;
  readonly latePhaseDepresses: boolean;
}

export function synapseLaws(synapse: Synapse): SynapseLaws {
  return {
    synapse,
    early: earlyPhaseLaw(synapse),
    late: latePhaseLaw(synapse),
    ownProtein: synapse.protein === "synapse",
    latePhaseDepresses: !(isCircuit(synapse) && synapse.latePhaseDepression === "never"),
  };
}

/** A synapse between two events: each quantity has its course from the event that last changed it on. */
export interface MovingSynapse {
  readonly calcium: Calcium;
  /** h or v_h, V */
  readonly early: Course;
  readonly late: LatePhaseCourse;
  readonly protein: boolean;
  /** 1 above h_0 + theta_tag, -1 below h_0 - theta_tag, else 0 */
  readonly tag: number;
  /** When the early phase comes to its next bend, s, and which, V */
  readonly bendTime: number;
  readonly bend: number;
  /** When the next event without a spike is, s */
  readonly next: number;
}

/** A synapse at time t, s, before any spike. */
export function movingSynapse(laws: SynapseLaws, t: number, initial: InitialSynapse): MovingSynapse {
  const { synapse, early, late } = laws;
  const { calcium = restingCalcium(synapse), earlyPhase = early.rest, latePhase = 0, protein = false } = initial;
  const { oscillatorPhase = 0 } = initial;
  return withEarlyPhase(
    laws,
    calciumFrom(synapse, t, calcium),
    late.start(t, latePhase, oscillatorPhase),
    protein,
    t,
    earlyPhase,
  );
}

/** The synapse after its event at `next`. */
export function afterEvent(laws: SynapseLaws, before: MovingSynapse): MovingSynapse {
  const { calcium, late, next: t, bend, bendTime, protein } = before;
  const counted = late.countTime === t ? laws.late.count(late) : late;
  const passes = calcium.potentiationTime === t || calcium.depressionTime === t;
  if (bendTime === t || passes) {
    const value = bendTime === t ? bend : earlyPhaseAt(before, t);
    return withEarlyPhase(laws, calcium, counted, protein, t, value);
  }
  const now = { ...before, late: counted };
  return { ...now, next: nextEvent(now, t) };
}

/** The synapse after spikes at time t, s, at which all earlier events are past. */
export function afterSpikes(
  laws: SynapseLaws,
  before: MovingSynapse,
  t: number,
  pre: number,
  post: number,
): MovingSynapse {
  const calcium = calciumAfterSpikes(laws.synapse, before.calcium, t, pre, post);
  return withEarlyPhase(laws, calcium, before.late, before.protein, t, earlyPhaseAt(before, t));
}

/** The synapse when its neuron makes protein available at time t, s. */
export function withProtein(laws: SynapseLaws, before: MovingSynapse, t: number): MovingSynapse {
  const now = { ...before, protein: true, late: turned(laws, before.late, t, true, before.tag) };
  return { ...now, next: nextEvent(now, t) };
}

/** The early phase at time t, s, not after the next event: rounding does not take it past its bend. */
export function earlyPhaseAt({ early, bend, bendTime }: MovingSynapse, t: number): number {
  const value = valueAt(early, t);
  if (bendTime === Number.POSITIVE_INFINITY) return value;
  return bend > early.value ? Math.min(value, bend) : Math.max(value, bend);
}

/** Whether each switch is on right after time t, s. */
export function switchesAt(laws: SynapseLaws, moving: MovingSynapse, t: number): Record<Switch, boolean> {
  const { early, synapse } = laws;
  const kind = calciumClass(moving.calcium, t);
  const { value } = moving.early;
  const still = directionOf(moving.early) === 0;
  return {
    potentiation: (kind & 1) !== 0,
    depression: (kind & 2) !== 0,
    tag: moving.tag > 0,
    "depressing-tag": moving.tag < 0,
    protein: moving.protein,
    "lower-limit": still && value === early.lowest,
    "upper-limit": still && value === early.highest,
    rest: still && value === early.rest && isCircuit(synapse),
  };
}

/** The synapse with the early phase that it has at time t, s. */
function withEarlyPhase(
  laws: SynapseLaws,
  calcium: Calcium,
  late: LatePhaseCourse,
  hadProtein: boolean,
  t: number,
  value: number,
): MovingSynapse {
  const { bends, upperTag, lowerTag, upperProtein, lowerProtein, courseFrom } = laws.early;
  const early = courseFrom(t, value, calciumClass(calcium, t));
  const way = directionOf(early);
  // At a threshold it counts as beyond if it is about to be.
  const beyond = (upper: number, lower: number) => {
    if (value > upper || (value === upper && way > 0)) return 1;
    return value < lower || (value === lower && way < 0) ? -1 : 0;
  };
  const protein = hadProtein || (laws.ownProtein && beyond(upperProtein, lowerProtein) !== 0);
  const tag = beyond(upperTag, lowerTag);
  const bend = nextBend(bends, value, way);
  const now = {
    calcium,
    early,
    late: turned(laws, late, t, protein, tag),
    protein,
    tag,
    bend,
    bendTime: timeOf(early, bend),
  };
  return { ...now, next: nextEvent(now, t) };
}

/** The late phase, turned at time t, s, if protein and tag ask for another direction. */
function turned(laws: SynapseLaws, late: LatePhaseCourse, t: number, protein: boolean, tag: number): LatePhaseCourse {
  const direction = !protein || (tag < 0 && !laws.latePhaseDepresses) ? 0 : tag;
  return direction === late.direction ? late : laws.late.turn(late, t, direction);
}

/** The nearest of the ascending bends on the way, infinite if there is none. */
function nextBend(bends: readonly number[], value: number, way: number): number {
  if (way < 0) for (let k = bends.length - 1; k >= 0; k--) if (bends[k] < value) return bends[k];
  if (way > 0) for (const bend of bends) if (bend > value) return bend;
  return way < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** When the next event after t, s, is. */
function nextEvent({ calcium, late, bendTime }: Omit<MovingSynapse, "next">, t: number): number {
  const later = (time: number) => (time > t ? time : Number.POSITIVE_INFINITY);
  return Math.min(bendTime, late.countTime, later(calcium.potentiationTime), later(calcium.depressionTime));
}
