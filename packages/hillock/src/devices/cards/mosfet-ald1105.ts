import { model } from "../../netlist/build.js";
import type { Model } from "../../netlist/circuit.js";
import type { Part } from "./part.js";

/** The matched n- and p-channel pairs of the array ALD1105. KP is that of the whole transistor: use W = L. */
export const mosfetALD1105: Part<{ readonly n: Model; readonly p: Model }> = {
  name: "ALD1105",
  description: "dual n- and p-channel matched MOS transistor pairs",
  card: {
    n: model("ALD1105N", "NMOS", { level: 1, vto: 0.7, kp: 0.9e-3, lambda: 0.02 }),
    p: model("ALD1105P", "PMOS", { level: 1, vto: -0.7, kp: 0.28e-3, lambda: 0.017 }),
  },
  source:
    "VTO: typical threshold voltage of the part. KP, LAMBDA: chosen for level 1, with W/L = 1. No capacitances: the " +
    "nodes of the published circuits have nF and more.",
  fit:
    "not fitted to curves; KP of 0.6 mA/V^2 (n) and 0.2 mA/V^2 (p) is as plausible and lowers the charge that the delta " +
    "block of a neuroscience unit sends by 25 to 30 %",
};
