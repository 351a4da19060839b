import { expect, test } from "vitest";
import { edgeLevels, extent, findEdges } from "../../src/base/crossings.js";
import { pulseDrivenNeuron } from "../../src/circuits/ultra-compact-neuron.js";
import { simulate } from "../../src/engine/simulate.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { example } from "../examples.js";

/** Times of the output spikes, s. */
function spikes(circuit: Parameters<typeof simulate>[0]): number[] {
  const { scales, signals } = simulate(circuit)[0].waveforms;
  const out = signals.find(({ name }) => name === "v(out)");
  if (!out) throw new Error("the neuron has no output");
  const [low, high] = extent(out.values);
  return [...findEdges(scales[0].values, out.values, edgeLevels(low, high, 2.5)).rises];
}

test("the circuit in code fires as that of the netlist", () => {
  const netlist = example("ultra-compact-neuron");
  const inCode = spikes(pulseDrivenNeuron({ stop: 2e-3 }));
  const shortened = netlist.analyses.map((one) => (one.kind === "transient" ? { ...one, stop: 2e-3 } : one));
  const written = spikes({ ...netlist, analyses: shortened });
  expect(inCode).toHaveLength(19);
  expect(written).toHaveLength(19);
  inCode.forEach((time, k) => {
    expect(Math.abs(time - written[k])).toBeLessThan(1e-9);
  });
});

test("it survives its written form", () => {
  const circuit = pulseDrivenNeuron();
  expect(parseNetlist(writeNetlist(circuit), { file: "neuron.cir" })).toEqual(circuit);
});

test("it is silent at 4.5 V, fires at 5 V, and faster at 7 V (Rozenberg et al. 2019, Fig. 2)", () => {
  const rate = (amplitude: number): number => spikes(pulseDrivenNeuron({ amplitude, stop: 5e-3 })).length;
  expect(rate(4.5)).toBe(0);
  expect(rate(5)).toBeGreaterThan(0);
  expect(rate(7)).toBeGreaterThan(rate(5));
});
