import { placeColumns } from "./placed-columns.js";
import type { LabelledRows, PrintedModel } from "./printed-model.js";
import { initialState, type TrainingState } from "./training.js";

/** Weights are drawn from the stream of another seed than that of the variation, whose first sample they would share. */
const seedsApart = 1000;

/**
 * The state that a training begins with: random weights of the seed, and columns that are placed, see `placeColumns`, if asked for.
 *
 * @throws what the models throw
 */
export function trainingStart(
  model: PrintedModel,
  training: LabelledRows,
  { seed, placedColumns }: { readonly seed: number; readonly placedColumns: boolean },
): TrainingState {
  const state = initialState(model, seed * seedsApart);
  if (!placedColumns) return state;
  placeColumns(model, state.parameters, training.inputs);
  state.best.parameters.set(state.parameters);
  return state;
}
