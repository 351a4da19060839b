import { type HillockError, isHillockError } from "../../base/error.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import type { MeasuredResult } from "../record.js";
import { simulate } from "../simulate.js";

/** What one analysis of a sample gave. */
export type SampleResult = Pick<MeasuredResult, "waveforms" | "measures">;

/** A sample's analyses in the circuit's order, or why there is nothing. */
export type SampleOutcome = { readonly results: readonly SampleResult[] } | { readonly error: HillockError };

/**
 * Runs samples `[count, quantities]`. `onSample` is told which one comes next, if they are run one after the other.
 */
export type SampleRuns = (values: Float64Array, count: number, onSample?: (k: number) => void) => SampleOutcome[];

/** Runs each sample as a circuit of its own. */
export function simulatedRuns(adjustable: AdjustableCircuit, tolerance: number | undefined): SampleRuns {
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
