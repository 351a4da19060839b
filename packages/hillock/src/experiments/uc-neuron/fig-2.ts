import { interSpikeIntervals } from "../../base/spikes/intervals.js";
import { spikeTimes } from "../../base/spikes/spike-times.js";
import type { Waveforms } from "../../base/waveforms.js";
import { inputDiode, waveformInput } from "../../circuits/ultra-compact-input.js";
import { pulseDrivenNeuron } from "../../circuits/ultra-compact-neuron.js";
import { pwl, transientAnalysis, voltage } from "../../netlist/build.js";
import type { Circuit } from "../../netlist/circuit.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { FigureBlock } from "../figure.js";
import type { Lab } from "../lab.js";
import { between, decayTime, trace, valueAt } from "../measurements.js";
import { leakingNeuron, neuronWith, outputThreshold } from "./soma.js";
import { rozenberg2019 } from "./source.js";

/** Heights of the input pulses, V, each held for `segment` s. */
const amplitudes = [2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7];
const segment = 6e-3;
const [interval, width, edge, delay] = [100e-6, 10e-6, 0.1e-6, 50e-6];

/** Pulses whose height grows from segment to segment. */
function rampDrivenNeuron(): Circuit {
  const pulses = segment / interval;
  const points = amplitudes.flatMap((amplitude, step) =>
    Array.from({ length: pulses }, (_, k) => {
      const start = step * segment + k * interval + delay;
      return [
        [start, 0],
        [start + edge, amplitude],
        [start + edge + width, amplitude],
        [start + 2 * edge + width, 0],
      ] as const;
    }).flat(),
  );
  const bare = neuronWith({
    title: "Ultra-compact neuron driven by pulses of increasing height",
    elements: waveformInput("in", "vm", pwl([[0, 0], ...points])),
    saves: [voltage("in"), voltage("vm"), voltage("out")],
    analysis: transientAnalysis({ step: 1e-6, stop: amplitudes.length * segment }),
  });
  return { ...bare, models: [inputDiode.card] };
}

const [R1, R2, R3, C] = [68e3, 390e3, 1.5e3, 15e-9];
const leaks = [200e3, R2, 800e3];
/** s; the slowest of them takes 13 ms. */
const leakStop = 15e-3;
const discharges = [750, R3, 3e3];
/** The pulse that fires the neuron for the discharge is the second one; it ends here, s. */
const pulseEnd = delay + interval + width + 2 * edge;
/** A lower cathode voltage is no spike, V: the output's first transistor would not notice it. */
const leastCathode = 1;

/** The run of one part of the figure, and the resistance that it has. */
interface Varied {
  readonly resistance: number;
  readonly run: Waveforms;
}

interface Data {
  readonly ramp: Waveforms;
  /** 1/s, by amplitude. */
  readonly rates: readonly number[];
  readonly leaks: readonly Varied[];
  readonly highLeak: Waveforms;
  readonly discharges: readonly Varied[];
}

async function run(lab: Lab): Promise<Data> {
  const ramp = await lab.simulate(rampDrivenNeuron());
  const spikes = spikeTimes(ramp, "v(out)", outputThreshold);
  const rates = amplitudes.map((_, k) => segmentRate(spikes, k * segment, (k + 1) * segment));
  const leakRuns: Varied[] = [];
  for (const resistance of leaks) {
    const run = await lab.simulate(leakingNeuron(0.5, leakStop, { R2: resistance }));
    leakRuns.push({ resistance, run });
  }
  const highLeak = await lab.simulate(leakingNeuron(2, leakStop, {}));
  const dischargeRuns: Varied[] = [];
  for (const resistance of discharges) {
    const run = await lab.simulate(pulseDrivenNeuron({ stop: 500e-6, neuron: { R3: resistance } }));
    dischargeRuns.push({ resistance, run });
  }
  return { ramp, rates, leaks: leakRuns, highLeak, discharges: dischargeRuns };
}

