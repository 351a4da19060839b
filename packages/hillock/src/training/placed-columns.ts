import { recordWidth } from "../networks/layer.js";
import type { CircuitModel } from "./circuit-model.js";
import { networkVoltages } from "./network-voltages.js";
import type { PrintedModel } from "./printed-model.js";
import { largestTheta, leastTheta } from "./theta.js";

const rounds = 25;
/** Part of the way to go in a round. */
const stride = 0.5;
/** How wide the middle half of the data is to lie, V: most activation circuits have a slope over about that. */
export const placedWidth = 0.08;
/** A ground conductance does not grow by more than this part of its column's sum in a round. */
const mostGrowth = 1;
/** Rows that are looked at; more tell nothing new of quartiles. */
const mostRows = 500;

/**
 * Sets the biases and the conductances to ground of a network that is to be trained, layer by layer, so that the voltages of each
 * column have the middle of their quartiles at the input at which its activation circuit switches, and these about
 * {@link placedWidth} apart. Circuits have a slope within some 0.1 V only: with weights by chance alone most columns lie beyond it
 * for all of the data, and no gradient leads back.
 *
 * In each round, with G the sum of a column's conductances, q1 and q3 the quartiles of its voltage, V_s where its circuit switches:
 *
 *     theta_bias += (V_s - (q1 + q3)/2) G/2,   theta_ground += ((q3 - q1)/width - 1) G/2
 *
 * @param parameters of the model; changed in place
 * @param inputs V `[rows, inputs]`, of training rows
 * @throws what the models throw
 */
export function placeColumns(model: PrintedModel, parameters: Float64Array, inputs: Float64Array): void {
  const { topology, activation, negativeWeight } = model.settings;
  const models = { activation, negativeWeight };
  const seen = evenRows(inputs, topology[0]);
  const rows = seen.length / topology[0];
  let first = 0;
  for (let l = 0; l + 1 < topology.length; l++) {
    const [before, neurons] = [topology[l], topology[l + 1]];
    for (let round = 0; round < rounds; round++) {
      const network = model.network(parameters);
      const { column } = networkVoltages(network, models, seen).layers[l];
      const switching = switchingVoltage(activation, network.circuits[network.layers[l].activation].values);
      for (let j = 0; j < neurons; j++) {
        const sorted = Float64Array.from({ length: rows }, (_, row) => column[row * neurons + j]).sort();
        const [low, high] = [sorted[rows >> 2], sorted[Math.min(rows - 1, (3 * rows) >> 2)]];
        const bias = first + before * neurons + j;
        const ground = bias + neurons;
        let sum = 0;
        for (let k = first + j; k <= ground; k += neurons) sum += Math.abs(parameters[k]);
        const shifted = parameters[bias] + stride * (switching - (low + high) / 2) * sum;
        parameters[bias] = Math.min(largestTheta, Math.max(-largestTheta, shifted));
        const growth = Math.min(mostGrowth, (high - low) / placedWidth - 1);
        const widened = parameters[ground] + stride * growth * sum;
        parameters[ground] = Math.min(largestTheta, Math.max(leastTheta, widened));
      }
    }
    first += (before + 2) * neurons;
  }
}

/** Some of very many rows, at even distances. */
function evenRows(inputs: Float64Array, width: number): Float64Array {
  const stored = inputs.length / width;
  const every = Math.max(1, Math.ceil(stored / mostRows));
  const seen = new Float64Array(Math.ceil(stored / every) * width);
  for (let at = 0; at < seen.length; at += width) seen.set(inputs.subarray(at * every, at * every + width), at);
  return seen;
}

/** Where a rising curve is half way between its values at -1 V and 1 V. */
function switchingVoltage({ curves, evaluate }: CircuitModel, values: readonly number[]): number {
  const record = new Float64Array(recordWidth(curves));
  evaluate(Float64Array.from(values), 1, record);
  let [low, high] = [-1, 1];
  const half = (curves.value(record, 0, low) + curves.value(record, 0, high)) / 2;
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (curves.value(record, 0, middle) < half) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
