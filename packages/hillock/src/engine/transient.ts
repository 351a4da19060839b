import { HillockError } from "../base/error.js";
import type { Waveforms } from "../base/waveforms.js";
import type { Expression } from "../expr/graph.js";
import type { CompiledCircuit } from "./compile.js";
import { compileExpressions } from "./expression-kernel.js";
import { type LatchUp, latchUp } from "./latch-up.js";
import { key } from "./names.js";
import { operatingPoint } from "./operating-point.js";
import type { PivotOrder } from "./pivot-order.js";
import { type Point, startingPoint } from "./point.js";
import { createPowerBalance } from "./power-balance.js";
import { createPredictor, learn } from "./predictor.js";
import type { AnalysisResult, RunRecord } from "./record.js";
import { createRecorder, interpolate, type Recorder, recorded, recordPoint, recordStep } from "./recorder.js";
import { savedSignals } from "./signals.js";
import { timeFunction } from "./source-waveform.js";
import { createStageSolver } from "./stage.js";
import { createStepper, type March } from "./step.js";
import { type Method, methods, sdirk4, type Tableau } from "./tableau.js";

export interface TransientSettings {
  /** End of the run, s. */
  readonly stop: number;
  /** SPICE's output step, s: the default edge time of sources; it does not bound the steps taken. Default stop / 1000. */
  readonly step?: number;
  /** Nothing is recorded before this time, s. */
  readonly start?: number;
  /** Error allowed per step, relative to each voltage and current; default 1e-4. */
  readonly tolerance?: number;
  readonly method?: Method;
  /** Longest step, s; none by default: the error decides. */
  readonly maximumStep?: number;
  /** Start from `.ic` and `ic=` without an operating point. */
  readonly useInitialConditions?: boolean;
}

/** A transient that can be advanced piece by piece. */
export interface TransientRun {
  /** Takes at most `steps` steps (all that are left by default). Throws as `transient` says; the run then stays where it is. */
  readonly advance: (steps?: number) => TransientProgress;
  /** The waveforms and the record so far. */
  readonly result: () => TransientResult;
  /** All that is needed to go on elsewhere, bit for bit; plain data that survives JSON and structured cloning. */
  readonly checkpoint: () => TransientCheckpoint;
}

export interface TransientProgress {
  /** s */
  readonly time: number;
  /** Of the whole run, 0 to 1. */
  readonly fraction: number;
  readonly done: boolean;
}

export interface TransientResult extends AnalysisResult {
  readonly record: RunRecord & { readonly latchUps: readonly LatchUp[] };
}

/** The state of a run between two steps. */
export interface TransientCheckpoint {
  readonly version: 1;
  readonly settings: TransientSettings;
  readonly title: string;
  readonly state: RunState;
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly order: PivotOrder;
}

/** The numbers of a run besides its arrays. */
interface RunState {
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

const defaultTolerance = 1e-4;
/** Steps change at most by these factors; a failed iteration shortens by the last. */
const growth = 5;
const shrink = 0.2;
const failureShrink = 0.25;
const safety = 0.85;
/** A step this small, relative to the run, means that the solution does not go on continuously. */
const smallestStep = 1e-15;
/** Every so many steps the balance of power is checked. */
const balanceInterval = 16;

/**
 * Simulates a circuit in time: d/dt q(x, u(t)) + f(x, u(t)) = 0 by a stiffly accurate Runge-Kutta method in the
 * charges, with error control, exact landing on the corners of sources, and location of the events of devices.
 *
 * @throws what `operatingPoint` throws; engine/no-convergence with the time, the node and the device, where the
 *   solution cannot be continued; its `partial` is the result up to there
 */
export function transient(compiled: CompiledCircuit, settings: TransientSettings): TransientRun {
  const setup = prepare(compiled, settings);
  begin(setup);
  return runOf(setup);
}

/** Goes on from a checkpoint of a run of the same circuit, bit for bit as if it had not been interrupted. */
export function resumeTransient(compiled: CompiledCircuit, checkpoint: TransientCheckpoint): TransientRun {
  if (checkpoint.title !== compiled.system.circuit.title) {
    throw new HillockError({
      code: "engine/checkpoint",
      problem: `the checkpoint is of "${checkpoint.title}", not of "${compiled.system.circuit.title}"`,
      help: "resume with the netlist that the run was started with",
    });
  }
  const setup = prepare(compiled, checkpoint.settings);
  restore(setup, checkpoint);
  return runOf(setup);
}

type Setup = ReturnType<typeof prepare>;

function prepare(compiled: CompiledCircuit, settings: TransientSettings) {
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
    recorder: createRecorder(signals.length),
    march,
    state,
    eventsBefore: new Float64Array(system.events.length),
    eventsAfter: new Float64Array(system.events.length),
  };
}

