import {
  negativeWeightSupplies,
  type PrintedNetworkDesign,
  printedTanhSupplies,
} from "../../circuits/printed/index.js";
import type { NetworkMeasurement } from "./network-measurement.js";

/** Power at rest, W, on average over the rows of a data set. */
export interface StaticPower {
  /** Of all supplies and the sources of the inputs: what the circuit turns into heat. */
  readonly total: number;
  /** VDD, VSS, perhaps VNEG, and the inputs together. */
  readonly supplies: Readonly<Record<string, number>>;
  /** Largest and smallest total of a row. */
  readonly range: readonly [number, number];
  /** What the published method counts: see {@link staticPower}. */
  readonly published: {
    readonly total: number;
    readonly crossbar: number;
    readonly circuits: number;
  };
}

/**
 * Static power of a measured network. Beside that of all supplies stands what the publications count (H. Zhao et al.: DATE 2023
 * and the power-aware training after it): the heat of the crossbars, sum_ij G_ij (V'_i - V_z,j)^2, and of the circuits what
 * they take from VDD alone; the negative supplies are left out. The published figure averages a circuit over input voltages of
 * -2 ... 2 V, this one over the operating points that the network has.
 *
 * @param data input voltages `[rows, inputs]`, V
 */
export function staticPower(
  { inputs, layers, negativeWeightCircuit: kind }: PrintedNetworkDesign,
  { rows, sums, outputs, inverted, power }: NetworkMeasurement,
  data: Float64Array,
): StaticPower {
  const names = Object.keys(power);
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / rows;
  const totals = Array.from({ length: rows }, (_, row) => names.reduce((sum, name) => sum + power[name][row], 0));
  const { vdd } = printedTanhSupplies;
  let crossbar = 0;
  /** Power that VDD delivers to the biases, which are the crossbar's. */
  let biases = 0;
  layers.forEach(({ weights, bias, ground, negativeWeight }, l) => {
    const neurons = weights.length;
    const before = l === 0 ? inputs : layers[l - 1].weights.length;
    const source = l === 0 ? data : outputs[l - 1];
    if (kind !== "three-stage" && bias.some((resistance) => (resistance ?? 0) < 0))
      biases += (vdd * (vdd - negativeWeightSupplies.vss)) / (negativeWeight.R3 + negativeWeight.R4);
    for (let row = 0; row < rows; row++)
      for (let j = 0; j < neurons; j++) {
        const sum = sums[l][row * neurons + j];
        for (let i = 0; i <= before; i++) {
          const resistance = i === before ? bias[j] : weights[j][i];
          if (resistance === null) continue;
          const straight = i === before ? vdd : source[row * before + i];
          const voltage = resistance < 0 ? inverted[l][row * (before + 1) + i] : straight;
          crossbar += (voltage - sum) ** 2 / Math.abs(resistance) / rows;
          if (i === before && resistance > 0) biases += (vdd * (vdd - sum)) / resistance / rows;
        }
        const resistance = ground[j];
        if (resistance !== null) crossbar += sum ** 2 / resistance / rows;
      }
  });
  const circuits = mean(power.VDD) - biases;
  return {
    total: mean(totals),
    supplies: Object.fromEntries(names.map((name) => [name, mean(power[name])])),
    range: [Math.min(...totals), Math.max(...totals)],
    published: { total: crossbar + circuits, crossbar, circuits },
  };
}
