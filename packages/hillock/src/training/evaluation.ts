import { accuracy, type MeasuringThresholds, measuringAwareAccuracy } from "./accuracy.js";
import type { LabelledRows, PrintedModel } from "./printed-model.js";
import type { PrintVariation } from "./variation.js";
import type { VariationFactors } from "./variation-factors.js";

/** Mean and standard deviation over the samples of a variation. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** How a network does at one size of the variation. */
export interface VariationScore {
  readonly relative: number;
  readonly samples: number;
  readonly accuracy: Spread;
  readonly measuringAware: Spread;
  /** Accuracy of each sample. */
  readonly accuracies: readonly number[];
}

/**
 * Accuracies of a network under variations, each with `samples` samples (1 without a variation). The samples are those of the
 * seed's test stream, so that they are the same for every network of this shape.
 *
 * @param variation its `relative` is replaced by each of `sizes`, its matched part in proportion
 */
export function evaluateVariation(
  model: PrintedModel,
  parameters: Float64Array,
  data: LabelledRows,
  request: {
    readonly seed: number;
    readonly sizes: readonly number[];
    readonly samples: number;
    readonly variation: PrintVariation;
    readonly thresholds?: MeasuringThresholds;
  },
): VariationScore[] {
  const on = model.on(data);
  const classes = model.settings.topology[model.settings.topology.length - 1];
  const { seed, sizes, samples, variation, thresholds } = request;
  return sizes.map((relative) => {
    const matched =
      variation.matched && variation.relative > 0 ? (variation.matched * relative) / variation.relative : 0;
    const count = relative === 0 ? 1 : samples;
    const factors = model.draw({ seed, use: "test", epoch: 0, samples: count }, { ...variation, relative, matched });
    const accuracies: number[] = [];
    const aware: number[] = [];
    for (const block of blocksOf(factors, samplesAtOnce)) {
      on.outputs(parameters, block, (outputs) => {
        accuracies.push(accuracy(outputs, data.labels, classes));
        aware.push(measuringAwareAccuracy(outputs, data.labels, classes, thresholds));
      });
    }
    return { relative, samples: count, accuracy: spread(accuracies), measuringAware: spread(aware), accuracies };
  });
}

/** Circuits that are solved hold their curves: all of a hundred samples would take as much memory as everything else. */
const samplesAtOnce = 10;

/** The same samples, some at a time. */
function* blocksOf({ samples, ...parts }: VariationFactors, size: number): Generator<VariationFactors> {
  for (let first = 0; first < samples; first += size) {
    const count = Math.min(size, samples - first);
    const block = (factors: Float64Array) => {
      const width = factors.length / samples;
      return factors.subarray(first * width, (first + count) * width);
    };
    const { theta, activation, negativeWeight } = parts;
    yield { samples: count, theta: block(theta), activation: block(activation), negativeWeight: block(negativeWeight) };
  }
}

/** Mean and standard deviation (of the population) of some numbers. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(square) };
}
