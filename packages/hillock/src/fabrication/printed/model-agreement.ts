import type { PrintedNetworkCircuit } from "../../circuits/printed/index.js";
import type { LayerVoltages } from "../../networks/layer.js";
import { largestOutput } from "../../training/accuracy.js";
import type { NetworkMeasurement } from "./network-measurement.js";

/** How a circuit compares with the model of it. */
export interface ModelAgreement {
  /** Share of rows for which both have their largest output at the same place. */
  readonly agreement: number;
  /** Rows for which they have not. */
  readonly different: readonly number[];
  /** Largest difference of a node voltage, V; where it is: a node, and a row from 0. */
  readonly worstVoltage: number;
  readonly node: string;
  readonly row: number;
}

/**
 * Compares the measured voltages of a network's circuit with those of the model that was trained: of the crossbar's columns,
 * and, under load, behind activations and negative-weight circuits.
 *
 * @param model voltages of each layer for the same rows
 */
export function compareWithModel(
  network: PrintedNetworkCircuit,
  measured: NetworkMeasurement,
  model: readonly LayerVoltages[],
): ModelAgreement {
  const last = model.length - 1;
  let [worstVoltage, worstNode, worstRow] = [0, network.sums[0][0], 0];
  const compare = (nodes: readonly (string | undefined)[], ours: Float64Array, theirs: Float64Array): void => {
    const width = nodes.length;
    nodes.forEach((node, k) => {
      if (node === undefined) return;
      for (let row = 0; row < measured.rows; row++) {
        const difference = Math.abs(ours[row * width + k] - theirs[row * width + k]);
        if (difference > worstVoltage) [worstVoltage, worstNode, worstRow] = [difference, node, row];
      }
    });
  };
  model.forEach((voltages, l) => {
    compare(network.sums[l], measured.sums[l], voltages.column);
    compare(network.outputs[l], measured.outputs[l], l === last ? voltages.output : model[l + 1].input);
    compare(network.inverted[l], measured.inverted[l], voltages.invertedLoaded);
  });
  const classes = network.outputs[last].length;
  const different = Array.from({ length: measured.rows }, (_, row) => row).filter(
    (row) =>
      largestOutput(measured.outputs[last], row * classes, classes) !==
      largestOutput(model[last].output, row * classes, classes),
  );
  return {
    agreement: 1 - different.length / measured.rows,
    different,
    worstVoltage,
    node: worstNode,
    row: worstRow,
  };
}
