import { type HillockError, isHillockError } from "../../base/error.js";
import type { FlatCircuit } from "../../netlist/flat-circuit.js";
import { type Batch, createBatch } from "../batch/index.js";
import { requestedSignals, signalName } from "../equations/signals.js";
import type { MeasureOutcome } from "../measure/outcome.js";
import { measuredRuns } from "../measure.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import type { MeasuredResult } from "../record.js";
import { simulate, withMeasured } from "../simulate.js";

/** What one analysis of a sample gave. */
export type SampleResult = Pick<MeasuredResult, "waveforms" | "measures">;

/** A sample's analyses in the circuit's order, or why there is nothing. */
export type SampleOutcome = { readonly results: readonly SampleResult[] } | { readonly error: HillockError };

/**
 * Runs samples `[count, quantities]`. `onSample` is told which one comes next, if they are run one after the other.
 */
export type SampleRuns = (values: Float64Array, count: number, onSample?: (k: number) => void) => SampleOutcome[];

/**
 * How the samples of a circuit are run: in a batch where all its analyses are operating points and DC sweeps of one
 * variable, else each as a circuit of its own.
 *
 * @param circuit the circuit as it is written, and `nominal` its results
 */
export function sampleRuns(
  adjustable: AdjustableCircuit,
  circuit: FlatCircuit,
  nominal: readonly MeasuredResult[],
  tolerance: number | undefined,
): SampleRuns {
  const analyses = circuit.analyses.length > 0 ? circuit.analyses : [{ kind: "operatingPoint" } as const];
  const isStatic = analyses.every(
    (analysis) => analysis.kind === "operatingPoint" || (analysis.kind === "dc" && analysis.sweeps.length === 1),
  );
  if (!isStatic) return simulatedRuns(adjustable, tolerance);
  const batches = analyses.map((analysis) =>
    createBatch(adjustable, {
      outputs: requestedSignals(withMeasured(circuit, analysis)).map(signalName),
      ...(analysis.kind === "dc" && { sweep: analysis.sweeps[0] }),
    }),
  );
  return batchedRuns(batches, circuit, nominal);
}

function simulatedRuns(adjustable: AdjustableCircuit, tolerance: number | undefined): SampleRuns {
  const width = adjustable.quantities.length;
  return (values, count, onSample) =>
    Array.from({ length: count }, (_, k): SampleOutcome => {
      onSample?.(k);
      try {
        return { results: simulate(adjustable.circuitAt(values.slice(k * width, (k + 1) * width)), { tolerance }) };
      } catch (error) {
        if (!isHillockError(error)) throw error;
        return { error };
      }
    });
}

function batchedRuns(batches: readonly Batch[], circuit: FlatCircuit, nominal: readonly MeasuredResult[]): SampleRuns {
  const saved = requestedSignals(circuit).length;
  return (values, count) => {
    const solved = batches.map((batch) => batch.run(values, { first: 0, count }));
    return Array.from({ length: count }, (_, k): SampleOutcome => {
      const failure = solved.flatMap(({ failures }) => failures).find(({ sample }) => sample === k);
      if (failure) return { error: failure.error };
      const runs = batches.map(({ outputs, scale }, index) => {
        const { analysis, scales } = nominal[index].waveforms;
        const size = scale.length * outputs.length;
        const part = solved[index].outputs.subarray(k * size, (k + 1) * size);
        const signals = outputs.map(({ name, unit }, signal) => {
          return { name, unit, values: Float64Array.from(scale, (_, point) => part[point * outputs.length + signal]) };
        });
        return { analysis, scales, signals };
      });
      const measures: readonly MeasureOutcome[][] = measuredRuns(circuit, runs);
      return {
        results: runs.map((waveforms, index) => ({
          waveforms: { ...waveforms, signals: waveforms.signals.slice(0, saved) },
          measures: measures[index],
        })),
      };
    });
  };
}
