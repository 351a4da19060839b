import { type LayerShape, type LayerValues, layerValues } from "../networks/layer.js";
import { networkKernel } from "../networks/network-kernel.js";
import type { Loss } from "./loss.js";
import type { ModelLayout } from "./model-layout.js";
import { sampledCircuits } from "./sampled-circuits.js";
import { type SingleModelLoss, singleModelLoss } from "./single-model.js";
import { printableConductance } from "./theta.js";
import type { VariationFactors } from "./variation-factors.js";

/** A data set as a network sees it. */
export interface LabelledRows {
  /** V `[rows, inputs]` */
  readonly inputs: Float64Array;
  /** `[rows]` */
  readonly labels: Uint8Array;
}

/** A model and a data set. */
export interface ModelOnData {
  /**
   * Mean loss over the samples, and its gradient by the parameters if `gradient` is given, which is overwritten.
   * @throws networks/... where a network has no voltages, or no single precision; what the circuit models throw
   */
  readonly loss: (parameters: Float64Array, factors: VariationFactors, loss: Loss, gradient?: Float64Array) => number;
  /** Calls back with the output voltages `[rows, classes]` of each sample, valid during the call. */
  readonly outputs: (
    parameters: Float64Array,
    factors: VariationFactors,
    each: (outputs: Float64Array, sample: number) => void,
  ) => void;
}

/** Makes a model ready for one data set. */
export function modelOnData(layout: ModelLayout, data: LabelledRows): ModelOnData {
  const { settings, layers, thetaStarts, weights, banks } = layout;
  const { smallConductances, negativeWeightsAct, loading, unitConductance, precision } = settings;
  const shapes: LayerShape[] = layers.map(({ inputs, neurons }) => ({
    inputs,
    neurons,
    activation: settings.activation.curves,
    negativeWeight: settings.negativeWeight.curves,
    negative: new Uint8Array((inputs + 2) * neurons),
  }));
  const rows = data.labels.length;
  const classes = layers[layers.length - 1].neurons;
  const kernel = networkKernel(shapes, { rows, ...(loading && { loadingUnit: unitConductance }) });
  const nominal = new Float64Array(weights);
  const values: LayerValues[] = shapes.map(layerValues);
  const gradients: LayerValues[] = shapes.map(layerValues);
  const weight = new Float64Array(rows * classes);
  const circuits = banks.map(sampledCircuits);
  const factorsOf = (factors: VariationFactors, b: number) => (b === 0 ? factors.activation : factors.negativeWeight);
  const recordsOf = ({ activation, negativeWeight }: LayerValues) => [activation, negativeWeight];

  const prepareWeights = (at: Float64Array): void => {
    shapes.forEach(({ negative }, l) => {
      for (let k = 0; k < negative.length; k++) {
        const theta = at[thetaStarts[l] + k];
        nominal[thetaStarts[l] + k] = printableConductance(theta, smallConductances);
        negative[k] = negativeWeightsAct && theta < 0 ? 1 : 0;
      }
    });
  };
  /** Conductances and circuits of all samples. */
  const prepare = (at: Float64Array, factors: VariationFactors): void => {
    prepareWeights(at);
    circuits.forEach((each, b) => {
      each.evaluate(at, factorsOf(factors, b), factors.samples);
    });
  };
  /** The values of one sample. */
  const fill = (factors: VariationFactors, s: number): void => {
    values.forEach((layer, l) => {
      const first = thetaStarts[l];
      for (let k = 0; k < layer.conductance.length; k++)
        layer.conductance[k] = nominal[first + k] * factors.theta[s * weights + first + k];
      recordsOf(layer).forEach((records, b) => {
        circuits[b].read(s, l, records);
      });
    });
  };
  /** Adds the gradient of one sample. */
  const collect = (at: Float64Array, factors: VariationFactors, s: number, gradient: Float64Array): void => {
    gradients.forEach((layer, l) => {
      const first = thetaStarts[l];
      for (let k = 0; k < layer.conductance.length; k++) {
        if (smallConductances === "dropped" && nominal[first + k] === 0) continue;
        const sign = at[first + k] < 0 ? -1 : 1;
        gradient[first + k] += sign * layer.conductance[k] * factors.theta[s * weights + first + k];
      }
      recordsOf(layer).forEach((records, b) => {
        circuits[b].write(s, l, records);
      });
    });
  };
  const singles = new Map<Loss, SingleModelLoss>();
  const inSingle = (loss: Loss): SingleModelLoss => {
    const known = singles.get(loss) ?? singleModelLoss(layout, shapes, data, loss);
    singles.set(loss, known);
    return known;
  };
  return {
    loss(at, factors, loss, gradient) {
      gradient?.fill(0);
      if (precision === "single") {
        prepareWeights(at);
        return inSingle(loss)(at, nominal, factors, gradient);
      }
      prepare(at, factors);
      let sum = 0;
      for (let s = 0; s < factors.samples; s++) {
        fill(factors, s);
        for (const layer of gradients) {
          layer.conductance.fill(0);
          layer.activation.fill(0);
          layer.negativeWeight.fill(0);
        }
        sum += loss(kernel.forward(values, data.inputs, rows), data.labels, classes, weight);
        if (!gradient) continue;
        kernel.backward(values, data.inputs, rows, weight, gradients);
        collect(at, factors, s, gradient);
      }
      if (gradient) {
        circuits.forEach((each, b) => {
          each.addGradient(at, factorsOf(factors, b), factors.samples, gradient);
        });
        for (let k = 0; k < gradient.length; k++) gradient[k] /= factors.samples;
      }
      return sum / factors.samples;
    },
    outputs(at, factors, each) {
      prepare(at, factors);
      for (let s = 0; s < factors.samples; s++) {
        fill(factors, s);
        each(kernel.forward(values, data.inputs, rows), s);
      }
    },
  };
}
