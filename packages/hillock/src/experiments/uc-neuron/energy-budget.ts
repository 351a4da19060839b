import { extent } from "../../base/crossings.js";
import { spikeTimes } from "../../base/spikes/spike-times.js";
import type { Waveforms } from "../../base/waveforms.js";
import { inputDiode, pulseInput } from "../../circuits/ultra-compact-input.js";
import { current, currentSource, transientAnalysis, voltage, voltageSource } from "../../netlist/build.js";
import type { Circuit } from "../../netlist/circuit.js";
import { productIntegral, type Trace, trace } from "../measurements.js";
import { type NeuronValues, neuronWith, outputThreshold } from "./soma.js";

/** Supply of the output pair, V. */
export const supplyVoltage = 5;

/** The current of the constant drive, A: the neuron fires, and its thyristor lets go after each spike. */
const drive = 150e-6;

const saves = [voltage("vm"), voltage("out"), current("Vsense"), current("Vcc")];

/** A neuron under input pulses; the current through Vsense is what enters its membrane. */
export function pulsed(interval: number, amplitude: number, stop: number, neuron: NeuronValues = {}): Circuit {
  const bare = neuronWith({
    title: "Energy of an ultra-compact neuron under pulses",
    neuron,
    elements: [...pulseInput("in", "entry", { interval, amplitude }), voltageSource("Vsense", "entry", "vm", 0)],
    saves: [voltage("in"), ...saves],
    analysis: transientAnalysis({ step: 1e-6, stop }),
  });
  return { ...bare, models: [inputDiode.card] };
}

/** A neuron of another capacitance under a constant current. */
export function charged(capacitance: number): Circuit {
  return neuronWith({
    title: "Energy of an ultra-compact neuron under a constant current",
    neuron: { C: capacitance },
    membrane: 0,
    elements: [currentSource("Iin", "0", "entry", drive), voltageSource("Vsense", "entry", "vm", 0)],
    saves,
    analysis: transientAnalysis({ step: 1e-6, stop: 2e-3 + capacitance * 2e5 }),
  });
}

/** What one output spike costs. */
export interface Budget {
  readonly run: Waveforms;
  readonly capacitance: number;
  /** Into the membrane and from the supply, J per spike. */
  readonly soma: number;
  readonly axon: number;
  /** C V^2/2 at the highest membrane voltage, J. */
  readonly stored: number;
  readonly spikes: number;
}

/** Energies from the first to the last output spike, per spike. */
export function budgetOf(run: Waveforms, capacitance: number): Budget {
  const spikes = spikeTimes(run, "v(out)", outputThreshold);
  const [from, to] = [spikes[0], spikes[spikes.length - 1]];
  const membrane = trace(run, "v(vm)");
  const count = spikes.length - 1;
  const supplied = trace(run, "i(vcc)");
  const constant: Trace = { x: supplied.x, y: supplied.y.map(() => -supplyVoltage) };
  return {
    run,
    capacitance,
    soma: productIntegral(membrane, trace(run, "i(vsense)"), from, to) / count,
    axon: productIntegral(constant, supplied, from, to) / count,
    stored: 0.5 * capacitance * extent(membrane.y)[1] ** 2,
    spikes: spikes.length,
  };
}