function checkSettings({ stop, start = 0, tolerance = defaultTolerance, maximumStep = stop }: TransientSettings): void {
  const bad = (what: string, value: number, range: string): HillockError =>
    new HillockError({
      code: "engine/setting",
      problem: `the ${what} of a transient is ${value}; it must be ${range}`,
      place: "transient",
    });
  if (!(stop > 0 && Number.isFinite(stop))) throw bad("stop time", stop, "a positive time in seconds");
  if (!(start >= 0 && start < stop)) throw bad("start time", start, "between 0 and the stop time");
  if (!(tolerance >= 1e-12 && tolerance <= 0.1)) throw bad("tolerance", tolerance, "between 1e-12 and 0.1");
  if (!(maximumStep > 0)) throw bad("longest step", maximumStep, "a positive time in seconds");
}

/** Finds the state at t = 0 and records it. */
function begin(setup: Setup): void {
  const { compiled, settings, march, state, sources, tolerance } = setup;
  const { system } = compiled;
  const { point } = march;
  for (let k = 0; k < sources.length; k++) point.u[k] = sources[k].at(0);
  if (settings.useInitialConditions) {
    for (const { node, value } of system.circuit.initialConditions) {
      const index = system.unknowns.findIndex(({ kind, name }) => kind === "voltage" && key(name) === key(node));
      if (index >= 0) point.x[index] = value;
    }
    // As SPICE has it: what no initial condition names starts at 0 V, nodes held by sources included.
    chargesAt(setup, system.initialCharges, { ...point, u: new Float64Array(point.u.length) }, march.charge);
    const initial = compileExpressions(
      system,
      system.states.map((one) => one.initial),
    );
    initial(point.x, point.u, point.d.slice(), point.p, 0, march.rate, point.d);
  } else {
    const start = operatingPoint(compiled, { adjust: (one) => one.u.set(point.u), hold: true });
    point.x.set(start.point.x);
    point.d.set(start.point.d);
    point.limits.set(start.point.limits);
    state.operatingPointBy = start.by;
    state.iterations += start.iterations;
    chargesAt(setup, system.charges, point, march.charge);
  }
  const interval = nextCorner(setup) - point.t;
  state.step =
    Math.min(0.01 * interval, 1e-3 * settings.stop, settings.maximumStep ?? settings.stop) * tolerance ** 0.25;
  startStretch(setup);
  if (settings.useInitialConditions) settleAlgebraic(setup);
  record(setup);
}

function chargesAt({ compiled }: Setup, charges: readonly Expression[], point: Point, out: Float64Array): void {
  const evaluate = compileExpressions(compiled.system, charges);
  evaluate(point.x, point.u, point.d, point.p, point.t, new Float64Array(out.length), out);
}

function nextCorner({ sources, march, settings }: Setup): number {
  // A corner at the present time, to rounding, is behind us.
  const from = march.point.t * (1 + 4e-16) + 1e-18 * settings.stop;
  let next = settings.stop;
  for (const source of sources) next = Math.min(next, source.nextCorner(from));
  return next;
}

/** After a corner of a source or an event the past predicts nothing. */
function startStretch({ march, state, evaluateEvents, eventsBefore }: Setup): void {
  const { point, predictor } = march;
  state.fresh = true;
  march.earlierStep = 0;
  predictor.count = 0;
  learn(predictor, point.t, point.x);
  evaluateEvents(point.x, point.u, point.d, point.p, point.t, march.rate, eventsBefore);
}

/** Holds the charges and solves the other unknowns anew: they may jump where charges cannot. */
function settleAlgebraic(setup: Setup): void {
  const { march, solver, settings, compiled } = setup;
  const { point, charge } = march;
  const alpha = 1 / (1e-9 * settings.stop * setup.tolerance);
  const before = point.x.slice();
  const weights = Float64Array.from(compiled.system.unknowns, ({ kind }) => (kind === "voltage" ? 1e-6 : 1e-9));
  if (solver.order().length === 0) solver.reorder(point, alpha);
  let outcome = solver.solve(point, alpha, charge, weights, new Float64Array(charge.length));
  if (outcome === "singular" && solver.reorder(point, alpha)) {
    outcome = solver.solve(point, alpha, charge, weights, new Float64Array(charge.length));
  }
  // Where this fails the first step will find its way, with error control.
  if (outcome !== "converged") point.x.set(before);
  startStretch(setup);
}

