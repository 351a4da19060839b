import { current, currentSource, dcAnalysis, sweep, voltage, voltageSource } from "../../netlist/build.js";
import type { Circuit } from "../../netlist/circuit.js";
import type { Trace } from "../measurements.js";
import { type NeuronValues, neuronWith } from "./soma.js";

/** The membrane driven by a current, A: all of the characteristic, also where its resistance is negative. */
export function byCurrent(from: number, to: number, step: number, neuron: NeuronValues = {}): Circuit {
  return neuronWith({
    title: "Characteristic of the ultra-compact neuron's soma, driven by a current",
    neuron,
    elements: [currentSource("Iin", "0", "vm", 0)],
    saves: [voltage("vm")],
    analysis: dcAnalysis(sweep("Iin", from, to, step)),
  });
}

/** The membrane driven by a voltage, V, as the membrane capacitor does: it switches on and off at different voltages. */
export function byVoltage(from: number, to: number): Circuit {
  return neuronWith({
    title: "Characteristic of the ultra-compact neuron's soma, driven by a voltage",
    elements: [voltageSource("Vin", "vm", "0", 0)],
    saves: [current("Vin")],
    analysis: dcAnalysis(sweep("Vin", from, to, from < to ? 0.01 : -0.01)),
  });
}

/** Highest voltage before the resistance turns negative, V. */
export function peakVoltage({ x }: Trace): number {
  const index = x.findIndex((voltage, k) => k > 0 && voltage < x[k - 1]);
  return index < 0 ? Number.NaN : x[index - 1];
}

/** The two points of the largest step of the current along a sweep. */
export function jump({ x, y }: Trace): {
  before: { voltage: number; current: number };
  after: { voltage: number; current: number };
} {
  let at = 1;
  for (let k = 1; k < y.length; k++) if (Math.abs(y[k] - y[k - 1]) > Math.abs(y[at] - y[at - 1])) at = k;
  return { before: { voltage: x[at - 1], current: y[at - 1] }, after: { voltage: x[at], current: y[at] } };
}
