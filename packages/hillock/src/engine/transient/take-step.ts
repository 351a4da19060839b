import { elementary } from "../../expr/elementary.js";
import { applyEvents, type Landing, locateEvents } from "./events.js";
import { latchUp, leadOn } from "./latch-up.js";
import { recordJump, recordStep } from "./recorder.js";
import { noConvergence } from "./result.js";
import { nextCorner, type Run } from "./run.js";
import { record, startStretch } from "./start.js";
import { sdirk4, type Tableau } from "./tableau.js";

/** Steps change at most by these factors; a failed iteration shortens by the last. */
const growth = 5;
const shrink = 0.2;
const failureShrink = 0.25;
/** Where a stretch begins, what is fast in the circuit has yet to settle: the error falls with a lower power of the step. */
const startOrder = 1.5;
const startShrink = 0.1;
const safety = 0.85;
/** The error inside a step falls with its fourth power where the solution is smooth; at a corner halving must do. */
const shapeOrder = 4;
const mildest = 0.4;
/** A step this small, relative to the run, means that the solution does not go on continuously. */
const smallestStep = 1e-15;
/** A jump smaller than this is none, V or A. */
const smallestJump = 5e-3;
const mostJumpsInPlace = 3;
/** What happens within this time, relative to the run, happens at once. */
const instant = 1e-9;
/**
 * Straight lines between recorded points are right to this many tolerances of the size of each signal, but never worse
 * than at this tolerance.
 */
const recordingShare = 3;
const coarsestRecording = 3e-5;
/** More than this, in tolerances, is not put down to rounding. */
const mostRounding = 1e3;
/** The balance of power is checked at the first steps, this many, and from then on once in as many. */
const balanceInterval = 16;

/** Takes one step, however often it must be shortened. */
export function takeStep(run: Run): void {
  const { march, state, stepper, solver, settings, tolerance } = run;
  const { point } = march;
  const corner = nextCorner(run);
  const smallest = smallestStep * settings.stop;
  const longest = Math.min(settings.maximumStep ?? Number.POSITIVE_INFINITY, run.longestStep);
  let failures = 0;
  let target: Landing | undefined;
  let lastError = Number.POSITIVE_INFINITY;
  for (;;) {
    const distance = corner - point.t;
    let step = Math.min(target?.step ?? state.step, longest);
    // Land on the corner, and do not leave a sliver before it.
    const landing = step >= distance * (1 - 1e-9);
    if (landing) step = distance;
    else if (!target && step > distance / 2) step = distance / 2;
    const tableau = state.fresh ? sdirk4 : run.tableau;
    if (solver.order().length === 0) solver.reorder(point, 1 / (step * tableau.gamma));

    const attempt = stepper.attempt(march, tableau, step);
    const { outcome } = attempt;
    // An error that no longer falls with the step is rounding: the shortest steps cannot be better.
    const atRounding =
      step < instant * settings.stop && attempt.error < mostRounding && attempt.error > 0.5 * lastError;
    const error = atRounding ? Math.min(1, attempt.error) : attempt.error;
    lastError = attempt.error;
    // A pivot that is zero, or so small that it spoils the iteration, calls for another order of elimination.
    const doubtful = outcome === "singular" || (outcome !== "converged" && failures % 4 === 3);
    if (doubtful && solver.reorder(point, 1 / (step * tableau.gamma))) continue;
    const bend = outcome === "converged" && error <= 1 ? shapeError(run, tableau, step) : Number.POSITIVE_INFINITY;
    if (bend <= 1) {
      const earlier = locateEvents(run, tableau, step);
      if (earlier) {
        target = earlier;
        state.rejected++;
        continue;
      }
      const factor = Math.min(stepFactor(error, tableau.errorOrder), stepFactor(bend, shapeOrder));
      // After a failure the next step is not longer; one cut short by a corner says little about the next.
      const wish = step * Math.min(failures > 0 ? 1 : growth, Math.max(shrink, factor));
      state.step = landing && failures === 0 ? Math.max(wish, state.step) : wish;
      finishStep(run, tableau, step, landing ? corner : undefined, target?.step === step ? target.events : []);
      return;
    }
    state.rejected++;
    failures++;
    target = undefined;
    const order = state.fresh ? startOrder : tableau.errorOrder;
    const factor = error > 1 ? stepFactor(error, order) : Math.max(mildest, stepFactor(bend, shapeOrder));
    state.step =
      step *
      (outcome === "converged" ? Math.max(state.fresh ? startShrink : shrink, Math.min(0.9, factor)) : failureShrink);
    if (state.step < smallest || failures > 200) {
      jump(run, smallest, outcome);
      state.step = Math.max(1e-9 * settings.stop * tolerance, 1e3 * smallest);
      return;
    }
  }
}

