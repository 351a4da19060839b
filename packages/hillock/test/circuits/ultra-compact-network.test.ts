import { expect, test } from "vitest";
import { spikeTimes } from "../../src/base/spikes/index.js";
import { ultraCompactNetwork } from "../../src/circuits/ultra-compact-network.js";
import { simulate } from "../../src/engine/simulate.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { example } from "../examples.js";

const outputs = ["v(out1)", "v(out2)", "v(out3)"];

/** Output spikes of the three neurons. */
function spikes(circuit: Parameters<typeof simulate>[0]): Float64Array[] {
  const { waveforms } = simulate(circuit)[0];
  return outputs.map((signal) => spikeTimes(waveforms, signal, 2.5));
}

test("the network in code fires as that of the netlist", () => {
  const inCode = spikes(ultraCompactNetwork({ stop: 2e-3 }));
  const netlist = example("ultra-compact-network");
  const analyses = netlist.analyses.map((one) => (one.kind === "transient" ? { ...one, stop: 2e-3 } : one));
  const written = spikes({ ...netlist, analyses });
  inCode.forEach((train, neuron) => {
    expect(train.length).toBeGreaterThan(5);
    expect(written[neuron]).toHaveLength(train.length);
    train.forEach((time, k) => {
      expect(Math.abs(time - written[neuron][k])).toBeLessThan(1e-7);
    });
  });
});

test("it survives its written form, also with a synapse cut", () => {
  for (const synapse2 of [5e3, "absent"] as const) {
    const circuit = ultraCompactNetwork({ synapse2, wiring: "low-pass" });
    expect(parseNetlist(writeNetlist(circuit), { file: "network.cir" })).toEqual(circuit);
  }
});

test("at 10 kohm N3 fires only while N1 is still fast; with both synapses cut, never", () => {
  const [first, , third] = spikes(ultraCompactNetwork({ stop: 5e-3, synapse1: 10e3, synapse2: 10e3 }));
  expect(third.length).toBeLessThan(first.length / 2);
  expect(third[third.length - 1]).toBeLessThan(2e-3);
  expect(first[first.length - 1]).toBeGreaterThan(4e-3);
  expect(spikes(ultraCompactNetwork({ stop: 1e-3, synapse1: "absent", synapse2: "absent" }))[2]).toHaveLength(0);
});
