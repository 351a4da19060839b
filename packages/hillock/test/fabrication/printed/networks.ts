import { negativeWeightCircuit, printedTanh } from "../../../src/circuits/printed/index.js";
import { negativeWeightValues, type PrintedNetwork, tanhCircuitValues } from "../../../src/networks/printed-network.js";

const values = (parameters: Readonly<Record<string, { readonly default: number }>>, names: readonly string[]) =>
  names.map((name) => parameters[name].default);

/** Two inputs, two hidden neurons, three outputs: signed weights and biases, weights that are absent, values between steps. */
export const smallNetwork: PrintedNetwork = {
  kind: "printed-network",
  unitConductance: 1e-5,
  loading: true,
  circuits: [
    { kind: "tanh", values: values(printedTanh.parameters, tanhCircuitValues).map((value) => value * 1.0012) },
    {
      kind: "negative-weight",
      values: values(negativeWeightCircuit.parameters, negativeWeightValues).map((value) => value * 1.0009),
    },
  ],
  layers: [
    {
      theta: [
        [0.43217, -0.1],
        [-0.30021, 0],
        [0.2, -0.125],
        [0.1, -0.05],
      ],
      activation: 0,
      negativeWeight: 1,
    },
    {
      theta: [
        [0.667, -0.4, 0.021],
        [-0.21277, 0.3, 0.5],
        [0, 0.1, 0.05],
        [0.4545, 0, 0.1],
      ],
      activation: 0,
      negativeWeight: 1,
    },
  ],
};

/** Rows of input voltages, 0 to 1 V. */
export const someInputs = Float64Array.of(0, 0, 0.2, 0.9, 1, 0.4, 0.55, 0.6, 1, 1, 0.1, 0.35);
