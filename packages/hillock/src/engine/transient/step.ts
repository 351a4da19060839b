import { constantValue } from "../../expr/graph.js";
import type { CompiledCircuit } from "../compile.js";
import { copyPoint, type Point } from "../point.js";
import { rateWeights, refinementWeights } from "./dense-output.js";
import { learn, type Predictor, predict } from "./predictor.js";
import type { TimeFunction } from "./source-waveform.js";
import { judgedUnknowns, type StageOutcome, type StageSolver } from "./stage.js";
import type { Tableau } from "./tableau.js";
import { copy, weightedSum } from "./vectors.js";

/** The state that a transient carries from step to step. */
export interface March {
  readonly point: Point;
  /** Charges `[rows]`, C (Wb for a branch). They are what is integrated: summed up, they are conserved to rounding. */
  readonly charge: Float64Array;
  /** Rates of change of the charges at the point `[rows]`. */
  readonly rate: Float64Array;
  /** The rates one step earlier, and that step (0: there is none); for the trapezoidal rule's error. */
  readonly earlierRate: Float64Array;
  earlierStep: number;
  readonly predictor: Predictor;
}

/** What an attempted step came to. */
export interface Attempt {
  readonly outcome: StageOutcome;
  /** Estimated error in units of what is tolerable; the step is good if it is at most 1. */
  readonly error: number;
}

/** Carries out steps. The stages of the last attempt are kept. */
export interface Stepper {
  readonly attempt: (march: March, tableau: Tableau, step: number) => Attempt;
  /**
   * Raises the interior stages of the last attempt to the accuracy of its end: a stage is of lower order
   * than the step. To be called before `accept`.
   */
  readonly refine: () => void;
  /**
   * Unknowns and rates just after the start of the last attempt. Where a stretch begins, currents that follow from rates
   * (those of voltage sources with capacitors) jump; the march still has those before. They are extrapolated from the
   * stages. To be called before `accept`.
   */
  readonly startOfStretch: (march: March) => { readonly x: Float64Array; readonly rate: Float64Array };
  /** Rates at an interior stage of the last attempt, as accurate as its refined unknowns `[rows]`; overwritten by the next call. */
  readonly rateInside: (stage: number) => Float64Array;
  /** Makes the last attempt the state of the march. */
  readonly accept: (march: March) => void;
  /** Solutions, inputs and rates at the stages of the last attempt `[stage]`. */
  readonly stageX: readonly Float64Array[];
  readonly stageU: readonly Float64Array[];
  readonly stageRate: readonly Float64Array[];
}

const mostStages = 6;
/** An error is measured against the size of what it is an error of, but never against less than this: V and A. */
export const floors = { voltage: 1e-2, current: 1e-6 } as const;

