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
  for (let s = 0; s < samples; s++) {
    const source = factorSource(seed, sampleStream(use, epoch, s), variation);
    layers.forEach(({ inputs, neurons }, l) => {
      source.group(theta, s * weights + thetaStarts[l], (inputs + 2) * neurons);
      banks.forEach(({ groups, count, transformation }, b) => {
        const into = b === 0 ? activation : negativeWeight;
        const width = transformation.count;
        const group = groups[l];
        const first = (s * count + group.first) * width;
        for (let v = 0; v < width; v++) {
          const shared = source.shared();
          const alike = shared * source.own();
          for (let c = 0; c < group.count; c++)
            into[first + c * width + v] = variation.circuits === "alike" || c === 0 ? alike : shared * source.own();
        }
      });
    });
  }
  return { samples, theta, activation, negativeWeight };
}
