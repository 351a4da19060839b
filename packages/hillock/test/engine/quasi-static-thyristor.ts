import type { Circuit } from "../../src/netlist/circuit.js";
import { parseNetlist } from "../../src/netlist/parse.js";

/** Element values and model parameters of the neuron, SI units. */
export const nominalValues = {
  source: 1e3,
  membrane: 10e-9,
  upper: 100e3,
  lower: 10e3,
  cathode: 100,
  npnIs: 1e-14,
  npnBf: 50,
  npnBr: 1,
  pnpIs: 1e-14,
  pnpBf: 5,
  pnpBr: 1,
  diodeIs: 1e-14,
  diodeN: 1,
};

export type NeuronValues = typeof nominalValues;

/**
 * Leaky integrate-and-fire neuron around a thyristor composed of two transistors: 10 us pulses of 7 V every 100 us charge
 * the membrane through a diode until the pair latches and empties it.
 *
 * @param capacitance scales the junction capacitances and transit times; at 0 the transistors are quasi-static, and the
 *   node between them has no capacitance at all
 * @param stop s
 */
export function thyristorNeuron(capacitance: number, stop: number, values: NeuronValues = nominalValues): Circuit {
  const v = values;
  const s = capacitance;
  return parseNetlist(
    `thyristor neuron
V1 s 0 PULSE(0 7 0 1u 1u 10u 100u)
RS s x ${v.source}
D1 x a DM
C1 a 0 ${v.membrane}
R1 a g ${v.upper}
R2 g 0 ${v.lower}
Q1 g b a QP
Q2 b g k QN
R3 k 0 ${v.cathode}
.model QN NPN(IS=${v.npnIs} BF=${v.npnBf} BR=${v.npnBr} CJE=${20e-12 * s} CJC=${10e-12 * s} TF=${1e-9 * s} TR=${10e-9 * s})
.model QP PNP(IS=${v.pnpIs} BF=${v.pnpBf} BR=${v.pnpBr} CJE=${20e-12 * s} CJC=${10e-12 * s} TF=${10e-9 * s} TR=${100e-9 * s})
.model DM D(IS=${v.diodeIs} N=${v.diodeN} CJO=${4e-12 * s})
.save v(a) v(g) v(k)
.tran 1u ${stop} 0 1u
.end
`,
    { file: "thyristor-neuron.cir" },
  );
}
