import { expect, test } from "vitest";
import {
  type PrintedNetworkDesign,
  printedNetwork,
  printedNeuron,
  withBehaviouralTransistors,
} from "../../../src/circuits/printed/index.js";
import { simulate } from "../../../src/engine/simulate.js";
import type { Circuit } from "../../../src/netlist/circuit.js";
import { flatten } from "../../../src/netlist/flatten.js";
import { parseNetlist } from "../../../src/netlist/parse.js";
import { writeNetlist } from "../../../src/netlist/write.js";
import { negativeDefaults, smallNetwork, tanhDefaults, withInputs } from "./designs.js";

/** Node voltages at rest. */
function voltages(circuit: Circuit): Map<string, number> {
  const [{ waveforms }] = simulate(circuit);
  return new Map(waveforms.signals.map(({ name, values }) => [name.slice(2, -1), values[0]]));
}

const at = (nodes: Map<string, number>, node: string | undefined): number => nodes.get(node as string) ?? Number.NaN;

test("every crossbar's node is at the mean of what it is connected to", () => {
  for (const buffered of [false, true]) {
    const { circuit, sources, inverted, sums, outputs } = printedNetwork({ ...smallNetwork, buffered });
    const nodes = voltages(withInputs(circuit, sources, [0.8, -0.35]));
    let before = ["x1", "x2"];
    smallNetwork.layers.forEach(({ weights, bias, ground }, k) => {
      weights.forEach((row, j) => {
        let current = 0;
        let conductance = 1 / (ground[j] as number);
        [...row, bias[j]].forEach((resistance, i) => {
          if (resistance === null) return;
          const plain = i < row.length ? before[i] : "vdd";
          current += at(nodes, resistance < 0 ? inverted[k][i] : plain) / Math.abs(resistance);
          conductance += 1 / Math.abs(resistance);
        });
        expect(Math.abs(at(nodes, sums[k][j]) - current / conductance)).toBeLessThan(1e-8);
      });
      before = [...outputs[k]];
    });
    expect(before).toEqual([buffered ? "a2_1_buf" : "a2_1"]);
  }
});

test("a crossbar loads what drives it, and buffers prevent that", () => {
  const strong: PrintedNetworkDesign = {
    inputs: 1,
    layers: [{ ...smallNetwork.layers[0], weights: [[-25e3]], bias: [50e3], ground: [100e3] }],
  };
  const highOutput = (design: PrintedNetworkDesign): number => {
    const { circuit, sources, inverted } = printedNetwork(design);
    return at(voltages(withInputs(circuit, sources, [-1])), inverted[0][0]);
  };
  expect(highOutput({ ...strong, buffered: true })).toBeGreaterThan(0.99);
  expect(highOutput(strong)).toBeLessThan(0.75);
});

test("three-stage negative weights draw no current from their inputs", () => {
  const three: PrintedNetworkDesign = {
    ...smallNetwork,
    negativeWeightCircuit: "three-stage",
    layers: smallNetwork.layers.map((layer) => ({
      ...layer,
      negativeWeight: { ...tanhDefaults, R2: 40e3, R3: 300e3, W3: 80e-6, L3: 50e-6 },
    })),
  };
  const { circuit, sources } = printedNetwork(three);
  const driven = withInputs(circuit, sources, [0.5, 0.5]);
  const [{ waveforms }] = simulate({ ...driven, saves: [{ kind: "current", element: "VX2" }] });
  // Of x2 there is only the negative weight of neuron 1.
  expect(Math.abs(waveforms.signals[0].values[0])).toBeLessThan(1e-15);
});

test("model elements are elements of the flat circuit, and all that is neither printed nor a source", () => {
  for (const buffered of [false, true]) {
    const { circuit, modelElements } = printedNetwork({ ...smallNetwork, buffered });
    const flat = flatten(circuit).elements.map(({ name }) => name.toLowerCase().replace(/^[a-z]\.(x.*)$/, "$1"));
    const named = modelElements.map(({ name }) => name.toLowerCase());
    for (const name of named) expect(flat).toContain(name);
    const rest = flat.filter((name) => !named.includes(name));
    for (const name of rest) expect(name).toMatch(/^(v(dd|ss|neg|x\d)|r\d_\d_[\dbg]|x(n|a)\d_[\db]\.[rn]\d)$/);
  }
});

test("a network survives its written form, also with B sources for its transistors", () => {
  for (const made of [
    printedNetwork(smallNetwork).circuit,
    withBehaviouralTransistors(printedNetwork(smallNetwork).circuit),
  ]) {
    expect(parseNetlist(writeNetlist(made), { file: "network.cir" })).toEqual(made);
  }
});

test("with B sources for its transistors it has the same operating point", () => {
  const { circuit, sources } = printedNetwork(smallNetwork);
  const driven = withInputs(circuit, sources, [0.2, -0.6]);
  const device = voltages(driven);
  const behavioural = voltages(withBehaviouralTransistors(driven));
  for (const [node, value] of device) expect(Math.abs(at(behavioural, node) - value), node).toBeLessThan(1e-9);
});

test("a neuron is a network with one", () => {
  const { weights, bias, ground, activation, negativeWeight } = smallNetwork.layers[1];
  const neuron = printedNeuron({ weights: weights[0], bias: bias[0], ground: ground[0], activation, negativeWeight });
  expect(neuron).toEqual(printedNetwork({ inputs: 2, layers: [smallNetwork.layers[1]] }));
});

test("what cannot be a network is refused", () => {
  const [first, second] = smallNetwork.layers;
  const refused: [PrintedNetworkDesign, RegExp][] = [
    [{ ...smallNetwork, inputs: 3 }, /layer 1, neuron 1\n {2}it has 2 weights for 3 inputs/],
    [{ ...smallNetwork, inputs: 0 }, /it has 0 inputs/],
    [{ inputs: 2, layers: [] }, /no layers/],
    [{ inputs: 2, layers: [{ ...first, bias: [null] }] }, /2 neurons have 1 biases/],
    [{ inputs: 2, layers: [{ ...second, weights: [[1e5, 0]] }] }, /0 ohm is no resistance/],
    [{ inputs: 2, layers: [{ ...second, weights: [[1e5, Number.NaN]] }] }, /NaN ohm is no resistance/],
    [{ inputs: 2, layers: [{ ...second, ground: [-1e5] }] }, /ground is negative/],
    [{ inputs: 2, layers: [{ ...second, weights: [[null, null]], ground: [null] }] }, /it has no resistor/],
    [{ inputs: 2, layers: [{ ...second, activation: { ...tanhDefaults, R2: -1 } }] }, /activation\n {2}R2 is -1/],
    [{ inputs: 2, layers: [{ ...second, negativeWeight: { ...negativeDefaults, R9: 1 } }] }, /there is no R9/],
  ];
  for (const [design, message] of refused) {
    expect(() => printedNetwork(design)).toThrow(/circuits\/network-design/);
    expect(() => printedNetwork(design)).toThrow(message);
  }
});
