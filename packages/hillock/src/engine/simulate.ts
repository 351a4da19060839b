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
import { dcSweep, sweptParameters } from "./static/dc-sweep.js";
import { operatingPoint } from "./static/operating-point.js";
import { smallSignal } from "./static/small-signal.js";
import type { Method } from "./transient/tableau.js";
import { transient } from "./transient/transient.js";

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

/** Steps between two calls of `progress` and `cancelled`. */
const stepsPerReport = 256;

/**
 * Runs all analyses of a circuit; an operating point if it names none.
 *
 * @returns a result per analysis, in their order, with the measures of each; signals that are measured but not saved
 *   are computed, and not part of the waveforms
 * @throws what `compile` and the analyses throw; engine/cancelled
 */
export function simulate(circuit: Circuit | FlatCircuit, settings: SimulationSettings = {}): MeasuredResult[] {
  const flat = "nodes" in circuit ? circuit : flatten(circuit);
  const analyses: readonly FlatAnalysis[] = flat.analyses.length > 0 ? flat.analyses : [{ kind: "operatingPoint" }];
  const results = analyses.map((analysis) => runAnalysis(withMeasured(flat, analysis), analysis, settings));
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

/** The circuit, also saving what its measures of this analysis look at. */
function withMeasured(circuit: FlatCircuit, { kind }: FlatAnalysis): FlatCircuit {
  const saves = [...requestedSignals(circuit)];
  const names = new Set(saves.map(signalName));
  for (const signal of measuredSignals(circuit.measures, kind)) {
    const name = signalName(signal);
    if (!names.has(name)) saves.push(signal);
    names.add(name);
  }
  return { ...circuit, saves };
}

function runAnalysis(flat: FlatCircuit, analysis: FlatAnalysis, settings: SimulationSettings): AnalysisResult {
  switch (analysis.kind) {
    case "operatingPoint":
      return operatingPointResult(compile(flat));
    case "dc":
      return dcSweep(compile(flat, { free: sweptParameters(flat, analysis.sweeps) }), analysis.sweeps);
    case "ac":
      return smallSignal(compile(flat), analysis);
    case "transient": {
      const { tolerance, method, maximumStep, progress, cancelled } = settings;
      const { stop, step, start, useInitialConditions } = analysis;
      const run = transient(compile(flat), {
        stop,
        step,
        start,
        useInitialConditions,
        tolerance,
        method,
        maximumStep,
      });
      for (;;) {
        const { fraction, done } = run.advance(stepsPerReport);
        progress?.(fraction);
        if (done) return run.result();
        if (cancelled?.()) {
          throw new HillockError({ code: "engine/cancelled", problem: "the run was cancelled", partial: run.result() });
        }
      }
    }
  }
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
