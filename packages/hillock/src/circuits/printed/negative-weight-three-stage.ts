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
 * Negative-weight circuit with three stages, the successor of {@link negativeWeightCircuit}: the tanh circuit and one more inverter,
 * R3 and N3, on the same supplies, 1 V and -1 V. As the input is a gate, it does not load what stands before it.
 *
 * The values of the third inverter are those of the authors' component list (300 kohm, 80 um, 50 um). Its ranges were not published:
 * those of the first inverter are assumed. What the publications confirm is the low output, -0.903 to -0.931 V.
 */
export const threeStageNegativeWeightCircuit = cell(
  {
    name: "PRINTED_NEGATIVE_WEIGHT_3",
    ports: ["in", "out", "vdd", "vss"],
    parameters: {
      ...printedTanhParameters,
      R3: printedResistance(300e3, 0.25e6, 2.05e6),
      W3: printedLength(80e-6, 80e-6, 100e-6),
      L3: printedLength(50e-6, 40e-6, 80e-6),
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
