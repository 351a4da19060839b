import { expect } from "vitest";
import {
  printedNetwork,
  printedNeuron,
  threeStageNegativeWeightCircuit,
  withBehaviouralTransistors,
} from "../../../src/circuits/printed/index.js";
import { simulate } from "../../../src/engine/simulate.js";
import { dcAnalysis, sweep, voltage } from "../../../src/netlist/build.js";
import type { Circuit } from "../../../src/netlist/circuit.js";
import { writeNetlist } from "../../../src/netlist/write.js";
import { characterise } from "../../../src/training/characterise/characterise.js";
import {
  characterisationBench,
  characterisedCircuits,
} from "../../../src/training/characterise/characterised-circuits.js";
import { runNative } from "../../devices/native.js";
import { ngspiceTest } from "../../requirements.js";
import { defaultsOf, negativeDefaults, smallNetwork, tanhDefaults, withInputs } from "./designs.js";

const tight = { reltol: 1e-7, abstol: 1e-15, vntol: 1e-10, itl1: 1000, itl2: 1000 };

/** Largest difference of saved voltages between our engine, with the device, and ngspice, with B sources, V. */
function worst(circuit: Circuit): number {
  const [{ waveforms }] = simulate(circuit);
  const [plot] = runNative(writeNetlist({ ...withBehaviouralTransistors(circuit), options: tight }));
  let largest = 0;
  for (const { name, values } of waveforms.signals) {
    const theirs = plot.vectors.find((vector) => vector.name === name)?.real as Float64Array;
    expect(theirs.length, name).toBe(values.length);
    values.forEach((value, k) => {
      largest = Math.max(largest, Math.abs(value - theirs[k]));
    });
  }
  return largest;
}

for (const [name, each] of Object.entries(characterisedCircuits)) {
  ngspiceTest(`transfer curve of ${name}`, () => {
    const circuit = characterisationBench(each);
    const { from, to } = each.inputs;
    const analyses = [dcAnalysis(sweep("VIN", from, to, 0.01))];
    expect(worst({ ...circuit, analyses, saves: [voltage("out")] })).toBeLessThan(1e-6);
  });
}

for (const [name, each] of Object.entries(characterisedCircuits)) {
  ngspiceTest(`transfer curves of ${name} over the whole printable range`, () => {
    const bench = characterisationBench(each);
    const { values } = characterise(each, { samples: 24, seed: 8 }).samples;
    const names = Object.keys(each.cell.parameters);
    const nodes = { in: "in", out: "out", vdd: "vdd", vss: "vss" };
    for (let at = 0; at < values.length; at += names.length) {
      const design = Object.fromEntries(names.map((parameter, k) => [parameter, values[at + k]]));
      const elements = bench.elements.map((one) =>
        one.kind === "instance" ? each.cell.instance(one.name, nodes, design as never) : one,
      );
      const analyses = [dcAnalysis(sweep("VIN", -2, 2, 0.08))];
      expect(worst({ ...bench, elements, analyses, saves: [voltage("out")] }), JSON.stringify(design)).toBeLessThan(
        2e-6,
      );
    }
  });
}

const neuron = { weights: [100e3, -133e3], bias: 200e3, ground: 400e3, activation: tanhDefaults };

ngspiceTest("a neuron whose negative weight its crossbar loads", () => {
  for (const buffered of [false, true]) {
    const { circuit } = printedNeuron({ ...neuron, negativeWeight: negativeDefaults, buffered });
    const analyses = [dcAnalysis(sweep("VX2", -1, 1, 0.02))];
    const saves = ["n1_2", "z1_1", "a1_1"].map((node) => voltage(node));
    expect(worst({ ...circuit, analyses, saves })).toBeLessThan(1e-6);
  }
});

ngspiceTest("a neuron with the three-stage negative weight", () => {
  const { circuit } = printedNeuron({
    ...neuron,
    negativeWeightCircuit: "three-stage",
    negativeWeight: defaultsOf(threeStageNegativeWeightCircuit.parameters),
  });
  const analyses = [dcAnalysis(sweep("VX2", -1, 1, 0.02))];
  expect(worst({ ...circuit, analyses, saves: ["n1_2", "z1_1", "a1_1"].map((node) => voltage(node)) })).toBeLessThan(
    1e-6,
  );
});

ngspiceTest("all nodes of a network of two layers", () => {
  const { circuit, sources } = printedNetwork(smallNetwork);
  for (const inputs of [
    [0.3, 0.9],
    [-1, 1],
    [0, 0],
  ]) {
    expect(worst(withInputs(circuit, sources, inputs))).toBeLessThan(1e-6);
  }
});
