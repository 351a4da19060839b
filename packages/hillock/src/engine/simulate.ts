import { HillockError } from "../base/error.js";
import type { Circuit } from "../netlist/circuit.js";
import type { FlatAnalysis, FlatCircuit } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";
import { type CompiledCircuit, compile } from "./compile.js";
import { createPowerBalance } from "./equations/power-balance.js";
import { requestedSignals, savedSignals, signalName } from "./equations/signals.js";
import { compileExpressions } from "./kernel/expression-kernel.js";
import { measuredSignals } from "./measure/measured-signals.js";
import { measuredRuns } from "./measure.js";
import type { AnalysisResult, MeasuredResult } from "./record.js";
import { dcSweep } from "./static/dc-sweep.js";
import { operatingPoint } from "./static/operating-point.js";
import { smallSignal } from "./static/small-signal.js";
import { sweptParameters } from "./static/sweep-axes.js";
import type { TransientCheckpoint } from "./transient/checkpoint-data.js";
import type { Method } from "./transient/tableau.js";
import { resumeTransient, transient } from "./transient/transient.js";
import type { TransientSettings } from "./transient/transient-settings.js";

export interface SimulationSettings {
  /** Error allowed per time step, relative; default 1e-5. */
  readonly tolerance?: number;
  readonly method?: Method;
  /** Longest time step, s. A netlist's own bound is meant for ngspice and is used only if it is given here. */
  readonly maximumStep?: number;
  /** Called now and then with the fraction of the present analysis that is done. */
  readonly progress?: (fraction: number) => void;
  /** Asked now and then; true ends the run with engine/cancelled, and what is done in `partial`. */
  readonly cancelled?: () => boolean;
}

/** A simulation between two steps of one of its transients: plain data that survives JSON and structured cloning. */
export interface SimulationCheckpoint {
  /** Which of the circuit's analyses it is, from 0. Those before it are computed anew: they give the same bits. */
  readonly analysis: number;
  readonly transient: TransientCheckpoint;
}

/** How far a simulation is. */
export interface SimulationProgress {
  /** Of the present analysis, 0 to 1. */
  readonly fraction: number;
  /** All that is needed to go on elsewhere. */
  readonly checkpoint: () => SimulationCheckpoint;
  /** The present analysis until now. */
  readonly result: () => AnalysisResult;
}

/** Steps between two reports of progress. */
const stepsPerReport = 256;

/**
 * Runs all analyses of a circuit; an operating point if it names none.
 *
 * @returns a result per analysis, in their order, with the measures of each; signals that are measured but not saved
 *   are computed, and not part of the waveforms
 * @throws what `compile` and the analyses throw; engine/cancelled
 */
export function simulate(circuit: Circuit | FlatCircuit, settings: SimulationSettings = {}): MeasuredResult[] {
  const { progress, cancelled, ...rest } = settings;
  const run = simulation(circuit, rest);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
    progress?.(value.fraction);
    if (value.fraction < 1 && cancelled?.()) {
      const partial = value.result();
      throw new HillockError({ code: "engine/cancelled", problem: "the run was cancelled", partial });
    }
  }
}

/**
 * {@link simulate} piece by piece: yields now and then in the course of a transient, and returns the results. The pieces
 * and what is done in between change no bit of them.
 *
 * @param resume where an earlier simulation of the same circuit with the same settings was
 * @throws what `simulate` throws; engine/checkpoint if the checkpoint is of another circuit, other settings or another
 *   version, or damaged
 */
export function* simulation(
  circuit: Circuit | FlatCircuit,
  settings: Omit<SimulationSettings, "progress" | "cancelled"> = {},
  resume?: SimulationCheckpoint,
): Generator<SimulationProgress, MeasuredResult[]> {
  const flat = "nodes" in circuit ? circuit : flatten(circuit);
  const analyses: readonly FlatAnalysis[] = flat.analyses.length > 0 ? flat.analyses : [{ kind: "operatingPoint" }];
  checkResumed(analyses, resume);
  const results: AnalysisResult[] = [];
  for (const [index, analysis] of analyses.entries()) {
    const measured = withMeasured(flat, analysis);
    if (analysis.kind !== "transient") results.push(staticResult(measured, analysis));
    else {
      const from = resume?.analysis === index ? resume : undefined;
      results.push(yield* transientResult(measured, index, { ...settings, ...transientOf(analysis) }, from));
    }
  }
  const measures = measuredRuns(
    flat,
    results.map(({ waveforms }) => waveforms),
  );
  const saved = requestedSignals(flat).length;
  return results.map((result, index) => {
    const { waveforms } = result;
    // Measured signals stand behind the saved ones.
    return {
      ...result,
      waveforms: { ...waveforms, signals: waveforms.signals.slice(0, saved) },
      measures: measures[index],
    };
  });
}

