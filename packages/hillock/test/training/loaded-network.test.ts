import { describe, expect, it } from "vitest";
import { printedNetwork } from "../../src/circuits/printed/index.js";
import { measureNetwork, printableDesign, roundedNetwork } from "../../src/fabrication/index.js";
import type { PrintedNetwork } from "../../src/networks/printed-network.js";
import { randomStream } from "../../src/sampling/random-stream.js";
import { networkVoltages } from "../../src/training/network-voltages.js";
import { gentleStart } from "../../src/training/preset.js";
import { solvedModel } from "../../src/training/solved-model.js";

const places = { from: -1.2, to: 1.2, points: 1201 };
const models = { activation: solvedModel("tanh", places), negativeWeight: solvedModel("negative-weight", places) };

/** A network of random weights: resistors from 200 kohm to 5 Mohm, which load the stages by up to a tenth of their swing. */
function randomNetwork(seed: number): { network: PrintedNetwork; inputs: Float64Array } {
  const { uniform } = randomStream(seed);
  const theta = (inputs: number, neurons: number) =>
    Array.from({ length: inputs + 2 }, (_, i) =>
      Array.from({ length: neurons }, () => (i <= inputs && uniform() < 0.4 ? -1 : 1) * (0.02 + 0.48 * uniform())),
    );
  const layer = (inputs: number, neurons: number) => ({
    theta: theta(inputs, neurons),
    activation: 0,
    negativeWeight: 1,
  });
  const network: PrintedNetwork = {
    kind: "printed-network",
    unitConductance: 1e-5,
    loading: true,
    circuits: [
      { kind: "tanh", values: gentleStart.activation },
      { kind: "negative-weight", values: gentleStart.negativeWeight },
    ],
    layers: [layer(4, 3), layer(3, 3)],
  };
  return { network: roundedNetwork(network), inputs: Float64Array.from({ length: 4 * 12 }, uniform) };
}

function worst(ours: Float64Array, circuit: Float64Array): number {
  return ours.reduce((most, voltage, k) => Math.max(most, Math.abs(voltage - circuit[k])), 0);
}

describe("the loaded network against its component-level circuit", () => {
  it.each([1, 2, 3, 4])("has the column voltages of random network %i within 2 mV", (seed) => {
    const { network, inputs } = randomNetwork(seed);
    const circuit = measureNetwork(printedNetwork(printableDesign(network)), inputs);
    const { layers } = networkVoltages(network, models, inputs);
    expect(worst(layers[0].column, circuit.sums[0])).toBeLessThan(0.5e-3);
    expect(worst(layers[1].column, circuit.sums[1])).toBeLessThan(2e-3);
    expect(worst(layers[1].input, circuit.outputs[0])).toBeLessThan(10e-3);
  });
  it("differs by far more where the load is left out", () => {
    const { network, inputs } = randomNetwork(1);
    const circuit = measureNetwork(printedNetwork(printableDesign(network)), inputs);
    const { layers } = networkVoltages({ ...network, loading: false }, models, inputs);
    expect(worst(layers[1].column, circuit.sums[1])).toBeGreaterThan(20e-3);
  });
});
