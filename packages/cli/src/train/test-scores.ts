import { proportionOf } from "hillock";
import type { VariationScore } from "hillock/training";
import type { BySize, RunRecord } from "./run-record.js";

/** Networks that are drawn at each size of the variation. */
export const testSamples = 100;
/** A printed network is good if it loses no more accuracy than this. */
const allowedLoss = 0.05;

/** What a run's record says of the test. */
export function testObject(scores: readonly VariationScore[]): RunRecord["test"] {
  const bySize = (of: (score: VariationScore) => number): BySize =>
    Object.fromEntries(scores.map((score) => [String(score.relative), of(score)]));
  const enough = Math.max(0, (scores[0]?.accuracy.mean ?? 0) - allowedLoss);
  return {
    accuracy: bySize(({ accuracy }) => accuracy.mean),
    measuringAware: bySize(({ measuringAware }) => measuringAware.mean),
    deviation: {
      accuracy: bySize(({ accuracy }) => accuracy.deviation),
      measuringAware: bySize(({ measuringAware }) => measuringAware.deviation),
    },
    samples: testSamples,
    yield: {
      accuracy: enough,
      bySize: Object.fromEntries(
        scores.map(({ relative, accuracies }) => {
          const { fraction, interval } = proportionOf(
            // Rounding must not fail a network that is exactly good enough.
            accuracies.filter((accuracy) => accuracy >= enough - 1e-9).length,
            accuracies.length,
          );
          return [String(relative), { fraction, interval }];
        }),
      ),
    },
  };
}
