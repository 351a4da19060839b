import { model } from "../../netlist/build.js";
import type { Model } from "../../netlist/circuit.js";
import type { Part } from "./part.js";

/** n-channel power MOS transistor IRLML6246, of the ultra-compact neuron's output. */
export const mosfetIRLML6246: Part<Model> = {
  name: "IRLML6246",
  description: "n-channel power MOS transistor, 20 V, 46 mohm at 4.5 V",
  card: model("IRLML6246", "VDMOS", {
    vto: 0.95,
    kp: 20,
    rd: 15e-3,
    rs: 10e-3,
    rg: 3,
    rb: 20e-3,
    is: 1e-12,
    cgdmax: 0.2e-9,
    cgdmin: 20e-12,
    cgs: 0.25e-9,
    cjo: 60e-12,
  }),
  source:
    "VTO, KP, RD, RS: chosen for a logic-level transistor of this resistance; the others: plausible for the size of the part.",
  fit: "not fitted to curves; in the ultra-compact neuron the transistor only switches",
};
