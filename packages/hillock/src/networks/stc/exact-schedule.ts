import { exp } from "../../expr/elementary/exponential.js";
import { log } from "../../expr/elementary/logarithm.js";
import type { ExactConstants } from "./exact-constants.js";
import type { SynapseCourse } from "./exact-course.js";

/**
 * What drives v_h of synapses with one calcium history, for some time: pieces in which neither branch of the early phase is switched.
 * In each, v_h is linear above V_H0 and below it. Used again and again.
 */
export interface Schedule {
  pieces: number;
  /** Of each piece, s */
  duration: Float64Array;
  /** Of each piece: 1 if i_ca > I_THPOT, + 2 if i_ca > I_THDEP */
  branch: Uint8Array;
  /** Sum of the durations, s */
  total: number;
  /** How far v_h comes above V_H0: at the end, at most, at least; the latter two count the beginning, 0. V */
  readonly above: Course;
  /** The same below V_H0 */
  readonly below: Course;
  /** Whether v_h stays at V_H0 once it is there: it goes down above and up below in every piece. */
  holdsRest: boolean;
  /** Courses that begin at the lower and at the upper limit of v_h, once they are known */
  readonly fromLowest: LimitCourse;
  readonly fromHighest: LimitCourse;
}

/** The course of a synapse from a limit of v_h, found when it is needed. */
export interface LimitCourse extends SynapseCourse {
  known: boolean;
}

export interface Course {
  end: number;
  most: number;
  least: number;
}

export function emptySchedule(): Schedule {
  const course = (): Course => ({ end: 0, most: 0, least: 0 });
  const fromLimit = (): LimitCourse => ({
    voltage: 0,
    z: 0,
    phase: 0,
    protein: 1,
    highest: 0,
    lowest: 0,
    known: false,
  });
  return {
    pieces: 0,
    duration: new Float64Array(16),
    branch: new Uint8Array(16),
    total: 0,
    above: course(),
    below: course(),
    holdsRest: true,
    fromLowest: fromLimit(),
    fromHighest: fromLimit(),
  };
}

/**
 * Goes on with a schedule for a time without spikes, through which i_ca = base + (i_ca(0) - base) exp(-t/tau): it passes a threshold at
 * tau ln((i_ca(0) - base)/(threshold - base)).
 *
 * @param calcium i_ca at the beginning, A
 * @param duration s
 * @returns i_ca at the end, A
 */
export function extendSchedule(
  schedule: Schedule,
  constants: ExactConstants,
  calcium: number,
  duration: number,
): number {
  if (!(duration > 0)) return calcium;
  const { restingCalcium: base, potentiationThreshold, depressionThreshold, calciumTimeConstant } = constants;
  const excess = calcium - base;
  const ratio = duration / calciumTimeConstant;
  const after = base + excess * exp(-ratio);
  const potentiated = passage(calcium, base, after, potentiationThreshold, constants, duration);
  const depressed = passage(calcium, base, after, depressionThreshold, constants, duration);
  let branch =
    (above(calcium, base, potentiationThreshold) ? 1 : 0) + (above(calcium, base, depressionThreshold) ? 2 : 0);
  const first = Math.min(potentiated, depressed);
  const last = Math.max(potentiated, depressed);
  if (first >= duration) {
    addPiece(schedule, branch, duration);
    return after;
  }
  addPiece(schedule, branch, first);
  branch ^= potentiated === first ? 1 : 0;
  branch ^= depressed === first ? 2 : 0;
  if (last >= duration || last === first) {
    addPiece(schedule, branch, duration - first);
    return after;
  }
  addPiece(schedule, branch, last - first);
  branch ^= potentiated === last ? 1 : 2;
  addPiece(schedule, branch, duration - last);
  return after;
}

/** Whether calcium is above a threshold right after now. */
function above(calcium: number, base: number, threshold: number): boolean {
  return calcium > threshold || (calcium === threshold && base > threshold);
}

/** When calcium passes a threshold, s; infinite if not within the duration. */
function passage(
  calcium: number,
  base: number,
  after: number,
  threshold: number,
  constants: ExactConstants,
  duration: number,
): number {
  const falls = calcium > threshold && after <= threshold;
  const rises = calcium < threshold && after > threshold;
  if ((!falls && !rises) || threshold === base) return Number.POSITIVE_INFINITY;
  const time = constants.calciumTimeConstant * log((calcium - base) / (threshold - base));
  return Math.min(Math.max(time, 0), duration);
}

function addPiece(schedule: Schedule, branch: number, duration: number): void {
  if (!(duration > 0)) return;
  schedule.total += duration;
  const last = schedule.pieces - 1;
  if (last >= 0 && schedule.branch[last] === branch) {
    schedule.duration[last] += duration;
    return;
  }
  if (schedule.pieces === schedule.duration.length) grow(schedule);
  schedule.duration[schedule.pieces] = duration;
  schedule.branch[schedule.pieces] = branch;
  schedule.pieces++;
}

function grow(schedule: Schedule): void {
  const duration = new Float64Array(2 * schedule.pieces);
  const branch = new Uint8Array(2 * schedule.pieces);
  duration.set(schedule.duration);
  branch.set(schedule.branch);
  schedule.duration = duration;
  schedule.branch = branch;
}

export function clearSchedule(schedule: Schedule): void {
  schedule.pieces = 0;
  schedule.total = 0;
}

/** Finds the courses of a schedule whose pieces are complete. */
export function finishSchedule(schedule: Schedule, { slopeAbove, slopeBelow }: ExactConstants): void {
  follow(schedule, slopeAbove, schedule.above);
  follow(schedule, slopeBelow, schedule.below);
  schedule.fromLowest.known = false;
  schedule.fromHighest.known = false;
  schedule.holdsRest = true;
  for (let k = 0; k < schedule.pieces; k++) {
    const branch = schedule.branch[k];
    if (slopeAbove[branch] > 0 || slopeBelow[branch] < 0) schedule.holdsRest = false;
  }
}

function follow({ pieces, duration, branch }: Schedule, slopes: Float64Array, course: Course): void {
  let end = 0;
  let most = 0;
  let least = 0;
  for (let k = 0; k < pieces; k++) {
    end += slopes[branch[k]] * duration[k];
    if (end > most) most = end;
    if (end < least) least = end;
  }
  course.end = end;
  course.most = most;
  course.least = least;
}
