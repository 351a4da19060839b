import type { Expression } from "../../expr/graph.js";
import type { CompiledCircuit } from "../compile.js";
import { key } from "../equations/names.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { Point } from "../point.js";
import { operatingPoint } from "../static/operating-point.js";
import { learn } from "./predictor.js";
import { recordPoint } from "./recorder.js";
import { nextCorner, type Run } from "./run.js";

/** Finds the state at t = 0 and records it. */
export function begin(run: Run): void {
  const { compiled, settings, march, state, sources, tolerance } = run;
  const { system } = compiled;
  const { point } = march;
  for (let k = 0; k < sources.length; k++) point.u[k] = sources[k].at(0);
  if (settings.useInitialConditions) {
    for (const { node, value } of system.circuit.initialConditions) {
      const index = system.unknowns.findIndex(({ kind, name }) => kind === "voltage" && key(name) === key(node));
      if (index >= 0) point.x[index] = value;
    }
    followTerminals(compiled, point);
    // As SPICE has it: what no initial condition names starts at 0 V, nodes held by sources included.
    chargesAt(run, system.initialCharges, { ...point, u: new Float64Array(point.u.length) }, march.charge);
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
    chargesAt(run, system.charges, point, march.charge);
  }
  const interval = nextCorner(run) - point.t;
  state.step =
    Math.min(0.01 * interval, 1e-3 * settings.stop, settings.maximumStep ?? settings.stop) *
    Math.sqrt(Math.sqrt(tolerance));
  startStretch(run);
  if (settings.useInitialConditions) settleAlgebraic(run);
  record(run);
}

/**
 * Gives the nodes inside devices the voltage of the terminal that they are connected to best: initial conditions are
 * stated for terminals, and the series resistances in between carry no current yet.
 */
function followTerminals({ system, evaluation }: CompiledCircuit, point: Point): void {
  const { entries, kernel } = evaluation;
  const rows = system.currents.length;
  const g = new Float64Array(entries.length);
  const scratch = new Float64Array(Math.max(rows, entries.length));
  const limits = point.limits.slice();
  kernel.run(point.x, point.u, point.d, point.p, point.t, limits, scratch, scratch.slice(), g, scratch.slice());
  system.unknowns.forEach(({ internal }, node) => {
    if (!internal) return;
    let best: number | undefined;
    let conductance = 0;
    entries.forEach(({ row, column }, k) => {
      if (row !== node || column === node || system.unknowns[column].internal || !(-g[k] > conductance)) return;
      best = column;
      conductance = -g[k];
    });
    if (best !== undefined) point.x[node] = point.x[best];
  });
}

function chargesAt({ compiled }: Run, charges: readonly Expression[], point: Point, out: Float64Array): void {
  const evaluate = compileExpressions(compiled.system, charges);
  evaluate(point.x, point.u, point.d, point.p, point.t, new Float64Array(out.length), out);
}

/** After a corner of a source or an event the past predicts nothing. */
export function startStretch({ march, state, evaluateEvents, eventsBefore }: Run): void {
  const { point, predictor } = march;
  state.fresh = true;
  march.earlierStep = 0;
  predictor.count = 0;
  learn(predictor, point.t, point.x);
  evaluateEvents(point.x, point.u, point.d, point.p, point.t, march.rate, eventsBefore);
}

/** Holds the charges and solves the other unknowns anew: they may jump where charges cannot. */
export function settleAlgebraic(run: Run): void {
  const { march, solver, settings, compiled } = run;
  const { point, charge } = march;
  const alpha = 1 / (1e-9 * settings.stop * run.tolerance);
  const before = point.x.slice();
  const weights = Float64Array.from(compiled.system.unknowns, ({ kind }) => (kind === "voltage" ? 1e-6 : 1e-9));
  if (solver.order().length === 0) solver.reorder(point, alpha);
  let outcome = solver.solve(point, alpha, charge, weights, new Float64Array(charge.length));
  if (outcome === "singular" && solver.reorder(point, alpha)) {
    outcome = solver.solve(point, alpha, charge, weights, new Float64Array(charge.length));
  }
  // Where this fails the first step will find its way, with error control.
  if (outcome !== "converged") point.x.set(before);
  startStretch(run);
}

/** Records the present point. */
export function record({ recorder, march, evaluateSignals, signals, settings }: Run): void {
  const { point } = march;
  if (point.t < (settings.start ?? 0)) return;
  const values = new Float64Array(signals.length);
  evaluateSignals(point.x, point.u, point.d, point.p, point.t, march.rate, values);
  recordPoint(recorder, point.t, values);
}
