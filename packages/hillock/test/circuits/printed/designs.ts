import { negativeWeightCircuit, type PrintedNetworkDesign, printedTanh } from "../../../src/circuits/printed/index.js";
import type { Circuit } from "../../../src/netlist/circuit.js";
import type { Quantity } from "../../../src/netlist/quantity.js";

/** The values of a cell without any that are set. */
export function defaultsOf<Name extends string>(parameters: Readonly<Record<Name, Quantity>>): Record<Name, number> {
  const entries = Object.entries<Quantity>(parameters).map(([name, quantity]) => [name, quantity.default]);
  return Object.fromEntries(entries) as Record<Name, number>;
}

export const tanhDefaults = defaultsOf(printedTanh.parameters);
export const negativeDefaults = defaultsOf(negativeWeightCircuit.parameters);

/** Two inputs, two hidden neurons, one output; signed weights and biases, a weight that is absent. */
export const smallNetwork: PrintedNetworkDesign = {
  inputs: 2,
  layers: [
    {
      weights: [
        [250e3, -330e3],
        [-1e6, null],
      ],
      bias: [500e3, -800e3],
      ground: [1e6, 2e6],
      activation: tanhDefaults,
      negativeWeight: negativeDefaults,
    },
    {
      weights: [[150e3, -470e3]],
      bias: [null],
      ground: [220e3],
      activation: { ...tanhDefaults, R2: 12e3 },
      negativeWeight: { ...negativeDefaults, R5: 100e3 },
    },
  ],
};

/** The circuit with its inputs at these voltages. */
export function withInputs(circuit: Circuit, sources: readonly string[], volts: readonly number[]): Circuit {
  const elements = circuit.elements.map((element) => {
    const index = sources.indexOf(element.name);
    return element.kind === "source" && index >= 0 ? { ...element, dc: volts[index] } : element;
  });
  return { ...circuit, elements };
}
