import { supplyVoltage } from "./printed-network.js";

/** An open output voltage behind a conductance, and the slopes of that conductance; see {@link outputConductance}. */
export interface OutputConductance {
  /** S */
  g: number;
  /** d g / d open voltage, S/V. */
  byVoltage: number;
  /** d g / d load resistance, S/ohm. */
  byResistance: number;
  /** d g / d source voltage, S/V. */
  bySource: number;
}

/**
 * Conductance with which a resistor-loaded transistor stage of open output voltage E drives a load. The resistor R brings
 * (V_DD - E)/R to the output, which the transistor takes down to its source voltage V_S; in its linear region it is a
 * conductance (V_DD - E)/(R (E - V_S)), and both together are
 *
 *     g = (V_DD - V_S) / (R (E - V_S)),   never less than the 1/R of a transistor that is off.
 *
 * S; R in ohm, voltages in V.
 */
export function outputConductance(open: number, resistance: number, source: number, into: OutputConductance): void {
  const drop = open - source;
  const span = supplyVoltage - source;
  if (drop >= span) {
    into.g = 1 / resistance;
    into.byVoltage = 0;
    into.byResistance = -into.g / resistance;
    into.bySource = 0;
    return;
  }
  // A curve fitted to the circuit's may dip below the source, where no circuit goes.
  const bounded = drop > leastDrop;
  const above = bounded ? drop : leastDrop;
  into.g = span / (resistance * above);
  into.byVoltage = bounded ? -into.g / above : 0;
  into.byResistance = -into.g / resistance;
  into.bySource = -1 / (resistance * above) + (bounded ? into.g / above : 0);
}

/** V */
const leastDrop = 5e-3;
