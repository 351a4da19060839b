import { expect, test } from "vitest";
import { adaptationIndex, interSpikeIntervals, spikeTimes } from "../../src/base/spikes/index.js";
import {
  type AdaptiveDrive,
  type FeedbackWiring,
  pulseDrivenAdaptiveNeuron,
} from "../../src/circuits/ultra-compact-adaptive.js";
import { simulate } from "../../src/engine/simulate.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { example } from "../examples.js";

const wirings: readonly FeedbackWiring[] = ["rectified", "peak", "low-pass"];
const stop = 10e-3;

const spikes = (circuit: Parameters<typeof simulate>[0]): Float64Array =>
  spikeTimes(simulate(circuit)[0].waveforms, "v(out)", 2.5);

/** Intervals between output spikes, in input intervals. */
const intervals = (drive: AdaptiveDrive): number[] =>
  Array.from(interSpikeIntervals(spikes(pulseDrivenAdaptiveNeuron({ stop, ...drive }))), (each) => each / 100e-6);

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

test("the circuit in code fires as that of the netlist", () => {
  const inCode = spikes(pulseDrivenAdaptiveNeuron({ stop: 3e-3 }));
  const netlist = example("ultra-compact-neuron-adaptive");
  const analyses = netlist.analyses.map((one) => (one.kind === "transient" ? { ...one, stop: 3e-3 } : one));
  const written = spikes({ ...netlist, analyses });
  expect(inCode.length).toBeGreaterThan(13);
  expect(written).toHaveLength(inCode.length);
  inCode.forEach((time, k) => {
    expect(Math.abs(time - written[k])).toBeLessThan(1e-7);
  });
});

test.each(wirings)("%s survives its written form", (wiring) => {
  const circuit = pulseDrivenAdaptiveNeuron({ wiring, neuron: { R7: 120e3 } });
  expect(parseNetlist(writeNetlist(circuit), { file: "neuron.cir" })).toEqual(circuit);
});

test.each(wirings)("%s slows down under a constant drive, and goes on firing", (wiring) => {
  const circuit = pulseDrivenAdaptiveNeuron({ wiring, stop });
  const train = spikes(circuit);
  expect(adaptationIndex(train)).toBeGreaterThan(0.01);
  expect(train[train.length - 1]).toBeGreaterThan(stop - 2.5e-3);
});

test("rectified: from every pulse to every twenty-third, over a dozen spikes; R7 sets how soon", () => {
  const usual = intervals({});
  expect(mean(usual.slice(0, 9))).toBeCloseTo(1, 1);
  expect(usual[usual.length - 1]).toBeCloseTo(23, 0);
  const first = (all: readonly number[]) => all.findIndex((each) => each > 1.5);
  expect(first(usual)).toBeGreaterThan(8);
  expect(first(intervals({ neuron: { R7: 200e3 } })) / first(usual)).toBeGreaterThan(1.6);
});

test("peak: slows down within two spikes; R7 sets the final interval", () => {
  const usual = intervals({ wiring: "peak" });
  expect(usual[0]).toBeCloseTo(6, 0);
  for (const each of usual.slice(2)) expect(Math.abs(each - 8)).toBeLessThan(0.3);
  const longer = intervals({ wiring: "peak", neuron: { R7: 200e3 } });
  expect(longer[longer.length - 1] / usual[usual.length - 1]).toBeGreaterThan(1.6);
});

test("low-pass: from every pulse to every third, over a dozen spikes; R7 sets how soon", () => {
  const usual = intervals({ wiring: "low-pass" });
  expect(mean(usual.slice(0, 9))).toBeCloseTo(1, 1);
  expect(mean(usual.slice(-5))).toBeCloseTo(3, 1);
  const first = (all: readonly number[]) => all.findIndex((each) => each > 1.5);
  expect(first(usual)).toBeGreaterThan(8);
  expect(first(intervals({ wiring: "low-pass", neuron: { R7: 200e3 } })) / first(usual)).toBeGreaterThan(1.6);
});

test("the loop is what slows it down: with its capacitor too large to charge, every pulse fires", () => {
  for (const each of intervals({ stop: 5e-3, neuron: { C2: 22e-6 } }).slice(1)) expect(each).toBeCloseTo(1, 1);
});
