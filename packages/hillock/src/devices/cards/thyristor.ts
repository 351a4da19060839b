import { bipolar, model, parameterReference, resistor, subcircuit } from "../../netlist/build.js";
import type { Subcircuit } from "../../netlist/circuit.js";

/** Parameters of {@link thyristor}, SI units. */
export interface ThyristorParameters {
  /** Current gain of the npn transistor; the gate current that turns the thyristor on falls with it. */
  readonly BN: number;
  /** Current gain of the pnp transistor; with BN it sets the current above which the thyristor stays on. */
  readonly BP: number;
  /** Emitter short of the pnp transistor, anode to its base, ohm: the smallest current that latches is about 0.6 V/RP (BN+1)/BN. */
  readonly RP: number;
  /** Shunt from gate to cathode, ohm. */
  readonly RGK: number;
  /** Transit times of the npn and pnp transistors, s. */
  readonly TFN: number;
  readonly TFP: number;
  /** Each of the four junction capacitances at 0 V, F. */
  readonly CJ: number;
}

/**
 * A thyristor as two transistors that feed each other's base (ports A, G, K: anode, gate, cathode):
 * npn Qn from the inner node nb to K with base G, pnp Qp from A to G with base nb, emitter short RP from A to nb,
 * gate shunt RGK from G to K. The parameters are the subcircuit's, so that an instance may set them.
 *
 * @param label name of the subcircuit
 */
export function thyristor(label: string, parameters: ThyristorParameters): Subcircuit {
  const [BN, BP, TFN, TFP, CJ] = ["BN", "BP", "TFN", "TFP", "CJ"].map(parameterReference);
  const junctions = { is: 1e-15, cje: CJ, cjc: CJ };
  return subcircuit(label, ["A", "G", "K"], {
    defaults: { ...parameters },
    models: [
      model("QN", "NPN", { ...junctions, bf: BN, br: 1, tf: TFN }),
      model("QP", "PNP", { ...junctions, bf: BP, br: 0.1, tf: TFP }),
    ],
    elements: [
      bipolar("Qn", ["nb", "G", "K"], "QN"),
      bipolar("Qp", ["G", "nb", "A"], "QP"),
      resistor("Rp", "A", "nb", parameterReference("RP")),
      resistor("Rgk", "G", "K", parameterReference("RGK")),
    ],
  });
}
