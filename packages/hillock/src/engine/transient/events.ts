import { interpolate } from "./recorder.js";
import { nextCorner, type Run } from "./run.js";
import { settleAlgebraic, startStretch } from "./start.js";
import type { Tableau } from "./tableau.js";

/** Whether an event function that goes from `before` to `after` passes zero in the given direction. */
export const fires = (direction: -1 | 0 | 1, before: number, after: number): boolean =>
  (direction >= 0 && before < 0 && after >= 0) || (direction <= 0 && before > 0 && after <= 0);

/** Events that a step will end at. */
export interface Landing {
  /** The step that ends there, s. */
  readonly step: number;
  /** Numbers of the events. */
  readonly events: readonly number[];
}

/** An event this close to the end of a step, relative to the step, is taken to be at its end. */
const atEnd = 1e-6;

/**
 * The first events inside the step just attempted, if there are any before its end, located on the polynomial that
 * interpolates it.
 */
export function locateEvents(run: Run, tableau: Tableau, step: number): Landing | undefined {
  const { compiled, march, stepper, evaluateEvents, eventsAfter } = run;
  const { events } = compiled.system;
  if (events.length === 0) return undefined;
  const { point } = march;
  const stages = [...tableau.interior, tableau.c.length - 1];
  const abscissae = [0, ...stages.map((stage) => tableau.c[stage])];
  const xNodes = [point.x, ...stages.map((stage) => stepper.stageX[stage])];
  const uNodes = [point.u, ...stages.map((stage) => stepper.stageU[stage])];
  const x = new Float64Array(point.x.length);
  const u = new Float64Array(point.u.length);
  const firedAt = (position: number): number[] => {
    interpolate(abscissae, xNodes, position, x);
    interpolate(abscissae, uNodes, position, u);
    evaluateEvents(x, u, point.d, point.p, point.t + position * step, march.rate, eventsAfter);
    return firedEvents(run);
  };
  if (firedAt(1).length === 0) return undefined;
  let inside = 0;
  let behind = 1;
  for (let halving = 0; halving < 60 && behind - inside > 1e-3 * atEnd * behind; halving++) {
    const middle = (inside + behind) / 2;
    if (firedAt(middle).length > 0) behind = middle;
    else inside = middle;
  }
  return behind > 1 - atEnd ? undefined : { step: behind * step, events: firedAt(behind) };
}

/** Numbers of the events that lie between the values of `eventsBefore` and `eventsAfter`. */
function firedEvents({ compiled, eventsBefore, eventsAfter }: Run): number[] {
  const numbers = [...compiled.system.events.keys()];
  return numbers.filter((k) => fires(compiled.system.events[k].direction, eventsBefore[k], eventsAfter[k]));
}

/**
 * Lets the events at the end of an accepted step take effect, and starts anew behind them.
 *
 * @param landed events that the step was made to end at: they take effect though rounding may leave them just ahead
 */
export function applyEvents(run: Run, landed: readonly number[]): void {
  const { compiled, march, state, evaluateEvents, evaluateAssignments, eventsBefore, eventsAfter } = run;
  const { events } = compiled.system;
  if (events.length === 0) return;
  const { point } = march;
  evaluateEvents(point.x, point.u, point.d, point.p, point.t, march.rate, eventsAfter);
  const rising = landed.map((k) => eventsBefore[k] < 0);
  const fired = new Set([...landed, ...firedEvents(run)]);
  eventsBefore.set(eventsAfter);
  if (fired.size === 0) return;
  const values = new Float64Array(events.reduce((count, { assignments }) => count + assignments.length, 0));
  evaluateAssignments(point.x, point.u, point.d, point.p, point.t, march.rate, values);
  let index = 0;
  events.forEach(({ assignments }, k) => {
    for (const { state: target } of assignments) {
      if (fired.has(k)) point.d[target] = values[index];
      index++;
    }
  });
  state.events.push(point.t);
  startStretch(run);
  settleAlgebraic(run);
  // What was landed on is passed, on whichever side of zero rounding has left it.
  landed.forEach((k, i) => {
    if (Math.sign(eventsBefore[k]) === (rising[i] ? -1 : 1)) eventsBefore[k] = 0;
  });
  state.step = Math.min(state.step, 0.1 * (nextCorner(run) - point.t));
}
