import type { Signal } from "../../netlist/circuit.js";
import type { FlatSweep } from "../../netlist/flat-circuit.js";
import type { CompiledCircuit } from "../compile.js";
import { systemSignal } from "../equations/signals.js";
import { compileExpressions, type EvaluateExpressions } from "../kernel/expression-kernel.js";
import type { Point } from "../point.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import { followSweep } from "../static/follow-sweep.js";
import { operatingPoint } from "../static/operating-point.js";
import { batchSweep } from "./sweep.js";

/**
 * Solves one sample as the engine's own analyses do, one point after the other: for samples with other equations than the
 * rest, and for circuits with memory.
 *
 * @param values of the quantities
 * @param out outputs `[points, outputs]`; written as far as points are solved
 * @returns Newton iterations
 * @throws what setting the quantities and the operating point throw
 */
export type SolveSample = (values: Float64Array, out: Float64Array) => number;

/** @param signals the outputs */
export function createSampleSolver(
  adjustable: AdjustableCircuit,
  signals: readonly Signal[],
  sweep: FlatSweep | undefined,
): SolveSample {
  const evaluators = new WeakMap<CompiledCircuit, EvaluateExpressions>();
  const evaluatorOf = (compiled: CompiledCircuit): EvaluateExpressions => {
    let evaluate = evaluators.get(compiled);
    if (!evaluate) {
      const { system } = compiled;
      evaluate = compileExpressions(
        system,
        signals.map((signal) => systemSignal(system, signal).value),
      );
      evaluators.set(compiled, evaluate);
    }
    return evaluate;
  };
  const { length } = signals;
  return (values, out) => {
    const { compiled, set } = adjustable.at(values);
    const evaluate = evaluatorOf(compiled);
    const rates = new Float64Array(compiled.system.currents.length);
    const record = ({ x, u, d, p, t }: Point, k: number): void =>
      evaluate(x, u, d, p, t, rates, out.subarray(k * length, (k + 1) * length));
    const prepare = (point: Point): void => set(point, values);
    const { axis } = batchSweep(compiled.system, sweep);
    if (!axis) {
      const { point, iterations } = operatingPoint(compiled, { adjust: prepare });
      record(point, 0);
      return iterations;
    }
    let total = 0;
    for (const { point, iterations, index } of followSweep(compiled, [axis], { prepare })) {
      total += iterations;
      record(point, index);
    }
    return total;
  };
}
