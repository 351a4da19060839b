import { model } from "../../netlist/build.js";
import type { Model } from "../../netlist/circuit.js";
import type { Part } from "./part.js";

/** p-channel MOS transistor ZVP3310A, of the ultra-compact neuron's output. */
export const mosfetZVP3310A: Part<Model> = {
  name: "ZVP3310A",
  description: "p-channel enhancement MOS transistor, -100 V, 20 ohm",
  card: model("ZVP3310A", "VDMOS", {
    pchan: 1,
    vto: -2.5,
    kp: 0.08,
    rd: 5,
    rs: 1,
    rg: 10,
    rb: 1,
    is: 1e-12,
    cgdmax: 30e-12,
    cgdmin: 4e-12,
    cgs: 40e-12,
    cjo: 15e-12,
  }),
  source: "VTO: middle of the data sheet's range (-1.5 to -3.5 V); the others: plausible for the size of the part.",
  fit: "not fitted to curves; in the ultra-compact neuron the transistor only switches",
};
