import type { CompiledCircuit } from "../compile.js";
import { createPowerBalance } from "../equations/power-balance.js";
import { savedSignals } from "../equations/signals.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import { startingPoint } from "../point.js";
import type { LatchUp } from "./latch-up.js";
import { createPredictor } from "./predictor.js";
import { createRecorder } from "./recorder.js";
import { createShapeCheck } from "./shape.js";
import { timeFunction } from "./source-waveform.js";
import { createStageSolver } from "./stage.js";
import { createStepper, type March } from "./step.js";
import { methods, type Tableau } from "./tableau.js";
import { checkSettings, defaultTolerance, type TransientSettings } from "./transient-settings.js";

/** The numbers of a run besides its arrays. */
export interface RunState {
  time: number;
  /** Step to try next, s. */
  step: number;
  /** The next step starts a smooth stretch: there is no dq/dt to begin from. */
  fresh: boolean;
  done: boolean;
  earlierStep: number;
  predictorCount: number;
  contraction: number;
  accepted: number;
  rejected: number;
  iterations: number;
  worstPowerBalance: number;
  operatingPointBy: string | undefined;
  /** Jumps in a row without progress in time. */
  jumpsInPlace: number;
  events: number[];
  latchUps: LatchUp[];
}

/** Fewest steps in a period of a sine: fewer might meet it at like phases and take it for constant. */
const stepsPerPeriod = 8;

/** All that a run works with. */
export type Run = ReturnType<typeof createRun>;

/** Work space of a run, before its first state is known. */
export function createRun(compiled: CompiledCircuit, settings: TransientSettings) {
  const { system } = compiled;
  checkSettings(settings);
  const tolerance = settings.tolerance ?? defaultTolerance;
  const frame = { step: settings.step ?? settings.stop / 1000, stop: settings.stop };
  const sources = system.inputs.map((source) => timeFunction(source, frame));
  const solver = createStageSolver(compiled);
  const signals = savedSignals(system);
  const point = startingPoint(compiled);
  const rows = system.currents.length;
  const march: March = {
    point,
    charge: new Float64Array(rows),
    rate: new Float64Array(rows),
    earlierRate: new Float64Array(rows),
    earlierStep: 0,
    predictor: createPredictor(point.x.length),
  };
  const state: RunState = {
    time: 0,
    step: 0,
    fresh: true,
    done: false,
    earlierStep: 0,
    predictorCount: 0,
    contraction: 1,
    accepted: 0,
    rejected: 0,
    iterations: 0,
    worstPowerBalance: 0,
    operatingPointBy: undefined,
    jumpsInPlace: 0,
    events: [],
    latchUps: [],
  };
  return {
    compiled,
    settings,
    /** A step that a periodic source turns about in says nothing about it, s. */
    longestStep: Math.min(...sources.map(({ period }) => period / stepsPerPeriod), Number.POSITIVE_INFINITY),
    tolerance,
    tableau: methods[settings.method ?? "esdirk4"] as Tableau,
    sources,
    solver,
    stepper: createStepper(compiled, sources, solver, tolerance),
    signals,
    evaluateSignals: compileExpressions(
      system,
      signals.map(({ value }) => value),
    ),
    evaluateEvents: compileExpressions(
      system,
      system.events.map(({ expression }) => expression),
    ),
    evaluateAssignments: compileExpressions(
      system,
      system.events.flatMap(({ assignments }) => assignments.map(({ value }) => value)),
    ),
    balance: createPowerBalance(compiled),
    shape: createShapeCheck(compiled, tolerance),
    recorder: createRecorder(signals.length),
    march,
    state,
    /** Signals at the nodes of a step's interpolation `[node][signal]`. */
    nodeSignals: Array.from({ length: 4 }, () => new Float64Array(signals.length)),
    eventsBefore: new Float64Array(system.events.length),
    eventsAfter: new Float64Array(system.events.length),
  };
}

/** Corners closer together than this, relative to the run, are one: their times are computed, and so are rounded. */
const cornerRounding = 4e-15;

/** The next corner of a source, or the end of the run, s. */
export function nextCorner({ sources, march, settings: { stop } }: Run): number {
  const apart = cornerRounding * stop;
  let next = stop;
  for (const source of sources) next = Math.min(next, source.nextCorner(march.point.t + apart));
  return next > stop - apart ? stop : next;
}
