import type { CircuitModel } from "./circuit-model.js";
import type { PrintedModelSettings } from "./printed-model.js";
import { publishedEta } from "./published-start.js";
import { solvedModel } from "./solved-model.js";
import { type EtaFunction, fixedModel, surrogateModel } from "./tanh-models.js";
import { defaultUnitConductance } from "./theta.js";
import type { TrainingSettings } from "./training.js";
import type { PrintVariation } from "./variation.js";

/** Where the curves of a network's circuits come from. */
export type ActivationChoice = "fixed" | "surrogate" | "circuit";

/** Surrogates of the two kinds of circuits. */
export interface Surrogates {
  readonly activation: EtaFunction;
  readonly negativeWeight: EtaFunction;
}

/** A model's and a training's settings that belong together. */
export interface TrainingPreset {
  readonly model: PrintedModelSettings;
  readonly training: TrainingSettings;
  /** Whether a training begins with columns that are placed where their circuits switch, see `placeColumns`. */
  readonly placedColumns: boolean;
  /** The variation that the network is tested under; that of the training if absent. */
  readonly testVariation?: PrintVariation;
}

export interface PresetRequest {
  /** `[inputs, hidden, ..., classes]` */
  readonly topology: readonly number[];
  readonly activation: ActivationChoice;
  /** Relative deviation of components that is trained for; 0 for none. */
  readonly variation: number;
  readonly seed: number;
  readonly surrogates: Surrogates;
  readonly mostEpochs?: number;
}

/** Component values to begin with: of all printable circuits those that switch most gently, so that gradients reach far. */
export const gentleStart = {
  activation: [3e5, 81e-6, 78e-6, 7e3, 490e-6, 35e-6],
  negativeWeight: [255, 100, 255e3, 190e3, 30e3, 200e-6, 70e-6],
};

/**
 * The default mode: signed weights that act, no dead zones, circuits per layer, every printed circuit with deviations of its own,
 * stages that load each other, the published margin loss, columns placed where their circuits switch, selection by fixed samples of the
 * validation rows.
 */
export function defaultPreset(request: PresetRequest): TrainingPreset {
  const { activation, variation, seed, surrogates, mostEpochs = 400 } = request;
  const samples = variation > 0 ? 20 : 1;
  return {
    model: {
      topology: request.topology,
      ...circuitModels(activation, surrogates, gentleStart),
      start: gentleStart,
      circuitsOf: "layer",
      unitConductance: defaultUnitConductance,
      loading: true,
      smallConductances: "rounded",
      negativeWeightsAct: true,
      orderedRatios: true,
      thetaStart: "signed",
    },
    training: {
      seed,
      // Each circuit that is solved anew costs time: then copies deviate alike.
      variation: { relative: variation, circuits: activation === "circuit" ? "alike" : "each" },
      samples: { training: samples, validation: samples },
      validationRedrawn: false,
      loss: { kind: "margin", margin: 0.3, threshold: 0.1 },
      rates: { weights: 0.03, circuits: activation === "fixed" ? 0 : 0.005 },
      plateau: { patience: 100, factor: 0.5 },
      patience: 300,
      mostEpochs,
    },
    placedColumns: true,
    testVariation: { relative: variation, circuits: "each" },
  };
}

/** The models of both kinds of circuits. @param start where fixed curves are taken from */
export function circuitModels(
  choice: ActivationChoice,
  surrogates: Surrogates,
  start: { readonly activation: readonly number[]; readonly negativeWeight: readonly number[] },
  mirrored = false,
): { readonly activation: CircuitModel; readonly negativeWeight: CircuitModel } {
  const kind = mirrored ? "mirrored-negative-weight" : "tanh";
  if (choice === "circuit") return { activation: solvedModel(kind), negativeWeight: solvedModel("negative-weight") };
  if (choice === "surrogate")
    return {
      activation: surrogateModel(kind, surrogates.activation),
      negativeWeight: surrogateModel("negative-weight", surrogates.negativeWeight),
    };
  const etaAt = (surrogate: EtaFunction, values: readonly number[]) =>
    Array.from(surrogate.eta(Float64Array.from(values)));
  return {
    activation: fixedModel(kind, mirrored ? publishedEta : etaAt(surrogates.activation, start.activation)),
    negativeWeight: fixedModel(
      "negative-weight",
      mirrored ? publishedEta : etaAt(surrogates.negativeWeight, start.negativeWeight),
    ),
  };
}