/** By how much a step with this error (in tolerances) may grow, or must shrink. */
const stepFactor = (error: number, order: number): number => safety * elementary.pow(Math.max(error, 1e-8), -1 / order);

/** The error inside the step just attempted, which is refined for it; in the shortest steps it does not matter. */
function shapeError({ stepper, march, shape, state, settings }: Run, tableau: Tableau, step: number): number {
  stepper.refine();
  const start = state.fresh ? stepper.startOfStretch(march).x : march.point.x;
  const error = shape.error(march, stepper, tableau, start);
  return step < instant * settings.stop ? Math.min(1, error) : error;
}

/** The state after an accepted step: charges, records, and a fresh start at a corner. */
function finishStep(
  run: Run,
  tableau: Tableau,
  step: number,
  corner: number | undefined,
  landed: readonly number[],
): void {
  const { march, state, stepper, settings, recorder, balance } = run;
  const { point } = march;
  const start = point.t;
  const { fresh } = state;
  const recordingTolerance = recordingShare * Math.min(run.tolerance, coarsestRecording);
  const nodes = stepSignals(run, tableau, start, step);
  stepper.accept(march);
  if (corner !== undefined) point.t = corner;
  run.shape.accept();
  state.accepted++;
  if (point.t - (state.latchUps.at(-1)?.time ?? 0) > instant * settings.stop) state.jumpsInPlace = 0;
  state.fresh = false;
  if (nodes) {
    const abscissae = [0, ...tableau.interior.map((stage) => tableau.c[stage]), 1];
    if (fresh) recordJump(recorder, start, nodes[0], recordingTolerance);
    recordStep(recorder, start, point.t - start, abscissae, nodes, recordingTolerance);
  } else if (point.t >= (settings.start ?? 0)) record(run);
  if (state.accepted % balanceInterval === 0 || state.accepted < balanceInterval) {
    state.worstPowerBalance = Math.max(state.worstPowerBalance, balance(march.point, march.rate));
  }
  applyEvents(run, landed);
  if (corner !== undefined) {
    if (corner >= settings.stop) state.done = true;
    else {
      startStretch(run);
      state.step = Math.min(state.step, 0.1 * (nextCorner(run) - point.t));
    }
  }
}

/** Signals at the nodes of the step's interpolation; undefined before the recording starts. */
function stepSignals(
  { stepper, march, evaluateSignals, nodeSignals, settings, state }: Run,
  tableau: Tableau,
  start: number,
  step: number,
): Float64Array[] | undefined {
  if (start < (settings.start ?? 0)) return undefined;
  const { point } = march;
  const { x: startX, rate: startRate } = state.fresh ? stepper.startOfStretch(march) : { x: point.x, rate: march.rate };
  const nodes: Float64Array[] = [];
  const at = (x: Float64Array, u: Float64Array, time: number, rates: Float64Array): void => {
    const values = nodeSignals[nodes.length];
    evaluateSignals(x, u, point.d, point.p, time, rates, values);
    nodes.push(values);
  };
  at(startX, point.u, start, startRate);
  const last = tableau.c.length - 1;
  for (const stage of [...tableau.interior, last]) {
    const rates = stage === last ? stepper.stageRate[last] : stepper.rateInside(stage);
    at(stepper.stageX[stage], stepper.stageU[stage], start + tableau.c[stage] * step, rates);
  }
  return nodes;
}

/** Where no step is small enough, the solution jumps to another branch, or the run ends. */
function jump(run: Run, smallest: number, outcome: string): void {
  const { compiled, march, state, settings, sources } = run;
  const { point, charge } = march;
  if (state.jumpsInPlace >= mostJumpsInPlace) throw noConvergence(run, outcome);
  state.jumpsInPlace++;
  const furthest = Math.min(instant * settings.stop, nextCorner(run) - point.t);
  // Just ahead of a fold the branch that is about to end still holds, and at the fold itself nothing comes to rest: the
  // charges are led on until it is passed.
  for (let ahead = 10 * smallest; ; ahead *= 10) {
    const leap = latchUp(compiled, point, charge, smallest);
    if (leap && Math.abs(leap.change) > smallestJump) {
      state.latchUps.push(leap);
      break;
    }
    if (ahead > furthest) {
      if (leap) break;
      throw noConvergence(run, outcome);
    }
    leadOn(compiled, point, charge, ahead);
    for (let k = 0; k < sources.length; k++) point.u[k] = sources[k].at(point.t);
  }
  startStretch(run);
}
