import type { ExactConstants } from "./exact-constants.js";
import type { SynapseCourse } from "./exact-course.js";
import { type LateDirection, moveLatePhase } from "./exact-late-phase.js";
import type { Schedule } from "./exact-schedule.js";

/** Receives a piece of a course in which v_h is linear: when it begins (s after the schedule's beginning), v_h, dv_h/dt, how long it lasts. */
export type LinearPiece = (time: number, voltage: number, slope: number, duration: number) => void;

/**
 * Takes a synapse through a schedule from bend to bend: v_h is linear between its rest, its limits, the tag and the protein thresholds.
 * At rest it stays where the recovery is stronger than the leakage (sliding), at a limit where it is driven outwards.
 * z is exponential, or counts, while the tag and the protein stay as they are.
 */
export function followSynapse(
  schedule: Schedule,
  constants: ExactConstants,
  course: SynapseCourse,
  observe?: LinearPiece,
): void {
  const { slopeAbove, slopeBelow, rest, upperTag, lowerTag, upperProtein, lowerProtein, lowest, highest, bends } =
    constants;
  const { pieces, duration, branch } = schedule;
  let voltage = Math.min(Math.max(course.voltage, lowest), highest);
  let { protein } = course;
  let most = voltage;
  let least = voltage;
  let direction: LateDirection = 0;
  let held = 0;
  let time = 0;
  // The bends around v_h, once they are known: from between them nothing switches until one is reached.
  let under = Number.POSITIVE_INFINITY;
  let over = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < pieces; k++) {
    let remaining = duration[k];
    const up = slopeAbove[branch[k]];
    const down = slopeBelow[branch[k]];
    if (voltage > under && voltage < over) {
      const slope = voltage > rest ? up : down;
      const next = voltage + slope * remaining;
      if (next > under && next < over) {
        if (observe) observe(time, voltage, slope, remaining);
        voltage = next;
        if (voltage > most) most = voltage;
        if (voltage < least) least = voltage;
        held += remaining;
        time += remaining;
        continue;
      }
    }
    while (remaining > 0) {
      let slope = voltage > rest ? up : voltage < rest ? down : up > 0 ? up : Math.min(down, 0);
      if ((voltage >= highest && slope > 0) || (voltage <= lowest && slope < 0)) slope = 0;
      if (protein === 0 && exceeds(voltage, slope, upperProtein, lowerProtein)) protein = 1;
      const now: LateDirection = protein === 0 ? 0 : tagged(voltage, slope, upperTag, lowerTag);
      if (now !== direction) {
        moveLatePhase(course, constants, direction, held);
        direction = now;
        held = 0;
      }
      // The nearest bend on the way; infinite if there is none. In place: a number that a call returns is made an object.
      let bend = voltage;
      if (slope > 0) {
        let b = 0;
        while (b < bends.length && bends[b] <= voltage) b++;
        bend = b < bends.length ? bends[b] : Number.POSITIVE_INFINITY;
      } else if (slope < 0) {
        let b = bends.length - 1;
        while (b >= 0 && bends[b] >= voltage) b--;
        bend = b >= 0 ? bends[b] : Number.NEGATIVE_INFINITY;
      }
      const reach = slope === 0 ? Number.POSITIVE_INFINITY : (bend - voltage) / slope;
      const step = Math.min(reach, remaining);
      if (observe) observe(time, voltage, slope, step);
      // A bend that is reached is reached to the bit; rounding passes none.
      if (reach <= remaining) voltage = slope === 0 ? voltage : bend;
      else {
        const next = voltage + slope * remaining;
        voltage = slope > 0 ? Math.min(next, bend) : Math.max(next, bend);
      }
      if (voltage > most) most = voltage;
      if (voltage < least) least = voltage;
      held += step;
      time += step;
      remaining -= step;
    }
    let b = 0;
    while (b < bends.length && bends[b] <= voltage) b++;
    under = b > 0 ? bends[b - 1] : Number.NEGATIVE_INFINITY;
    over = b < bends.length ? bends[b] : Number.POSITIVE_INFINITY;
  }
  course.voltage = voltage;
  moveLatePhase(course, constants, direction, held);
  course.protein = protein === 0 && (voltage > upperProtein || voltage < lowerProtein) ? 1 : protein;
  course.highest = most;
  course.lowest = least;
}

/** Whether v_h is beyond a protein threshold, or on its way there from it. */
function exceeds(voltage: number, slope: number, upper: number, lower: number): boolean {
  return voltage > upper || voltage < lower || (voltage === upper && slope > 0) || (voltage === lower && slope < 0);
}

function tagged(voltage: number, slope: number, upper: number, lower: number): LateDirection {
  if (voltage > upper || (voltage === upper && slope > 0)) return 1;
  return voltage < lower || (voltage === lower && slope < 0) ? -1 : 0;
}