function record({ recorder, march, evaluateSignals, signals, settings }: Setup): void {
  const { point } = march;
  if (point.t < (settings.start ?? 0)) return;
  const values = new Float64Array(signals.length);
  evaluateSignals(point.x, point.u, point.d, point.p, point.t, march.rate, values);
  recordPoint(recorder, point.t, values);
}

function runOf(setup: Setup): TransientRun {
  const { march, settings, state } = setup;
  return {
    advance(steps = Number.POSITIVE_INFINITY) {
      for (let taken = 0; taken < steps && !state.done; taken++) takeStep(setup);
      return { time: march.point.t, fraction: march.point.t / settings.stop, done: state.done };
    },
    result: () => resultOf(setup),
    checkpoint: () => checkpointOf(setup),
  };
}

/** Takes one step, however often it must be shortened. */
function takeStep(setup: Setup): void {
  const { march, state, stepper, solver, settings, tolerance } = setup;
  const { point } = march;
  const corner = nextCorner(setup);
  const smallest = smallestStep * settings.stop;
  const longest = settings.maximumStep ?? Number.POSITIVE_INFINITY;
  let failures = 0;
  for (;;) {
    const distance = corner - point.t;
    let step = Math.min(state.step, longest);
    // Land on the corner, and do not leave a sliver before it.
    const landing = step >= distance * (1 - 1e-9);
    if (landing) step = distance;
    else if (step > distance / 2) step = distance / 2;
    const tableau = state.fresh ? sdirk4 : setup.tableau;
    if (solver.order().length === 0) solver.reorder(point, 1 / (step * tableau.gamma));

    const { outcome, error } = stepper.attempt(march, tableau, step);
    if (outcome === "singular" && solver.reorder(point, 1 / (step * tableau.gamma))) continue;
    if (outcome === "converged" && error <= 1) {
      const event = locateEvent(setup, tableau, step);
      if (event !== undefined) {
        state.step = event;
        state.rejected++;
        continue;
      }
      const factor = safety * Math.max(error, 1e-8) ** (-1 / tableau.errorOrder);
      finishStep(setup, tableau, step, landing ? corner : undefined);
      // A step cut short by a corner says little about the next one: the wish stands if it was longer.
      const wish = step * Math.min(growth, Math.max(shrink, failures > 0 ? Math.min(factor, 1) : factor));
      state.step = landing && wish < state.step && error < 0.5 ? state.step : wish;
      return;
    }
    state.rejected++;
    failures++;
    state.step =
      step *
      (outcome === "converged"
        ? Math.max(shrink, Math.min(0.9, safety * error ** (-1 / tableau.errorOrder)))
        : failureShrink);
    if (state.step < smallest || failures > 200) {
      jump(setup, smallest, outcome);
      state.step = Math.max(1e-9 * settings.stop * tolerance, 1e3 * smallest);
      return;
    }
  }
}

/** The state after an accepted step: charges, records, and a fresh start at a corner. */
function finishStep(setup: Setup, tableau: Tableau, step: number, corner: number | undefined): void {
  const { march, state, stepper, settings, recorder, balance } = setup;
  const { point } = march;
  const start = point.t;
  const nodes = stepSignals(setup, tableau, start, step);
  stepper.accept(march);
  if (corner !== undefined) point.t = corner;
  state.accepted++;
  state.jumpsInPlace = 0;
  state.fresh = false;
  if (nodes) {
    const abscissae = [0, ...tableau.interior.map((stage) => tableau.c[stage]), 1];
    recordStep(recorder, start, point.t - start, abscissae, nodes, 0.5 * Math.min(setup.tolerance, 2e-4));
  } else if (point.t >= (settings.start ?? 0)) record(setup);
  if (state.accepted % balanceInterval === 0) {
    state.worstPowerBalance = Math.max(state.worstPowerBalance, balance(march.point, march.rate));
  }
  applyEvents(setup);
  if (corner !== undefined) {
    if (corner >= settings.stop) state.done = true;
    else {
      startStretch(setup);
      state.step = Math.min(state.step, 0.1 * (nextCorner(setup) - point.t));
    }
  }
}

