import type { LayerShape } from "../networks/layer.js";
import {
  lanesOf,
  type MarginLossKernel,
  type MarginLossProblem,
  marginLossKernel,
} from "../networks/single/margin-loss-kernel.js";
import type { SampledLayer } from "../networks/single/sampled-layer.js";
import { withoutSinglePrecision } from "../networks/single/vector-machine.js";
import type { CircuitBatch } from "./circuit-model.js";
import type { Loss } from "./loss.js";
import type { ModelLayout } from "./model-layout.js";
import type { VariationFactors } from "./variation-factors.js";

/**
 * Mean loss over samples and rows, and its gradient, which is added.
 *
 * @param nominal conductances of all weights
 */
export type SingleModelLoss = (
  at: Float64Array,
  nominal: Float64Array,
  factors: VariationFactors,
  gradient?: Float64Array,
) => number;

interface SampledModel {
  readonly samples: number;
  readonly kernel: MarginLossKernel;
  readonly batches: readonly CircuitBatch[];
  readonly values: readonly SampledLayer[];
  readonly gradients: readonly SampledLayer[];
}

/**
 * Makes the loss of a model on a data set in single precision.
 *
 * @param shapes of the layers, with the signs of the weights as they are
 *
 * @throws networks/single-precision where it cannot be
 */
export function singleModelLoss(
  { settings, weights, thetaStarts, banks }: ModelLayout,
  shapes: readonly LayerShape[],
  data: Pick<MarginLossProblem, "inputs" | "labels">,
  loss: Loss,
): SingleModelLoss {
  const { ofMargin } = loss;
  if (settings.loading || !ofMargin)
    throw withoutSinglePrecision("it is made for networks without loading and for the margin loss");
  const dropped = settings.smallConductances === "dropped";
  let sampled: SampledModel | undefined;
  const nominals = banks.map(({ groups, transformation }) => groups.map(() => new Float64Array(transformation.count)));
  const byNominals = nominals.map((groups) => groups.map((each) => each.slice()));

  const withSamples = (samples: number): SampledModel => {
    const lanes = lanesOf(samples);
    const batches = banks.map(({ model, groups }) => {
      if (!model.batch) throw withoutSinglePrecision("the curves of the circuits are not given in it");
      return model.batch(
        groups.map(({ count }) => count),
        lanes,
      );
    });
    // Samples that only fill vectors have no deviations.
    for (const { factors } of batches) factors.fill(1);
    const layers = (eta: "eta" | "byEta"): SampledLayer[] =>
      shapes.map(({ inputs, neurons }, l) => {
        const [activation, negativeWeight] = banks.map(({ groups, count }, b) => ({
          eta: batches[b][eta],
          circuits: count,
          first: groups[l].first,
        }));
        return { conductance: new Float64Array((inputs + 2) * neurons * lanes), activation, negativeWeight };
      });
    const kernel = marginLossKernel(shapes, { ...data, ...ofMargin, samples });
    return { samples, kernel, batches, values: layers("eta"), gradients: layers("byEta") };
  };

  const prepare = (at: Float64Array, nominal: Float64Array, factors: VariationFactors, now: SampledModel): void => {
    const { samples } = factors;
    const lanes = lanesOf(samples);
    now.values.forEach(({ conductance }, l) => {
      for (let to = 0, from = thetaStarts[l]; to < conductance.length; from++, to += lanes) {
        for (let s = 0; s < samples; s++) conductance[to + s] = nominal[from] * factors.theta[s * weights + from];
        for (let s = samples; s < lanes; s++) conductance[to + s] = nominal[from];
      }
    });
    banks.forEach(({ transformation, groups, count, used }, b) => {
      if (!used) return;
      const given = b === 0 ? factors.activation : factors.negativeWeight;
      const { factors: into, evaluate } = now.batches[b];
      const width = transformation.count;
      for (let c = 0; c < count; c++)
        for (let v = 0; v < width; v++) {
          const to = (v * count + c) * lanes;
          for (let s = 0, from = c * width + v; s < samples; s++, from += count * width) into[to + s] = given[from];
        }
      groups.forEach(({ free }, l) => {
        transformation.values(at, free, nominals[b][l]);
      });
      evaluate(nominals[b]);
    });
  };
  const collect = (
    at: Float64Array,
    nominal: Float64Array,
    factors: VariationFactors,
    { gradients, batches }: SampledModel,
    gradient: Float64Array,
  ): void => {
    const { samples } = factors;
    const lanes = lanesOf(samples);
    gradients.forEach(({ conductance }, l) => {
      for (let from = 0, to = thetaStarts[l]; from < conductance.length; from += lanes, to++) {
        if (dropped && nominal[to] === 0) continue;
        let sum = 0;
        for (let s = 0; s < samples; s++) sum += conductance[from + s] * factors.theta[s * weights + to];
        gradient[to] += at[to] < 0 ? -sum : sum;
      }
    });
    banks.forEach(({ model, transformation, groups, used }, b) => {
      if (!(used && model.learnable)) return;
      for (const each of byNominals[b]) each.fill(0);
      batches[b].addGradient(nominals[b], byNominals[b]);
      groups.forEach(({ free }, l) => {
        transformation.addGradient(at, free, byNominals[b][l], gradient, free);
      });
    });
  };

  return (at, nominal, factors, gradient) => {
    if (sampled?.samples !== factors.samples) sampled = withSamples(factors.samples);
    prepare(at, nominal, factors, sampled);
    const result = sampled.kernel(sampled.values, gradient && sampled.gradients);
    if (gradient) collect(at, nominal, factors, sampled, gradient);
    return result;
  };
}
