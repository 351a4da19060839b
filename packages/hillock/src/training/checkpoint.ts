import { HillockError } from "../base/error.js";
import type { TrainingSettings, TrainingState } from "./training.js";

const version = 1;

/** A stored training: JSON keeps it to the last bit. */
export interface TrainingCheckpoint {
  readonly kind: "printed-training";
  readonly version: number;
  /** What was trained and how; resuming with anything else would not continue the same training. */
  readonly settings: TrainingSettings;
  readonly state: {
    readonly epoch: number;
    readonly parameters: readonly number[];
    readonly adam: {
      readonly mean: readonly number[];
      readonly square: readonly number[];
      readonly decayed: readonly number[];
    };
    readonly rateFactor: number;
    readonly sinceBest: number;
    readonly sincePlateau: number;
    /** null before the first epoch, as JSON has no infinity. */
    readonly best: {
      readonly epoch: number;
      readonly validationLoss: number | null;
      readonly parameters: readonly number[];
    };
    readonly history: { readonly training: readonly number[]; readonly validation: readonly number[] };
    readonly end?: TrainingState["end"];
  };
}

/** A copy of a training between two epochs, for `JSON.stringify`. */
export function trainingCheckpoint(settings: TrainingSettings, state: TrainingState): TrainingCheckpoint {
  const { epoch, parameters, adam, rateFactor, sinceBest, sincePlateau, best, history, end } = state;
  return {
    kind: "printed-training",
    version,
    settings,
    state: {
      epoch,
      parameters: Array.from(parameters),
      adam: { mean: Array.from(adam.mean), square: Array.from(adam.square), decayed: [...adam.decayed] },
      rateFactor,
      sinceBest,
      sincePlateau,
      best: {
        epoch: best.epoch,
        validationLoss: Number.isFinite(best.validationLoss) ? best.validationLoss : null,
        parameters: Array.from(best.parameters),
      },
      history: { training: history.training.slice(), validation: history.validation.slice() },
      ...(end && { end }),
    },
  };
}

/**
 * The state of a checkpoint, to go on from: the same bits as without the interruption.
 *
 * @param parameters number of them in the model that is to be trained on
 * @throws training/wrong-checkpoint if it is of another kind, version, model or training
 */
export function stateOfCheckpoint(
  checkpoint: TrainingCheckpoint,
  settings: TrainingSettings,
  parameters: number,
): TrainingState {
  const wrong = (problem: string): never => {
    throw new HillockError({
      code: "training/wrong-checkpoint",
      problem,
      help: "resume with the settings that the training began with, or begin anew",
    });
  };
  if (checkpoint.kind !== "printed-training") wrong("this is no stored training");
  if (checkpoint.version !== version) wrong(`it was stored in version ${checkpoint.version}, not ${version}`);
  const { state } = checkpoint;
  if (JSON.stringify(checkpoint.settings) !== JSON.stringify(settings)) wrong("it was trained with other settings");
  const { epoch, adam, rateFactor, sinceBest, sincePlateau, best, history, end } = state;
  const arrays = [state.parameters, adam.mean, adam.square, best.parameters];
  if (arrays.some((array) => array.length !== parameters || !array.every(Number.isFinite)))
    wrong(`its model has ${state.parameters.length} parameters, this one ${parameters}`);
  return {
    epoch,
    parameters: Float64Array.from(state.parameters),
    adam: {
      mean: Float64Array.from(adam.mean),
      square: Float64Array.from(adam.square),
      decayed: [adam.decayed[0], adam.decayed[1]],
    },
    rateFactor,
    sinceBest,
    sincePlateau,
    best: {
      epoch: best.epoch,
      validationLoss: best.validationLoss ?? Number.POSITIVE_INFINITY,
      parameters: Float64Array.from(best.parameters),
    },
    history: { training: [...history.training], validation: [...history.validation] },
    ...(end && { end }),
  };
}
