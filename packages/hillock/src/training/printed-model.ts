import type { PrintedNetwork } from "../networks/printed-network.js";
import { randomStream } from "../sampling/random-stream.js";
import { type ModelLayout, modelLayout } from "./model-layout.js";
import { type LabelledRows, type ModelOnData, modelOnData } from "./model-on-data.js";
import { networkOfParameters } from "./network-of-parameters.js";
import type { PrintedModelSettings } from "./printed-model-settings.js";
import { initialTheta } from "./theta-start.js";
import type { PrintVariation } from "./variation.js";
import { drawFactors, type FactorRequest, type VariationFactors } from "./variation-factors.js";

export type { FactorRequest, LabelledRows, ModelOnData, PrintedModelSettings, VariationFactors };

/** A network whose free parameters are to be trained: all weights, layer by layer, then the free numbers of the circuits. */
export interface PrintedModel {
  readonly settings: PrintedModelSettings;
  readonly weights: number;
  readonly parameters: number;
  readonly start: (seed: number) => Float64Array;
  readonly draw: (request: FactorRequest, variation: PrintVariation) => VariationFactors;
  /** A view of the model for one data set. */
  readonly on: (data: LabelledRows) => ModelOnData;
  /** The network with these parameters, as it would be printed but for rounding. */
  readonly network: (parameters: Float64Array) => PrintedNetwork;
}

/**
 * Makes the model of a trainable printed network.
 *
 * @throws training/topology
 */
export function printedModel(settings: PrintedModelSettings): PrintedModel {
  const layout = modelLayout(settings);
  return {
    settings,
    weights: layout.weights,
    parameters: layout.parameters,
    start: (seed) => startOfModel(layout, seed),
    draw: (request, variation) => drawFactors(layout, request, variation),
    on: (data) => modelOnData(layout, data),
    network: (parameters) => networkOfParameters(layout, parameters),
  };
}

/** Weights by chance, and the circuits that the settings begin with. */
function startOfModel({ settings, layers, thetaStarts, parameters, banks }: ModelLayout, seed: number): Float64Array {
  const at = new Float64Array(parameters);
  const random = randomStream(seed, 0);
  layers.forEach(({ inputs, neurons }, l) => {
    at.set(initialTheta(settings.thetaStart, inputs, neurons, random), thetaStarts[l]);
  });
  const starts = [settings.start.activation, settings.start.negativeWeight];
  banks.forEach(({ transformation, groups }, b) => {
    for (const { free } of groups) at.set(transformation.free(starts[b]), free);
  });
  return at;
}