/** Signals at the nodes of the step's interpolation; undefined before the recording starts. */
function stepSignals(
  { stepper, march, evaluateSignals, signals, settings, tableau: _main }: Setup,
  tableau: Tableau,
  start: number,
  step: number,
): Float64Array[] | undefined {
  if (start < (settings.start ?? 0)) return undefined;
  const { point, rate } = march;
  const nodes: Float64Array[] = [];
  const at = (x: Float64Array, u: Float64Array, time: number, rates: Float64Array): void => {
    const values = new Float64Array(signals.length);
    evaluateSignals(x, u, point.d, point.p, time, rates, values);
    nodes.push(values);
  };
  at(point.x, point.u, start, rate);
  for (const stage of [...tableau.interior, tableau.c.length - 1]) {
    at(stepper.stageX[stage], stepper.stageU[stage], start + tableau.c[stage] * step, stepper.stageRate[stage]);
  }
  return nodes;
}

const fires = (direction: -1 | 0 | 1, before: number, after: number): boolean =>
  (direction >= 0 && before < 0 && after >= 0) || (direction <= 0 && before > 0 && after <= 0);

/**
 * Whether an event lies inside the step just attempted, and if so the shorter step that lands just behind it.
 * A step that ends where the event is needs no shortening.
 */
function locateEvent(setup: Setup, tableau: Tableau, step: number): number | undefined {
  const { compiled, march, stepper, evaluateEvents, eventsBefore, eventsAfter } = setup;
  const { events } = compiled.system;
  if (events.length === 0) return undefined;
  const { point } = march;
  const last = tableau.c.length - 1;
  const abscissae = [0, ...tableau.interior.map((stage) => tableau.c[stage]), 1];
  const stages = [...tableau.interior, last];
  const xNodes = [point.x, ...stages.map((stage) => stepper.stageX[stage])];
  const uNodes = [point.u, ...stages.map((stage) => stepper.stageU[stage])];
  const x = new Float64Array(point.x.length);
  const u = new Float64Array(point.u.length);
  const valuesAt = (position: number, out: Float64Array): void => {
    interpolate(abscissae, xNodes, position, x);
    interpolate(abscissae, uNodes, position, u);
    evaluateEvents(x, u, point.d, point.p, point.t + position * step, march.rate, out);
  };
  valuesAt(1, eventsAfter);
  const passed = events.findIndex(({ direction }, k) => fires(direction, eventsBefore[k], eventsAfter[k]));
  if (passed < 0) return undefined;
  const values = new Float64Array(events.length);
  let inside = 0;
  let behind = 1;
  for (let halving = 0; halving < 50 && behind - inside > 1e-12; halving++) {
    const middle = (inside + behind) / 2;
    valuesAt(middle, values);
    if (events.some(({ direction }, k) => fires(direction, eventsBefore[k], values[k]))) behind = middle;
    else inside = middle;
  }
  return behind > 1 - 1e-6 ? undefined : behind * step;
}

/** Lets the events at the end of the step take effect. */
function applyEvents(setup: Setup): void {
  const { compiled, march, state, evaluateEvents, evaluateAssignments, eventsBefore, eventsAfter } = setup;
  const { events } = compiled.system;
  if (events.length === 0) return;
  const { point } = march;
  evaluateEvents(point.x, point.u, point.d, point.p, point.t, march.rate, eventsAfter);
  const fired = events.filter(({ direction }, k) => fires(direction, eventsBefore[k], eventsAfter[k]));
  eventsBefore.set(eventsAfter);
  if (fired.length === 0) return;
  const values = new Float64Array(events.reduce((count, { assignments }) => count + assignments.length, 0));
  evaluateAssignments(point.x, point.u, point.d, point.p, point.t, march.rate, values);
  let index = 0;
  for (const event of events) {
    for (const { state: target } of event.assignments) {
      if (fired.includes(event)) point.d[target] = values[index];
      index++;
    }
  }
  state.events.push(point.t);
  startStretch(setup);
  settleAlgebraic(setup);
  record(setup);
  state.step = Math.min(state.step, 0.1 * (nextCorner(setup) - point.t));
}

/** Where no step is small enough, the solution jumps to another branch, or the run ends. */
function jump(setup: Setup, smallest: number, outcome: string): void {
  const { compiled, march, state } = setup;
  const leap = state.jumpsInPlace < 3 ? latchUp(compiled, march.point, march.charge, smallest) : undefined;
  if (!leap) throw noConvergence(setup, outcome);
  state.jumpsInPlace++;
  state.latchUps.push(leap);
  startStretch(setup);
  record(setup);
}

