import { model } from "../../netlist/build.js";
import type { Model } from "../../netlist/circuit.js";
import type { Part } from "./part.js";

/** Small-signal switching diode 1N4148. */
export const diode1N4148: Part<Model> = {
  name: "1N4148",
  description: "silicon switching diode, 100 V, 4 ns",
  card: model("D1N4148", "D", { is: 2.52e-9, n: 1.752, rs: 0.568, cjo: 4e-12, m: 0.4, tt: 20e-9 }),
  source:
    "IS, N, RS, CJO, M, TT: the card that circulates with SPICE programs for the 1N4148; VJ is SPICE's default, 1 V. " +
    "Breakdown is left out: the circuits here stay far from 100 V.",
  fit: "not fitted here",
};
