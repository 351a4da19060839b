import { HillockError } from "../../base/error.js";
import type { Waveforms } from "../../base/waveforms.js";
import type { AnalysisResult, RunRecord } from "../record.js";
import { idleInitialConditions } from "./idle-initial-conditions.js";
import type { LatchUp } from "./latch-up.js";
import { recorded } from "./recorder.js";
import type { Run } from "./run.js";

export interface TransientResult extends AnalysisResult {
  readonly record: RunRecord & { readonly latchUps: readonly LatchUp[] };
}

/** The waveforms and the record of a run so far. */
export function resultOf(run: Run): TransientResult {
  const { compiled, settings, tolerance, tableau, recorder, signals, sources, state, solver } = run;
  const waveforms: Waveforms = {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: recorded(recorder.time) }],
    signals: signals.map(({ name: signal, unit }, index) => ({
      name: signal,
      unit,
      values: recorded(recorder.signals[index]),
    })),
  };
  const { environment, inputs, notes } = compiled.system;
  const idle = idleInitialConditions(compiled.system, (source) => sources[inputs.indexOf(source)].at(0));
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
      warnings: [...notes, ...idle],
      latchUps: [...state.latchUps],
    },
  };
}

/** The error of a run that cannot be continued. */
export function noConvergence(run: Run, outcome: string): HillockError {
  const { compiled, march, state } = run;
  const { unknowns } = compiled.system;
  const worst = run.solver.worst();
  const { name: unknown, kind, elements } = unknowns[worst];
  return new HillockError({
    code: "engine/no-convergence",
    problem: `the solution cannot be continued: ${
      outcome === "converged" ? "its error stays too large" : `Newton's iteration is ${outcome}`
    } at a step of ${state.step.toExponential(1)} s`,
    place: `t = ${march.point.t.toPrecision(7)} s, ${kind === "voltage" ? "node" : "current of"} ${unknown}, ${elements.join(", ")}`,
    details: [`tried: smaller steps, a jump to another branch with all charges held (${state.latchUps.length} so far)`],
    help: "look at the elements named above: two ideal elements may contradict each other there",
    partial: resultOf(run),
  });
}
