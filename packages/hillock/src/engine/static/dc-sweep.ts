import { HillockError } from "../../base/error.js";
import type { FlatSweep } from "../../netlist/flat-circuit.js";
import type { CompiledCircuit } from "../compile.js";
import { key } from "../equations/names.js";
import { createPowerBalance } from "../equations/power-balance.js";
import { savedSignals } from "../equations/signals.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { AnalysisResult } from "../record.js";
import { followSweep } from "./follow-sweep.js";
import { pointCount, sweepAxes } from "./sweep-axes.js";

/**
 * Operating points along one or more nested sweeps, each started from its neighbour. Devices with memory (switches with
 * hysteresis) pass through their events as the sweep does.
 *
 * @param sweeps the innermost first; a source's value, a resistor's resistance, or `temp` in degrees Celsius
 * @throws engine/sweep for a sweep without points or of an unknown quantity; what `operatingPoint` throws, with the
 *   points computed until then in `partial`
 */
export function dcSweep(compiled: CompiledCircuit, sweeps: readonly FlatSweep[]): AnalysisResult {
  const { system } = compiled;
  const axes = sweepAxes(system, sweeps);
  const total = pointCount(axes);
  const signals = savedSignals(system);
  const evaluateSignals = compileExpressions(
    system,
    signals.map(({ value }) => value),
  );
  const balance = createPowerBalance(compiled);
  const rates = new Float64Array(system.currents.length);
  const values = new Float64Array(signals.length);
  const columns = signals.map(() => new Float64Array(total));
  const scales = axes.map(() => new Float64Array(total));
  let iterations = 0;
  let worstBalance = 0;
  let by = "newton";
  let done = 0;

  const finish = (count: number): AnalysisResult => ({
    waveforms: {
      analysis: "dc",
      scales: axes.map(({ sweep, unit }, k) => ({
        name: key(sweep.variable),
        unit,
        values: scales[k].slice(0, count),
      })),
      signals: signals.map(({ name: signal, unit }, k) => ({ name: signal, unit, values: columns[k].slice(0, count) })),
    },
    record: {
      settings: { analysis: "dc", temperature: system.environment.temperature, gmin: system.environment.gmin },
      steps: count,
      rejections: 0,
      newtonIterations: iterations,
      events: [],
      operatingPointBy: by,
      powerBalanceResidual: worstBalance,
      warnings: system.notes,
    },
  });

  try {
    for (const { point, settings, iterations: needed, by: method } of followSweep(compiled, axes)) {
      iterations += needed;
      if (method !== "newton") by = method;
      evaluateSignals(point.x, point.u, point.d, point.p, point.t, rates, values);
      worstBalance = Math.max(worstBalance, balance(point, rates));
      columns.forEach((column, k) => {
        column[done] = values[k];
      });
      scales.forEach((scale, k) => {
        scale[done] = settings[k];
      });
      done++;
    }
  } catch (error) {
    if (!(error instanceof HillockError)) throw error;
    throw new HillockError({ ...error.parts, partial: finish(done) });
  }
  return finish(total);
}
