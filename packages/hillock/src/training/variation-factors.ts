import type { ModelLayout } from "./model-layout.js";
import { factorSource, type PrintVariation, sampleStream } from "./variation.js";

/** Factors of all component values in some samples of a variation. */
export interface VariationFactors {
  readonly samples: number;
  /** `[samples, weights]` */
  readonly theta: Float64Array;
  /** `[samples, circuits, values]`: of the layers' activation circuits and of their negative-weight circuits. */
  readonly activation: Float64Array;
  readonly negativeWeight: Float64Array;
}

/** Which samples are drawn. */
export interface FactorRequest {
  readonly seed: number;
  readonly use: "training" | "validation" | "test";
  readonly epoch: number;
  readonly samples: number;
}

/** Draws the factors of a model's components: those of the same request are always the same. */
export function drawFactors(
  { layers, thetaStarts, weights, banks }: ModelLayout,
  { seed, use, epoch, samples }: FactorRequest,
  variation: PrintVariation,
): VariationFactors {
  const theta = new Float64Array(samples * weights);
  const [activation, negativeWeight] = banks.map(
    ({ count, transformation }) => new Float64Array(samples * count * transformation.count),
  );
  const isAlike = variation.circuits === "alike";
  const circuitNumbers = banks.reduce((sum, { count, transformation }) => sum + count * transformation.count, 0);
  const source = factorSource(variation, weights + circuitNumbers);
  for (let s = 0; s < samples; s++) {
    source.begin(seed, sampleStream(use, epoch, s));
    layers.forEach(({ inputs, neurons }, l) => {
      source.own(theta, s * weights + thetaStarts[l], 1, (inputs + 2) * neurons, source.shared());
      banks.forEach(({ groups, count, transformation }, b) => {
        const into = b === 0 ? activation : negativeWeight;
        const width = transformation.count;
        const group = groups[l];
        const first = (s * count + group.first) * width;
        for (let v = 0; v < width; v++) {
          source.own(into, first + v, width, isAlike ? 1 : group.count, source.shared());
          if (isAlike) for (let c = 1; c < group.count; c++) into[first + c * width + v] = into[first + v];
        }
      });
    });
  }
  return { samples, theta, activation, negativeWeight };
}
