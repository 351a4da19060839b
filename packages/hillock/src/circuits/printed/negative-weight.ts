import { resistor } from "../../netlist/build.js";
import { cell } from "../../netlist/cell.js";
import { printedLength, printedResistance } from "./printable.js";
import { printedTransistor, printedTransistorModel } from "./printed-transistor.js";

/**
 * Negative-weight circuit with one transistor (H. Zhao et al., "Highly-bespoke robust printed neuromorphic circuits", DATE 2023):
 * it gives low voltages for high ones, so that a resistor behind it weighs its input negatively.
 *
 *     R1, R2  from vdd and vss to the source of N1:     V_ref  = (R2 V_dd + R1 V_ss)/(R1 + R2), which N1 hardly loads
 *     R3, R4  from vss and the input to the gate of N1: V_gate = (R3 V_in + R4 V_ss)/(R3 + R4)
 *     R5      from vdd to the output, the drain of N1
 *
 * Supplies: vdd 1 V, vss -2.2 V. The paper draws no netlist; this one and its supplies are those that reproduce its published
 * simulations (tanh curves of 9999 circuits). Ranges are those of the data. In them R1 > R2, R3 > R4, W > L, and the
 * last constraint, by which the gate can come above the source.
 *
 * The input draws (V_in - V_ss)/(R3 + R4), and the output has up to R5: both matter to what stands before and behind it.
 */
export const negativeWeightCircuit = cell(
  {
    name: "PRINTED_NEGATIVE_WEIGHT",
    ports: ["in", "out", "vdd", "vss"],
    parameters: {
      R1: printedResistance(255, 10, 500),
      R2: printedResistance(128, 5, 250),
      R3: printedResistance(255e3, 10e3, 500e3),
      R4: printedResistance(204e3, 8e3, 400e3),
      R5: printedResistance(255e3, 10e3, 500e3),
      W: printedLength(500e-6, 200e-6, 800e-6),
      L: printedLength(40e-6, 10e-6, 70e-6),
    },
    constraints: [
      { text: "R1 > R2", holds: ({ R1, R2 }) => R1 > R2 },
      { text: "R3 > R4", holds: ({ R3, R4 }) => R3 > R4 },
      { text: "R1/R2 > R3/R4", holds: ({ R1, R2, R3, R4 }) => R1 / R2 > R3 / R4 },
      { text: "W > L", holds: ({ W, L }) => W > L },
    ],
    models: [printedTransistorModel],
  },
  ({ in: input, out, vdd, vss }, { R1, R2, R3, R4, R5, W, L }) => [
    resistor("R1", vdd, "ref", R1),
    resistor("R2", "ref", vss, R2),
    resistor("R3", "gate", vss, R3),
    resistor("R4", input, "gate", R4),
    resistor("R5", vdd, out, R5),
    printedTransistor("N1", [out, "gate", "ref"], W, L),
  ],
);

/** Supplies that the circuit was published with, V. */
export const negativeWeightSupplies = { vdd: 1, vss: -2.2 };
