import { type LabelledRows, type PrintedModel, printedModel } from "./printed-model.js";
import { createTraining, initialState, type TrainingSettings, type TrainingState } from "./training.js";

/** How a beginning is chosen. Plain data. */
export interface StartRace {
  /** Random starts that are tried. */
  readonly starts: number;
  /** Epochs that each is trained for. */
  readonly epochs: number;
  /** Samples of the variation in these epochs. */
  readonly samples: number;
}

/** Starts of a seed are those of this many consecutive seeds. */
const startsPerSeed = 1000;

/**
 * Where a training begins: of several random starts, each trained for a while with ideal stages and few samples of the variation, the one whose
 * validation loss has become least, with its parameters. Circuits that switch within a few ten millivolts leave
 * some starts without a gradient that leads anywhere; these are seen soon. It depends on the seed and the training and validation
 * rows alone, so that a run that is killed here gives the same when it is begun anew.
 *
 * @throws what `createTraining` throws
 */
export function startOfRace(
  model: PrintedModel,
  data: { readonly training: LabelledRows; readonly validation: LabelledRows },
  settings: TrainingSettings,
  { starts, epochs, samples }: StartRace,
): TrainingState {
  const chosen = initialState(model, settings.seed * startsPerSeed);
  let least = Number.POSITIVE_INFINITY;
  const ideal = model.settings.loading ? printedModel({ ...model.settings, loading: false }) : model;
  const count = Math.min(samples, settings.samples.training);
  const short = { ...settings, samples: { training: count, validation: settings.samples.validation } };
  for (let k = 0; k < (starts > 1 ? starts : 0); k++) {
    const state = initialState(model, settings.seed * startsPerSeed + k);
    createTraining(ideal, data, short, state).advance(epochs);
    if (!(state.best.validationLoss < least)) continue;
    least = state.best.validationLoss;
    chosen.parameters.set(state.best.parameters);
  }
  return chosen;
}
