import { HillockError } from "../base/error.js";
import { type LayerShape, type LayerValues, type LayerVoltages, layerValues, recordWidth } from "../networks/layer.js";
import { networkKernel } from "../networks/network-kernel.js";
import { checkPrintedNetwork, type PrintedNetwork } from "../networks/printed-network.js";
import type { CircuitModel } from "./circuit-model.js";

/** Voltages of a network as the models of its circuits have them. */
export interface NetworkVoltages {
  /** V `[rows, classes]` */
  readonly outputs: Float64Array;
  /** Of each layer. */
  readonly layers: readonly LayerVoltages[];
}

/**
 * The voltages of a described network for some rows of data, with its loading or without, as its description says.
 *
 * @param models of the two kinds of circuits
 * @param inputs V `[rows, inputs]`
 * @throws networks/wrong-network, training/wrong-model if a circuit is of another kind than its model; what the models throw
 */
export function networkVoltages(
  network: PrintedNetwork,
  models: { readonly activation: CircuitModel; readonly negativeWeight: CircuitModel },
  inputs: Float64Array,
): NetworkVoltages {
  checkPrintedNetwork(network);
  const { activation, negativeWeight } = models;
  const rows = inputs.length / (network.layers[0].theta.length - 2);
  const shapes: LayerShape[] = [];
  const values: LayerValues[] = [];
  for (const layer of network.layers) {
    const neurons = layer.theta[0].length;
    const theta = layer.theta.flat();
    const shape: LayerShape = {
      inputs: layer.theta.length - 2,
      neurons,
      activation: activation.curves,
      negativeWeight: negativeWeight.curves,
      negative: Uint8Array.from(theta, (value, k) => (value < 0 && k < theta.length - neurons ? 1 : 0)),
    };
    const made = layerValues(shape);
    made.conductance.set(theta.map(Math.abs));
    const fill = (model: CircuitModel, circuit: number, records: Float64Array): void => {
      const { kind, values: given } = network.circuits[circuit];
      if (kind !== model.kind) throw wrongModel(kind, model.kind);
      const record = new Float64Array(recordWidth(model.curves));
      model.evaluate(Float64Array.from(given), 1, record);
      for (let at = 0; at < records.length; at += record.length) records.set(record, at);
    };
    fill(activation, layer.activation, made.activation);
    fill(negativeWeight, layer.negativeWeight, made.negativeWeight);
    shapes.push(shape);
    values.push(made);
  }
  const kernel = networkKernel(shapes, { rows, ...(network.loading && { loadingUnit: network.unitConductance }) });
  const outputs = kernel.forward(values, inputs, rows).slice();
  return { outputs, layers: kernel.voltages };
}

function wrongModel(kind: string, model: string): HillockError {
  return new HillockError({
    code: "training/wrong-model",
    problem: `a ${kind} circuit cannot be computed by the model of a ${model} circuit`,
    help: "give the models that the network was trained with",
  });
}