function noConvergence(setup: Setup, outcome: string): HillockError {
  const { compiled, march, state } = setup;
  const { unknowns } = compiled.system;
  const worst = setup.solver.worst();
  const { name: unknown, kind, elements } = unknowns[worst];
  return new HillockError({
    code: "engine/no-convergence",
    problem: `the solution cannot be continued: ${
      outcome === "converged" ? "its error stays too large" : `Newton's iteration is ${outcome}`
    } at a step of ${state.step.toExponential(1)} s`,
    place: `t = ${march.point.t.toPrecision(7)} s, ${kind === "voltage" ? "node" : "current of"} ${unknown}, ${elements.join(", ")}`,
    details: [`tried: smaller steps, a jump to another branch with all charges held (${state.latchUps.length} so far)`],
    help: "look at the elements named above: two ideal elements may contradict each other there",
    partial: resultOf(setup),
  });
}

function resultOf(setup: Setup): TransientResult {
  const { compiled, settings, tolerance, tableau, recorder, signals, state, solver } = setup;
  const waveforms: Waveforms = {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: recorded(recorder.time) }],
    signals: signals.map(({ name: signal, unit }, index) => ({
      name: signal,
      unit,
      values: recorded(recorder.signals[index]),
    })),
  };
  const { environment, notes } = compiled.system;
  return {
    waveforms,
    record: {
      settings: {
        analysis: "transient",
        method: tableau.label,
        tolerance,
        stop: settings.stop,
        useInitialConditions: settings.useInitialConditions ?? false,
        temperature: environment.temperature,
        gmin: environment.gmin,
        ...(settings.maximumStep === undefined ? {} : { maximumStep: settings.maximumStep }),
      },
      steps: state.accepted,
      rejections: state.rejected,
      newtonIterations: state.iterations + solver.iterations(),
      events: [...state.events],
      operatingPointBy: state.operatingPointBy,
      powerBalanceResidual: state.worstPowerBalance,
      warnings: notes,
      latchUps: [...state.latchUps],
    },
  };
}

/** The arrays of a run by name, to be saved and restored. */
function arraysOf({ march, recorder, eventsBefore }: Setup): Record<string, Float64Array> {
  const { point, charge, rate, earlierRate, predictor } = march;
  const arrays: Record<string, Float64Array> = {
    x: point.x,
    u: point.u,
    d: point.d,
    p: point.p,
    limits: point.limits,
    charge,
    rate,
    earlierRate,
    eventsBefore,
    predictorTimes: predictor.times,
    largest: recorder.largest,
  };
  predictor.points.forEach((one, k) => {
    arrays[`predictor${k}`] = one;
  });
  return arrays;
}

function checkpointOf(setup: Setup): TransientCheckpoint {
  const { compiled, settings, march, recorder, state, solver } = setup;
  const arrays: Record<string, number[]> = {};
  for (const [label, values] of Object.entries(arraysOf(setup))) arrays[label] = [...values];
  arrays.time = [...recorded(recorder.time)];
  recorder.signals.forEach((signal, k) => {
    arrays[`signal${k}`] = [...recorded(signal)];
  });
  return {
    version: 1,
    settings,
    title: compiled.system.circuit.title,
    state: {
      ...state,
      time: march.point.t,
      earlierStep: march.earlierStep,
      predictorCount: march.predictor.count,
      contraction: solver.contraction,
      iterations: state.iterations + solver.iterations(),
      events: [...state.events],
      latchUps: [...state.latchUps],
    },
    arrays,
    order: solver.order(),
  };
}

function restore(setup: Setup, { state: saved, arrays, order }: TransientCheckpoint): void {
  const { march, state, solver, recorder } = setup;
  Object.assign(state, saved, { events: [...saved.events], latchUps: [...saved.latchUps] });
  march.point.t = saved.time;
  march.earlierStep = saved.earlierStep;
  march.predictor.count = saved.predictorCount;
  for (const [label, values] of Object.entries(arraysOf(setup))) values.set(arrays[label]);
  restoreRecorder(recorder, arrays);
  if (order.length > 0) solver.useOrder(order);
  solver.contraction = saved.contraction;
}

function restoreRecorder(recorder: Recorder, arrays: Readonly<Record<string, readonly number[]>>): void {
  const refill = (list: { values: Float64Array; length: number }, values: readonly number[]): void => {
    list.values = new Float64Array(Math.max(1024, 2 * values.length));
    list.values.set(values);
    list.length = values.length;
  };
  refill(recorder.time, arrays.time);
  recorder.signals.forEach((signal, k) => {
    refill(signal, arrays[`signal${k}`]);
  });
}
