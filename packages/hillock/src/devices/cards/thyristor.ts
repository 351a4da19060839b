import type { Device, Subcircuit } from "../../netlist/circuit.js";
import type { Formula } from "../../netlist/value.js";

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

const name = (text: string): Formula => ({ kind: "name", name: text });

const resistor = (label: string, nodes: readonly string[], value: Formula): Device => {
  return { kind: "device", type: "resistor", name: label, nodes, value, parameters: {} };
};

const bipolar = (label: string, nodes: readonly string[], model: string): Device => {
  return { kind: "device", type: "bipolar", name: label, nodes, model, parameters: {} };
};

/**
 * A thyristor as two transistors that feed each other's base (ports A, G, K: anode, gate, cathode):
 * npn Qn from the inner node nb to K with base G, pnp Qp from A to G with base nb, emitter short RP from A to nb,
 * gate shunt RGK from G to K. The parameters are the subcircuit's, so that an instance may set them.
 *
 * @param label name of the subcircuit
 */
export function thyristor(label: string, parameters: ThyristorParameters): Subcircuit {
  const junctions = { is: 1e-15, cje: name("CJ"), cjc: name("CJ") };
  return {
    name: label,
    ports: ["A", "G", "K"],
    defaults: Object.entries(parameters).map(([parameter, value]) => ({ name: parameter, value })),
    parameters: [],
    functions: [],
    models: [
      { name: "QN", type: "NPN", parameters: { ...junctions, bf: name("BN"), br: 1, tf: name("TFN") } },
      { name: "QP", type: "PNP", parameters: { ...junctions, bf: name("BP"), br: 0.1, tf: name("TFP") } },
    ],
    subcircuits: [],
    elements: [
      bipolar("Qn", ["nb", "G", "K"], "QN"),
      bipolar("Qp", ["G", "nb", "A"], "QP"),
      resistor("Rp", ["A", "nb"], name("RP")),
      resistor("Rgk", ["G", "K"], name("RGK")),
    ],
  };
}
