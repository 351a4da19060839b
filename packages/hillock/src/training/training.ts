import { HillockError } from "../base/error.js";
import { type AdamMemory, adamMemory, adamStep } from "./adam-step.js";
import { crossEntropy, type Loss, marginLoss } from "./loss.js";
import type { LabelledRows, PrintedModel } from "./printed-model.js";
import { largestTheta } from "./theta.js";
import { checkVariation, type PrintVariation } from "./variation.js";

export type LossSettings =
  | { readonly kind: "margin"; readonly margin: number; readonly threshold: number }
  | { readonly kind: "cross-entropy"; readonly scale: number };

/** How a model is trained. Plain data. */
export interface TrainingSettings {
  readonly seed: number;
  readonly variation: PrintVariation;
  /** Samples of the variation for each step, and for each judgement by the validation data. */
  readonly samples: { readonly training: number; readonly validation: number };
  /** Whether validation draws new samples each epoch, as published: then a lucky draw may be what is kept. */
  readonly validationRedrawn: boolean;
  readonly loss: LossSettings;
  /** Adam's rates of weights and of the circuits' free numbers; 0 leaves them as they are. */
  readonly rates: { readonly weights: number; readonly circuits: number };
  /** After so many epochs without a better validation loss the rates are multiplied by the factor. */
  readonly plateau?: { readonly patience: number; readonly factor: number };
  /** Ends after so many epochs without a better validation loss. */
  readonly patience: number;
  readonly mostEpochs: number;
}

/** Everything that the rest of a training depends on. */
export interface TrainingState {
  epoch: number;
  readonly parameters: Float64Array;
  readonly adam: AdamMemory;
  /** What the rates have been multiplied by. */
  rateFactor: number;
  sinceBest: number;
  sincePlateau: number;
  readonly best: { epoch: number; validationLoss: number; readonly parameters: Float64Array };
  /** Losses of each epoch. */
  readonly history: { readonly training: number[]; readonly validation: number[] };
  end?: "patience" | "epochs";
}

export interface TrainingProgress {
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
  readonly bestEpoch: number;
}

/** A training that goes on epoch by epoch. */
export interface Training {
  readonly state: TrainingState;
  /** Goes on for so many epochs, or to the end. @returns whether there is more to do */
  readonly advance: (epochs: number, progress?: (now: TrainingProgress) => void) => boolean;
}

/** The state before the first epoch. */
export function initialState(model: PrintedModel, seed: number): TrainingState {
  const parameters = model.start(seed);
  return {
    epoch: 0,
    parameters,
    adam: adamMemory(parameters.length),
    rateFactor: 1,
    sinceBest: 0,
    sincePlateau: 0,
    best: { epoch: -1, validationLoss: Number.POSITIVE_INFINITY, parameters: parameters.slice() },
    history: { training: [], validation: [] },
  };
}

/**
 * Trains a printed network on the expectation of a loss over the variation of its components: each epoch one step of Adam on all
 * training rows and some samples of the variation; the parameters with the least validation loss are kept. Each sample's random
 * numbers depend on the seed, the epoch and the sample alone, and a state tells all of the rest: a training that goes on from a
 * state gives the same bits as one that was not interrupted.
 *
 * @param state changed in place; from `initialState` or a checkpoint
 * @throws training/variation, training/not-finite
 */
export function createTraining(
  model: PrintedModel,
  data: { readonly training: LabelledRows; readonly validation: LabelledRows },
  settings: TrainingSettings,
  state: TrainingState,
): Training {
  const { seed, variation, samples, rates, plateau } = settings;
  checkVariation(variation);
  const loss = lossOf(settings.loss);
  const onTraining = model.on(data.training);
  const onValidation = model.on(data.validation);
  const gradient = new Float64Array(model.parameters);
  const rateOf = (k: number) => state.rateFactor * (k < model.weights ? rates.weights : rates.circuits);
  const drawValidation = (epoch: number) =>
    model.draw({ seed, use: "validation", epoch, samples: samples.validation }, variation);
  let validationFactors = drawValidation(settings.validationRedrawn ? state.epoch : 0);

  const epoch = (): TrainingProgress => {
    const { parameters, best, history } = state;
    const factors = model.draw({ seed, use: "training", epoch: state.epoch, samples: samples.training }, variation);
    const trainingLoss = onTraining.loss(parameters, factors, loss, gradient);
    if (!(Number.isFinite(trainingLoss) && gradient.every(Number.isFinite))) throw notFinite(state.epoch);
    adamStep(parameters, gradient, state.adam, rateOf);
    for (let k = 0; k < model.weights; k++)
      parameters[k] = Math.min(largestTheta, Math.max(-largestTheta, parameters[k]));
    if (settings.validationRedrawn) validationFactors = drawValidation(state.epoch);
    const validationLoss = onValidation.loss(parameters, validationFactors, loss);
    history.training.push(trainingLoss);
    history.validation.push(validationLoss);
    state.sinceBest++;
    state.sincePlateau++;
    if (validationLoss < best.validationLoss) {
      best.epoch = state.epoch;
      best.validationLoss = validationLoss;
      best.parameters.set(parameters);
      state.sinceBest = 0;
      state.sincePlateau = 0;
    } else if (plateau && state.sincePlateau >= plateau.patience) {
      state.rateFactor *= plateau.factor;
      state.sincePlateau = 0;
    }
    state.epoch++;
    if (state.sinceBest > settings.patience) state.end = "patience";
    else if (state.epoch >= settings.mostEpochs) state.end = "epochs";
    return { epoch: state.epoch, trainingLoss, validationLoss, bestEpoch: best.epoch };
  };
  return {
    state,
    advance(epochs, progress) {
      for (let k = 0; k < epochs && !state.end; k++) {
        const now = epoch();
        progress?.(now);
      }
      return !state.end;
    },
  };
}

/** The loss of its settings. */
export function lossOf(settings: LossSettings): Loss {
  return settings.kind === "margin" ? marginLoss(settings.margin, settings.threshold) : crossEntropy(settings.scale);
}

function notFinite(epoch: number): HillockError {
  return new HillockError({
    code: "training/not-finite",
    place: `epoch ${epoch}`,
    problem: "the loss or its gradient is no finite number",
    help: "train with a smaller rate, or look for inputs far from 0 ... 1 V",
  });
}
