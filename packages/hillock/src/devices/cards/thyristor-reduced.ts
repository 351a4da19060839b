import { model } from "../../netlist/build.js";
import type { Model } from "../../netlist/circuit.js";
import type { Part } from "./part.js";
import type { ThyristorParameters } from "./thyristor.js";
import { thyristorCR02A } from "./thyristor-cr02a.js";
import { thyristorP0118MA } from "./thyristor-p0118ma.js";

/**
 * A composed thyristor (see {@link ThyristorParameters}) as a card of the one-device module `thyristor`, for N elements
 * with nodes anode, gate, cathode. At rest both are the same equations with the same numbers. The charge of the npn's
 * base and of the junctions is the composed one's; that of the pnp's base, which lags behind there, is `charge`
 * seconds times the current of the anode's junction: the one number that is fitted.
 *
 * @param label name of the card
 * @param charge s; (BP^2 TFP) is what it is for slow changes near turn-on
 */
export function reducedThyristor(label: string, parameters: ThyristorParameters, charge: number): Model {
  const { BN, BP, RP, RGK, TFN, CJ } = parameters;
  return model(label, "thyristor", { BN, BP, RP, RGK, TN: TFN, TP: charge, CJG: CJ, CJC: 2 * CJ });
}

const atRest =
  "At rest the currents are the composed card's to 1e-6, and 2 gmin V that its transistors leak to ground.";

/** {@link thyristorCR02A} as one device without inner unknowns. */
export const thyristorCR02AReduced: Part<Model> = {
  name: "CR02A_REDUCED",
  description: "sensitive-gate thyristor, 0.3 A, as one device",
  card: reducedThyristor("CR02A_REDUCED", thyristorCR02A.parameters, 0.21e-6),
  source: thyristorCR02A.source,
  fit:
    `to the composed card. ${atRest} TP: ultra-compact neuron (Rozenberg et al. 2019, Fig. 2) at pulses of 5 to 7 V: as ` +
    "many spikes in 10 ms (33, 49, 50, 99), each within 0.8 us of the composed card's.",
};

/** {@link thyristorP0118MA} as one device without inner unknowns. */
export const thyristorP0118MAReduced: Part<Model> = {
  name: "P0118MA_REDUCED",
  description: "sensitive-gate thyristor, 0.8 A, 600 V, as one device",
  card: reducedThyristor("P0118MA_REDUCED", thyristorP0118MA.parameters, 0.2e-6),
  source: thyristorP0118MA.source,
  fit:
    `to the composed card. ${atRest} TP: neuron of the neuroscience unit (680 kohm, 100 nF, 2.2 kohm) at 55 to 100 uA: ` +
    "firing rates within 0.1 % of the composed card's.",
};