/** Inverse of the median interval between the spikes of a segment: counts would differ by a spike with its ends. */
function segmentRate(spikes: Float64Array, from: number, to: number): number {
  const intervals = interSpikeIntervals(spikes.filter((time) => time >= from && time < to)).sort();
  return intervals.length > 0 ? 1 / intervals[intervals.length >> 1] : 0;
}

/** Lowest amplitude at which there are output spikes, V. */
function firingAmplitude({ rates }: Data): number {
  return amplitudes[rates.findIndex((rate) => rate > 0)] ?? Number.NaN;
}

const rateAt = ({ rates }: Data, amplitude: number): number => rates[amplitudes.indexOf(amplitude)];

/** Times, from 5 V on, that the rate falls, by more than its accuracy, as the amplitude grows by 0.5 V. */
function rateFalls({ rates }: Data): number {
  const first = amplitudes.indexOf(5);
  return rates.filter((rate, k) => k > first && rate < 0.999 * rates[k - 1]).length;
}

/** Of the first five pulses, those that leave the membrane higher than it was before. */
function raisingPulses({ ramp }: Data): number {
  const membrane = trace(ramp, "v(vm)");
  const after = (pulse: number) => valueAt(membrane, delay + pulse * interval + width + 2 * edge);
  return [0, 1, 2, 3, 4].filter((pulse) => after(pulse) > valueAt(membrane, delay + pulse * interval)).length;
}

function leakTime({ leaks: runs }: Data, resistance: number): number {
  const found = runs.find((each) => each.resistance === resistance);
  return found ? decayTime(trace(found.run, "v(vm)"), 0) : Number.NaN;
}

/** Time constant of the cathode's fall from its peak after the pulse that fired the neuron, s. */
function dischargeTime({ discharges: runs }: Data, resistance: number): number {
  const found = runs.find((each) => each.resistance === resistance);
  if (!found) return Number.NaN;
  const cathode = trace(found.run, "v(vk)");
  const spike = between(cathode, pulseEnd, pulseEnd + 50e-6);
  const peak = Math.max(...spike.y);
  return peak < leastCathode ? Number.NaN : decayTime(cathode, spike.x[spike.y.indexOf(peak)]);
}

const leakPassage = "For the leaky time τleak, we obtained the anticipated behavior, with τleak ~ (R1 + R2)C";
const discharge = "The time τref is approximately set by the discharge of C through the resistor R3, ie, τref ~ R3C";

