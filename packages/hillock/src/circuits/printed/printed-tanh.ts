import { resistor, voltageControlledVoltage, voltageSource } from "../../netlist/build.js";
import { cell } from "../../netlist/cell.js";
import type { Element } from "../../netlist/circuit.js";
import type { Value } from "../../netlist/value.js";
import type { ModelElement } from "./model-element.js";
import { printedLength, printedResistance } from "./printable.js";
import { printedTransistor, printedTransistorModel } from "./printed-transistor.js";

/** A resistor from vdd and a transistor to vss: high for low, low for high. */
export function printedInverter(
  suffix: string,
  { input, out, vdd, vss }: Readonly<Record<"input" | "out" | "vdd" | "vss", string>>,
  { R, W, L }: Readonly<Record<"R" | "W" | "L", Value>>,
): Element[] {
  return [resistor(`R${suffix}`, vdd, out, R), printedTransistor(`N${suffix}`, [out, input, vss], W, L)];
}

/** The printable parameters of the tanh circuit; ranges of the published training code. */
export const printedTanhParameters = {
  R1: printedResistance(1.15e6, 0.25e6, 2.05e6),
  W1: printedLength(90e-6, 80e-6, 100e-6),
  L1: printedLength(60e-6, 40e-6, 80e-6),
  R2: printedResistance(19e3, 6e3, 32e3),
  W2: printedLength(490e-6, 480e-6, 500e-6),
  L2: printedLength(35e-6, 30e-6, 40e-6),
};

/** Constraints of the tanh circuit. The ranges imply the last two; the first one excludes a corner, where W1 = L1. */
export const printedTanhConstraints = [
  { text: "W1 > L1", holds: ({ W1, L1 }: Readonly<Record<"W1" | "L1", number>>) => W1 > L1 },
  { text: "W2 > L2", holds: ({ W2, L2 }: Readonly<Record<"W2" | "L2", number>>) => W2 > L2 },
  { text: "R1 > R2", holds: ({ R1, R2 }: Readonly<Record<"R1" | "R2", number>>) => R1 > R2 },
];

/**
 * What two elements without a known cause are like in the published data: RX, ohm, and the law of the first gate,
 * V_gs1 = gain V_in + offset; with vss at -1 V the gate is at 0.5425 V_in - 0.766 V. See docs/printed.md.
 */
const fitted = { RX: 1.436e6, gain: 0.5425, offset: 0.234 };

/** Elements of the tanh circuit that nobody prints. */
export const printedTanhModelElements: readonly ModelElement[] = [
  {
    name: "RX",
    law: "1.436 Mohm from the first inverter's output to vss",
    reason: "fitted to the published transfer curves; cause unknown",
  },
  {
    name: "Egate",
    law: "gate of N1 to vss, with Vgate: 0.5425 V(in) + 0.234 V, without a current from the input",
    reason: "fitted to the published transfer curves; cause unknown",
  },
  { name: "Vgate", law: "0.234 V, a part of the law of the first gate", reason: "see Egate" },
];

/** Elements of the two inverters with their model elements. */
export function printedTanhElements(
  { input, out, vdd, vss }: Readonly<Record<"input" | "out" | "vdd" | "vss", string>>,
  { R1, W1, L1, R2, W2, L2 }: Readonly<Record<keyof typeof printedTanhParameters, Value>>,
): Element[] {
  return [
    voltageControlledVoltage("Egate", "scaled", vss, [input, "0"], fitted.gain),
    voltageSource("Vgate", "gate", "scaled", fitted.offset),
    ...printedInverter("1", { input: "gate", out: "a", vdd, vss }, { R: R1, W: W1, L: L1 }),
    resistor("RX", "a", vss, fitted.RX),
    ...printedInverter("2", { input: "a", out, vdd, vss }, { R: R2, W: W2, L: L2 }),
  ];
}

/**
 * Tanh-like activation of two inverters, "ptanh" (H. Zhao et al., DATE 2023 and the power-aware training published after it):
 *
 *     V_out = eta1 + eta2 tanh((V_in - eta3) eta4)
 *
 * Supplies: vdd 1 V, vss -1 V. The input is a gate and draws no current at rest; the output has up to R2.
 * {@link printedTanhModelElements} belong to the model, not to the circuit that is printed.
 */
export const printedTanh = cell(
  {
    name: "PRINTED_TANH",
    ports: ["in", "out", "vdd", "vss"],
    parameters: printedTanhParameters,
    constraints: printedTanhConstraints,
    models: [printedTransistorModel],
  },
  ({ in: input, out, vdd, vss }, values) => printedTanhElements({ input, out, vdd, vss }, values),
);

/** Supplies that the circuit was published with, V. */
export const printedTanhSupplies = { vdd: 1, vss: -1 };
