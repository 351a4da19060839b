import { cell } from "../../netlist/cell.js";
import { printedLength, printedResistance } from "./printable.js";
import {
  printedInverter,
  printedTanhConstraints,
  printedTanhElements,
  printedTanhModelElements,
  printedTanhParameters,
} from "./printed-tanh.js";
import { printedTransistorModel } from "./printed-transistor.js";

/**
 * Negative-weight circuit with three stages, the successor of that with one transistor: the tanh circuit and one more inverter,
 * R3 and N3, on the same supplies, 1 V and -1 V. As the input is a gate, it does not load what stands before it.
 *
 * Values are those of the authors' component list. Ranges were not published and are assumptions around them: R2 begins at
 * 20 kohm, because below 15 kohm the low output of the second inverter does not turn N3 off. What the authors'
 * simulations confirm is the low output, -0.903 V to -0.931 V.
 */
export const threeStageNegativeWeightCircuit = cell(
  {
    name: "PRINTED_NEGATIVE_WEIGHT_3",
    ports: ["in", "out", "vdd", "vss"],
    parameters: {
      ...printedTanhParameters,
      R1: printedResistance(350e3, 0.25e6, 2.05e6),
      W1: printedLength(100e-6, 80e-6, 100e-6),
      L1: printedLength(80e-6, 40e-6, 80e-6),
      R2: printedResistance(40e3, 20e3, 60e3),
      W2: printedLength(500e-6, 480e-6, 500e-6),
      L2: printedLength(40e-6, 30e-6, 40e-6),
      R3: printedResistance(300e3, 250e3, 400e3),
      W3: printedLength(80e-6, 80e-6, 100e-6),
      L3: printedLength(50e-6, 40e-6, 60e-6),
    },
    constraints: [...printedTanhConstraints, { text: "W3 > L3", holds: ({ W3, L3 }) => W3 > L3 }],
    models: [printedTransistorModel],
  },
  ({ in: input, out, vdd, vss }, { R3, W3, L3, ...tanh }) => [
    ...printedTanhElements({ input, out: "b", vdd, vss }, tanh),
    ...printedInverter("3", { input: "b", out, vdd, vss }, { R: R3, W: W3, L: L3 }),
  ],
);

/** Those of the tanh circuit in it. */
export const threeStageModelElements = printedTanhModelElements;