/** A checkpoint names a transient of the circuit. */
function checkResumed(analyses: readonly FlatAnalysis[], resume: SimulationCheckpoint | undefined): void {
  if (resume === undefined || analyses[resume?.analysis]?.kind === "transient") return;
  throw new HillockError({
    code: "engine/checkpoint",
    problem: "the checkpoint is of an analysis that the circuit does not have",
    place: "transient",
    help: "resume with the netlist that the run was started with, unchanged",
  });
}

/** The circuit, also saving what its measures of this analysis look at. */
export function withMeasured(circuit: FlatCircuit, { kind }: FlatAnalysis): FlatCircuit {
  const saves = [...requestedSignals(circuit)];
  const names = new Set(saves.map(signalName));
  for (const signal of measuredSignals(circuit.measures, kind)) {
    const name = signalName(signal);
    if (!names.has(name)) saves.push(signal);
    names.add(name);
  }
  return { ...circuit, saves };
}

function staticResult(flat: FlatCircuit, analysis: Exclude<FlatAnalysis, { kind: "transient" }>): AnalysisResult {
  switch (analysis.kind) {
    case "operatingPoint":
      return operatingPointResult(compile(flat));
    case "dc":
      return dcSweep(compile(flat, { free: sweptParameters(flat, analysis.sweeps) }), analysis.sweeps);
    case "ac":
      return smallSignal(compile(flat), analysis);
  }
}

/** The settings of a run that the netlist gives. Its bound of the time step is meant for ngspice. */
function transientOf({ stop, step, start, useInitialConditions }: FlatAnalysis & { kind: "transient" }) {
  return { stop, step, start, useInitialConditions };
}

function* transientResult(
  flat: FlatCircuit,
  analysis: number,
  settings: TransientSettings,
  from: SimulationCheckpoint | undefined,
): Generator<SimulationProgress, AnalysisResult> {
  const compiled = compile(flat);
  if (from) checkSameSettings(settings, from.transient?.settings);
  const run = from ? resumeTransient(compiled, from.transient) : transient(compiled, settings);
  for (;;) {
    const { fraction, done } = run.advance(stepsPerReport);
    yield { fraction, checkpoint: () => ({ analysis, transient: run.checkpoint() }), result: run.result };
    if (done) return run.result();
  }
}

/** A checkpoint goes on with its own settings: others would be ignored. What is not an object is refused later. */
function checkSameSettings(wanted: TransientSettings, saved: TransientSettings | undefined): void {
  const names = ["stop", "step", "start", "useInitialConditions", "tolerance", "method", "maximumStep"] as const;
  const other = names.find((name) => wanted[name] !== saved?.[name]);
  if (saved === undefined || saved === null || other === undefined) return;
  throw new HillockError({
    code: "engine/checkpoint",
    problem: `the checkpoint was saved with ${other} = ${saved[other] ?? "default"}, not ${wanted[other] ?? "default"}`,
    place: "transient",
    help: "resume with the netlist and the settings that the run was started with",
  });
}

/** The operating point of a compiled circuit as waveforms of one point. */
function operatingPointResult(compiled: CompiledCircuit): AnalysisResult {
  const { system } = compiled;
  const { point, iterations, by } = operatingPoint(compiled);
  const signals = savedSignals(system);
  const values = new Float64Array(signals.length);
  const rates = new Float64Array(system.currents.length);
  compileExpressions(
    system,
    signals.map(({ value }) => value),
  )(point.x, point.u, point.d, point.p, point.t, rates, values);
  return {
    waveforms: {
      analysis: "operatingPoint",
      scales: [],
      signals: signals.map(({ name: signal, unit }, k) => ({
        name: signal,
        unit,
        values: Float64Array.of(values[k]),
      })),
    },
    record: {
      settings: {
        analysis: "operatingPoint",
        temperature: system.environment.temperature,
        gmin: system.environment.gmin,
      },
      steps: 1,
      rejections: 0,
      newtonIterations: iterations,
      events: [],
      operatingPointBy: by,
      powerBalanceResidual: createPowerBalance(compiled)(point, rates),
      warnings: system.notes,
    },
  };
}
