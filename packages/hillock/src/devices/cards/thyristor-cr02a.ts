import type { Subcircuit } from "../../netlist/circuit.js";
import type { Part } from "./part.js";
import { type ThyristorParameters, thyristor } from "./thyristor.js";

const parameters: ThyristorParameters = { BN: 5, BP: 0.5, RP: 6e3, RGK: 10e6, TFN: 0.1e-6, TFP: 1e-6, CJ: 10e-12 };

/** Thyristor CR02A, of the ultra-compact neuron. */
export const thyristorCR02A: Part<Subcircuit> & { readonly parameters: ThyristorParameters } = {
  name: "CR02A",
  description: "sensitive-gate thyristor, 0.3 A",
  parameters,
  card: thyristor("CR02A", parameters),
  source:
    "BN, BP, RP: chosen so that the ultra-compact neuron (Rozenberg et al. 2019, Fig. 2) with a drive resistor of " +
    "2.2 kohm begins to fire at input pulses of 5 V, as published. TFN, TFP, CJ, RGK: plausible for the size of the " +
    "part. IS = 1 fA and BR = 1 (npn), 0.1 (pnp) likewise.",
  fit: "to the published firing threshold; the part's own curves were not used",
};
