import {
  circuitModels,
  defaultPreset,
  gentleStart,
  negativeWeightSurrogate,
  type PresetRequest,
  publishedNegativeWeightSurrogate,
  publishedPreset,
  publishedQuirks,
  publishedStart,
  type Surrogates,
  singleSurrogateFunction,
  surrogateFunction,
  type TrainingPreset,
  tanhSurrogate,
} from "hillock/training";
import type { RunRecord } from "./run-record.js";

type Mode = RunRecord["settings"]["mode"];

/** What is trained and how: the preset of a mode. */
export function presetOf(mode: Mode, request: Omit<PresetRequest, "surrogates">): TrainingPreset {
  const whole = { ...request, surrogates: surrogatesOf(mode) };
  return mode === "published" ? publishedPreset(whole) : defaultPreset(whole);
}

/** The rows that the scaling of the features is fitted on. */
export function scaledByIn(mode: Mode): "training" | "all" {
  return mode === "published" && publishedQuirks.scalingKnowsAllRows ? "all" : "training";
}

/** The settings of a preset as plain data, without the functions of its models. */
export function presetObject({ model, training, placedColumns }: TrainingPreset): object {
  const { activation, negativeWeight, ...rest } = model;
  return { ...rest, activation: activation.kind, negativeWeight: negativeWeight.kind, ...training, placedColumns };
}

/** The models that a network was trained with. */
export function modelsOf({ mode, activation }: Pick<RunRecord["settings"], "mode" | "activation">) {
  const published = mode === "published";
  const start = published ? { activation: publishedStart, negativeWeight: publishedStart } : gentleStart;
  return circuitModels(activation, surrogatesOf(mode), start, published);
}

function surrogatesOf(mode: Mode): Surrogates {
  if (mode === "published") {
    // Both curves are those of the negative-weight circuit there.
    const published = singleSurrogateFunction(publishedNegativeWeightSurrogate);
    return { activation: published, negativeWeight: published };
  }
  return {
    activation: surrogateFunction(tanhSurrogate),
    negativeWeight: surrogateFunction(negativeWeightSurrogate),
  };
}