/** A stepper with its own work space. `tolerance` is the error allowed per step, relative to each unknown. */
export function createStepper(
  compiled: CompiledCircuit,
  sources: readonly TimeFunction[],
  solver: StageSolver,
  tolerance: number,
): Stepper {
  const { system } = compiled;
  const size = system.unknowns.length;
  const rows = system.currents.length;
  const perStage = (length: number): Float64Array[] =>
    Array.from({ length: mostStages }, () => new Float64Array(length));
  const stageX = perStage(size);
  const stageU = perStage(system.inputs.length);
  const stageRate = perStage(rows);
  const b = new Float64Array(rows);
  const weights = new Float64Array(size);
  const right = new Float64Array(rows);
  const error = new Float64Array(size);
  const inside = new Float64Array(rows);
  const startX = new Float64Array(size);
  const startRate = new Float64Array(rows);
  const floor = Float64Array.from(system.unknowns, ({ kind }) => floors[kind]);
  const judged = judgedUnknowns(compiled);
  const charged = chargedRows(compiled);
  const allUnknowns = Int32Array.from(system.unknowns.keys());
  const allRows = Int32Array.from(system.currents.keys());
  let last: { tableau: Tableau; step: number } | undefined;
  let trial: Point | undefined;

  function attempt(march: March, tableau: Tableau, step: number): Attempt {
    const { point, charge, rate, predictor } = march;
    const { a, c, gamma, explicitFirst } = tableau;
    const stages = c.length;
    const known = predictor.count;
    const alpha = 1 / (step * gamma);
    trial ??= copyPoint(point);
    copy(point.d, trial.d);
    copy(point.p, trial.p);
    copy(point.limits, trial.limits);
    last = { tableau, step };
    for (let i = 0; i < size; i++) weights[i] = tolerance * (Math.abs(point.x[i]) + floor[i]);

    for (let stage = 0; stage < stages; stage++) {
      const time = point.t + c[stage] * step;
      for (let k = 0; k < sources.length; k++) stageU[stage][k] = sources[k].at(time);
      if (explicitFirst && stage === 0) {
        copy(point.x, stageX[0]);
        copy(rate, stageRate[0]);
        continue;
      }
      weightedSum(a[stage], stage, stageRate, charged, b);
      for (let k = 0; k < charged.length; k++) {
        const row = charged[k];
        b[row] = charge[row] + step * b[row];
      }
      predict(predictor, time, trial.x);
      copy(stageU[stage], trial.u);
      trial.t = time;
      const outcome = solver.solve(trial, alpha, b, weights, stageRate[stage]);
      if (outcome !== "converged") {
        predictor.count = known;
        return { outcome, error: Number.POSITIVE_INFINITY };
      }
      copy(trial.x, stageX[stage]);
      learn(predictor, time, trial.x);
    }
    predictor.count = known;
    return { outcome: "converged", error: estimate(march, tableau, step, alpha) };
  }

  /** Largest error of the judged unknowns: (G + alpha C)^-1 (alpha err_q), a filter that damps what is stiff. */
  function estimate(march: March, tableau: Tableau, step: number, alpha: number): number {
    right.fill(0);
    if (tableau.error.length > 0) {
      weightedSum(tableau.error, tableau.error.length, stageRate, charged, right);
      for (let k = 0; k < charged.length; k++) right[charged[k]] *= alpha * step;
    } else {
      for (let k = 0; k < charged.length; k++) right[charged[k]] = alpha * multistepError(march, step, charged[k]);
    }
    solver.backSolve(right, error);
    const end = stageX[tableau.c.length - 1];
    let largest = 0;
    for (let k = 0; k < judged.length; k++) {
      const i = judged[k];
      const ratio = Math.abs(error[i]) / Math.max(weights[i], tolerance * Math.abs(end[i]));
      if (!(ratio <= largest)) largest = ratio;
    }
    return largest;
  }

  /** Error of the trapezoidal rule. */
  function multistepError({ earlierRate, earlierStep }: March, step: number, row: number): number {
    // Without a past, the difference to backward Euler bounds the error.
    if (earlierStep === 0) return (step / 2) * (stageRate[1][row] - stageRate[0][row]);
    const now = (stageRate[1][row] - stageRate[0][row]) / step;
    const before = (stageRate[0][row] - earlierRate[row]) / earlierStep;
    // h^3/12 of the second derivative of the rate, which is twice the divided difference.
    return ((step * step * step) / 6) * ((now - before) / (step + earlierStep));
  }

  function refine(): void {
    const { tableau, step } = last as { tableau: Tableau; step: number };
    const alpha = 1 / (step * tableau.gamma);
    for (const { stage, weights: weightsOfStage } of refinements(tableau)) {
      right.fill(0);
      weightedSum(weightsOfStage, weightsOfStage.length, stageRate, charged, right);
      for (let k = 0; k < charged.length; k++) right[charged[k]] *= alpha * step;
      solver.backSolve(right, error);
      const x = stageX[stage];
      for (let i = 0; i < size; i++) x[i] += error[i];
    }
  }

  function startOfStretch({ point }: March): { x: Float64Array; rate: Float64Array } {
    const { tableau } = last as { tableau: Tableau };
    const stageWeights = rateWeights(tableau, 0);
    weightedSum(stageWeights, stageWeights.length, stageX, allUnknowns, startX);
    for (let k = 0; k < judged.length; k++) startX[judged[k]] = point.x[judged[k]];
    weightedSum(stageWeights, stageWeights.length, stageRate, allRows, startRate);
    return { x: startX, rate: startRate };
  }

  function rateInside(stage: number): Float64Array {
    const { tableau } = last as { tableau: Tableau };
    const stageWeights = rateWeights(tableau, tableau.c[stage]);
    weightedSum(stageWeights, stageWeights.length, stageRate, charged, inside);
    return inside;
  }

  function accept(march: March): void {
    const { point, charge, rate, earlierRate, predictor } = march;
    const { tableau, step } = last as { tableau: Tableau; step: number };
    const end = tableau.c.length - 1;
    const start = point.t;
    copy(rate, earlierRate);
    march.earlierStep = tableau.explicitFirst ? step : 0;
    // The last stage's b still stands: the charge is what was integrated, not what the iteration's x gives back.
    for (let k = 0; k < charged.length; k++) {
      const row = charged[k];
      charge[row] = b[row] + step * tableau.gamma * stageRate[end][row];
    }
    copy(stageRate[end], rate);
    predictor.count = 0;
    learn(predictor, start, point.x);
    for (const stage of tableau.interior) learn(predictor, start + tableau.c[stage] * step, stageX[stage]);
    copy(stageX[end], point.x);
    copy(stageU[end], point.u);
    if (trial) copy(trial.limits, point.limits);
    point.t = start + step;
    learn(predictor, point.t, point.x);
  }

  return { attempt, refine, startOfStretch, rateInside, accept, stageX, stageU, stageRate };
}

interface Refinement {
  readonly stage: number;
  readonly weights: readonly number[];
}

const refinementsOf = new Map<Tableau, readonly Refinement[]>();

/** What each interior stage lacks to the dense output of its tableau. */
function refinements(tableau: Tableau): readonly Refinement[] {
  let known = refinementsOf.get(tableau);
  if (!known) {
    const stages = [...tableau.interior, ...tableau.checked];
    known = stages.map((stage) => ({ stage, weights: refinementWeights(tableau, stage) }));
    refinementsOf.set(tableau, known);
  }
  return known;
}

/** Rows that hold charge. */
export function chargedRows({ system }: CompiledCircuit): Int32Array {
  const rows = [...system.charges.keys()];
  return Int32Array.from(rows.filter((row) => constantValue(system.graph, system.charges[row]) !== 0));
}
