import type { PrintedNetwork } from "../networks/printed-network.js";
import { stateOfCheckpoint, type TrainingCheckpoint, trainingCheckpoint } from "./checkpoint.js";
import type { PreparedData } from "./data/prepare.js";
import { evaluateVariation, type VariationScore } from "./evaluation.js";
import type { TrainingPreset } from "./preset.js";
import { type PrintedModel, printedModel } from "./printed-model.js";
import { createTraining, type Training } from "./training.js";
import { trainingStart } from "./training-start.js";

/** A training of a printed network from beginning to end. */
export interface PrintedRun {
  readonly model: PrintedModel;
  readonly training: Training;
  /** For `JSON.stringify`, between two epochs. */
  readonly checkpoint: () => TrainingCheckpoint;
  /** The network with the best parameters so far. */
  readonly network: () => PrintedNetwork;
  /** Test accuracies of these parameters: each size of the variation with `samples` samples, 100 if absent. */
  readonly test: (sizes?: readonly number[], samples?: number) => VariationScore[];
}

/** Sizes of the variation at which networks are tested, as published. */
export const testSizes: readonly number[] = [0, 0.05, 0.1];

/**
 * Begins a training, or goes on with one that was stored.
 *
 * @throws training/topology, training/variation, training/wrong-checkpoint; what the models of the circuits throw
 */
export function printedRun(preset: TrainingPreset, data: PreparedData, stored?: TrainingCheckpoint): PrintedRun {
  const { training: settings, placedColumns, testVariation = settings.variation } = preset;
  const model = printedModel(preset.model);
  const state = stored
    ? stateOfCheckpoint(stored, settings, model.parameters)
    : trainingStart(model, data.training, { seed: settings.seed, placedColumns });
  const training = createTraining(model, data, settings, state);
  return {
    model,
    training,
    checkpoint: () => trainingCheckpoint(settings, state),
    network: () => model.network(state.best.parameters),
    test: (sizes = testSizes, samples = 100) =>
      evaluateVariation(model, state.best.parameters, data.test, {
        seed: settings.seed,
        sizes,
        samples,
        variation: testVariation,
      }),
  };
}
