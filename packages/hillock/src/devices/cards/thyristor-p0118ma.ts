import type { Subcircuit } from "../../netlist/circuit.js";
import type { Part } from "./part.js";
import { type ThyristorParameters, thyristor } from "./thyristor.js";

const parameters: ThyristorParameters = {
  BN: 8.7,
  BP: 0.23,
  RP: 12.6e3,
  RGK: 10e6,
  TFN: 0.3e-6,
  TFP: 3e-6,
  CJ: 10e-12,
};

/** Thyristor P0118MA, of the neuroscience units. */
export const thyristorP0118MA: Part<Subcircuit> & { readonly parameters: ThyristorParameters } = {
  name: "P0118MA",
  description: "sensitive-gate thyristor, 0.8 A, 600 V",
  parameters,
  card: thyristor("P0118MA", parameters),
  source:
    "BN, BP, RP: fitted to the range of input currents in which the published neuroscience unit fires (45 to 114 uA " +
    "with 680 kohm from membrane to gate). TFN, TFP, CJ, RGK, IS and BR: plausible for the size of the part.",
  fit:
    "onset of negative resistance 48.4 uA at 3.82 V (published 44.7 to 46.5 uA), valley 114 uA (published 114 uA). " +
    "Specimens differ: RP = 13.15 kohm gives 46.3 uA, BN = 11 BP = 0.17 RP = 13.2 kohm 45.2 uA and 113 uA.",
};