export const figure2 = experiment<Data>({
  id: "uc-neuron/fig-2",
  title: "Basic behaviour of the ultra-compact neuron",
  source: rozenberg2019,
  run,
  checks: [
    check("output rate at 4 V", {
      passage: "The presence of a threshold for the incoming excitation is clearly observed.",
      target: 0,
      unit: "Hz",
      within: 0,
      of: (data) => rateAt(data, 4),
    }),
    check("amplitude at which firing begins", {
      passage: "When the input-spike voltage attains 5 V […] its output begins to generate voltage spikes.",
      target: 5,
      unit: "V",
      within: 0.5,
      of: firingAmplitude,
      note: "The thyristor's card and the drive resistor (2.2 kohm), which the paper does not state, were chosen for this.",
    }),
    check("steps of 0.5 V above 5 V at which the rate falls", {
      passage: "as the incoming input spikes become more intense, the frequency of the outgoing spikes increases",
      target: 0,
      within: 0,
      of: rateFalls,
    }),
    check("rate at 7 V over rate at 5 V", {
      passage: "as the incoming input spikes become more intense, the frequency of the outgoing spikes increases",
      target: 1.25,
      bound: "at least",
      of: (data) => rateAt(data, 7) / rateAt(data, 5),
    }),
    check("of the first five pulses, those that raise the membrane", {
      passage: "The capacitor (C) integrates the charge of incoming current spikes",
      target: 5,
      within: 0,
      of: raisingPulses,
    }),
    ...leaks.map((resistance) =>
      check<Data>(`τleak / (R1 + R2)C for R2 = ${resistance / 1e3} kohm, from 0.5 V`, {
        passage: leakPassage,
        target: 1,
        tolerance: 0.1,
        of: (data) => leakTime(data, resistance) / ((R1 + resistance) * C),
      }),
    ),
    check("τleak / (R1 + R2)C from 2 V, just below the threshold", {
      passage: leakPassage,
      target: 1,
      tolerance: 0.1,
      of: ({ highLeak }) => decayTime(trace(highLeak, "v(vm)"), 0) / ((R1 + R2) * C),
      explained: {
        cause:
          "Above 0.55 V on the membrane the thyristor's gate junction conducts through R1 and R3 and empties the membrane " +
          "faster than R1 + R2 do; without the junction the membrane leaks with (R1 + R2)C from 2 V as well.",
        test: "above 0.55 V it is the thyristor's gate junction that empties the membrane",
      },
    }),
    ...discharges.map((resistance) =>
      check<Data>(`τref / R3 C for R3 = ${resistance / 1e3} kohm`, {
        passage: discharge,
        target: 1,
        tolerance: 0.15,
        of: (data) => dischargeTime(data, resistance) / (resistance * C),
      }),
    ),
  ],
  figure: (data) => ({
    title: "Ultra-compact neuron: integrate, leak and fire",
    columns: [
      { width: 1.2, blocks: [rampBlock(data)] },
      { width: 0.8, blocks: [leakBlock(data), dischargeBlock(data)] },
    ],
  }),
});

function rampBlock({ ramp, rates }: Data): FigureBlock {
  const panel = (name: string, signal: string) => ({
    y: { name, unit: "V" },
    series: [{ label: name, ...trace(ramp, signal) }],
  });
  const steps = amplitudes.flatMap((_, k) => [k * segment, (k + 1) * segment]);
  return {
    title: "(a) input pulses of 2 to 7 V, 10 µs long, every 100 µs",
    x: { name: "time", unit: "s", range: [0, amplitudes.length * segment] },
    panels: [
      panel("IN", "v(in)"),
      panel("VMEM", "v(vm)"),
      panel("OUT", "v(out)"),
      {
        y: { name: "rate", unit: "Hz" },
        series: [{ label: "rate", x: steps, y: rates.flatMap((rate) => [rate, rate]) }],
      },
    ],
  };
}

function leakBlock({ leaks: runs }: Data): FigureBlock {
  const ideal = (resistance: number) => {
    const x = Float64Array.from({ length: 101 }, (_, k) => (k / 100) * leakStop);
    return { x, y: x.map((time) => 0.5 * Math.exp(-time / ((R1 + resistance) * C))) };
  };
  return {
    title: "(b) leak of the membrane (dashed: ideal)",
    x: { name: "time", unit: "s", range: [0, leakStop] },
    legend: true,
    panels: [
      {
        y: { name: "VMEM", unit: "V" },
        series: [
          ...runs.map(({ resistance, run }) => ({ label: `R2 = ${resistance / 1e3} kΩ`, ...trace(run, "v(vm)") })),
          ...runs.map(({ resistance }) => ({ label: "expected", look: "guide" as const, ...ideal(resistance) })),
        ],
      },
    ],
  };
}

function dischargeBlock({ discharges: runs }: Data): FigureBlock {
  const panel = (name: string, signal: string) => ({
    y: { name, unit: "V" },
    series: runs.map(({ resistance, run }) => {
      const { x, y } = trace(run, signal);
      return { label: `R3 = ${resistance / 1e3} kΩ`, x: x.map((time) => time - pulseEnd), y };
    }),
  });
  return {
    title: "(c) generation of an output spike",
    x: { name: "time since the input pulse ended", unit: "s", range: [-20e-6, 180e-6] },
    legend: true,
    panels: [panel("VR3", "v(vk)"), panel("OUT", "v(out)")],
  };
}
