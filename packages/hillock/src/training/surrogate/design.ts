import { type CharacterisedCircuit, characterisedCircuits } from "../characterise/index.js";

/** What a surrogate of a circuit sees of it. */
export interface SurrogateDesign {
  readonly circuit: CharacterisedCircuit;
  /** Component values, in the order of the cell. */
  readonly names: readonly string[];
  /** Powers of the component values in each of the network's inputs `[features][names]`. */
  readonly powers: readonly (readonly number[])[];
}

/**
 * Surrogates of the circuits as they are simulated here. At rest a gate draws no current and a printed transistor's is
 * proportional to W/L, so that a transfer curve depends on fewer numbers than there are components:
 *
 *     inv:    R2/R1 (source's voltage), R4/R3 (gate's divider), R5 W/L (load), R1 W/L (source's resistance)
 *     ptanh:  R1, W1/L1 (the element beside the first transistor is given, so R1 W1/L1 is not enough), R2 W2/L2
 */
export const surrogateDesigns = {
  inv: design(characterisedCircuits.inv, [
    { R2: 1, R1: -1 },
    { R4: 1, R3: -1 },
    { R5: 1, W: 1, L: -1 },
    { R1: 1, W: 1, L: -1 },
  ]),
  ptanh: design(characterisedCircuits.ptanh, [{ R1: 1 }, { W1: 1, L1: -1 }, { R2: 1, W2: 1, L2: -1 }]),
} as const;

function design(circuit: CharacterisedCircuit, products: readonly Readonly<Record<string, number>>[]): SurrogateDesign {
  const names = Object.keys(circuit.cell.parameters);
  return { circuit, names, powers: products.map((product) => names.map((name) => product[name] ?? 0)) };
}
