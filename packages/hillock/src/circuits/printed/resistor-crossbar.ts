import { resistor } from "../../netlist/build.js";
import type { Device } from "../../netlist/circuit.js";

/** One resistor of a crossbar: where it comes from, and its resistance in ohm. */
export interface CrossbarResistor {
  readonly name: string;
  readonly from: string;
  readonly resistance: number;
}

/**
 * One column of a resistor crossbar: all its resistors meet at `sum`, which is at the mean of the voltages V_i that they come from,
 * weighted by their conductances, as long as nothing else draws a current there:
 *
 *     V_sum = sum_i V_i/R_i / sum_i 1/R_i
 */
export function resistorCrossbarColumn(sum: string, resistors: readonly CrossbarResistor[]): Device[] {
  return resistors.map(({ name, from, resistance }) => resistor(name, from, sum, resistance));
}
