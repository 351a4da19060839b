import {
  negativeWeightCircuit,
  negativeWeightSupplies,
  printedTanh,
  printedTanhSupplies,
  threeStageNegativeWeightCircuit,
} from "../../circuits/printed/index.js";
import { circuit, voltageSource } from "../../netlist/build.js";
import type { Cell } from "../../netlist/cell.js";
import type { Circuit } from "../../netlist/circuit.js";

/** The inputs at which a transfer curve is computed, V. */
export interface CurveInputs {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** A cell with one input and one output, and how its transfer curve is written as a tanh. */
export interface CharacterisedCircuit {
  readonly description: string;
  readonly cell: Cell<"in" | "out" | "vdd" | "vss", string>;
  /** V */
  readonly supplies: { readonly vdd: number; readonly vss: number };
  /** V_out = sign (eta1 + eta2 tanh((V_in - eta3) eta4)) */
  readonly sign: 1 | -1;
  /** Where it is characterised, unless other inputs are asked for. */
  readonly inputs: CurveInputs;
}

/** The range of the published characterisations: negative-weight circuits switch anywhere in it. */
const wide: CurveInputs = { from: -2, to: 2, points: 101 };

/** What a crossbar can give. The tanh circuit switches steeply near 0 V; steps of 20 mV tell how steeply. */
const narrow: CurveInputs = { from: -1, to: 1, points: 101 };

/** What can be characterised, by the names of the publications: inv is the negative-weight circuit. */
export const characterisedCircuits = {
  inv: {
    description: "negative-weight circuit with one transistor",
    cell: negativeWeightCircuit,
    supplies: negativeWeightSupplies,
    sign: -1,
    inputs: wide,
  },
  "inv-three-stage": {
    description: "negative-weight circuit with three stages",
    cell: threeStageNegativeWeightCircuit,
    supplies: printedTanhSupplies,
    sign: -1,
    inputs: narrow,
  },
  ptanh: {
    description: "tanh circuit of two inverters",
    cell: printedTanh,
    supplies: printedTanhSupplies,
    sign: 1,
    inputs: narrow,
  },
} as const satisfies Record<string, CharacterisedCircuit>;

export type CharacterisedName = keyof typeof characterisedCircuits;

/** The cell as X1 between its supplies and the source VIN, its output the node "out". */
export function characterisationBench({ description, cell, supplies }: CharacterisedCircuit): Circuit {
  return circuit({
    title: `Transfer curve: ${description}`,
    subcircuits: [cell.subcircuit],
    elements: [
      voltageSource("VDD", "vdd", "0", supplies.vdd),
      voltageSource("VSS", "vss", "0", supplies.vss),
      voltageSource("VIN", "in", "0", 0),
      cell.instance("X1", { in: "in", out: "out", vdd: "vdd", vss: "vss" }),
    ],
  });
}
