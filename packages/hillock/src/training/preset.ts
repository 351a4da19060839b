import type { CircuitModel } from "./circuit-model.js";
import type { PrintedModelSettings } from "./printed-model.js";
import { solvedModel } from "./solved-model.js";
import type { StartRace } from "./start-race.js";
import { type EtaFunction, fixedModel, surrogateModel } from "./tanh-models.js";
import { defaultUnitConductance } from "./theta.js";
import type { TrainingSettings } from "./training.js";
import type { PrintVariation } from "./variation.js";

/** Where the curves of a network's circuits come from. */
export type ActivationChoice = "fixed" | "surrogate" | "circuit";

/**
 * What the training code published with H. Zhao et al., DATE 2023, does besides what its paper says, each by its name:
 *
 * - negativeWeightsNeverAct: the sign is taken of a weight that has been made positive before
 * - smallConductancesAreDropped: weights below the least conductance are none, with a gradient that is zero there
 * - ratiosAreUnordered: R1/R2 > R3/R4, true of all of its data, is not kept in training
 * - circuitsDeviateAlike: all copies of a circuit in a layer have the same deviation
 * - validationIsRedrawn: each epoch is judged by new samples of the variation, and the luckiest one is kept
 * - bestSeedByTestAccuracy: of several seeds the one with the best test accuracy is reported; see `chooseSeed`
 * - activationIsMirrored: the tanh-like circuit has the curve of the negative-weight circuit with the opposite sign
 */
export interface PublishedQuirks {
  readonly negativeWeightsNeverAct: boolean;
  readonly smallConductancesAreDropped: boolean;
  readonly ratiosAreUnordered: boolean;
  readonly circuitsDeviateAlike: boolean;
  readonly validationIsRedrawn: boolean;
  readonly bestSeedByTestAccuracy: boolean;
  readonly activationIsMirrored: boolean;
}

export const publishedQuirks: PublishedQuirks = {
  negativeWeightsNeverAct: true,
  smallConductancesAreDropped: true,
  ratiosAreUnordered: true,
  circuitsDeviateAlike: true,
  validationIsRedrawn: true,
  bestSeedByTestAccuracy: true,
  activationIsMirrored: true,
};

/** Surrogates of the two kinds of circuits. */
export interface Surrogates {
  readonly activation: EtaFunction;
  readonly negativeWeight: EtaFunction;
}

/** A model's and a training's settings that belong together. */
export interface TrainingPreset {
  readonly model: PrintedModelSettings;
  readonly training: TrainingSettings;
  readonly race: StartRace;
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
 * stages that load each other, the published margin loss, the best of ten starts, selection by fixed samples of the validation rows.
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
    race: { starts: 10, epochs: 60, samples: 5 },
    testVariation: { relative: variation, circuits: "each" },
  };
}

/** Where the published circuit begins (ohm and m), and what the published curve is there. */
export const publishedStart = [176, 100.2, 499.5e3, 279.3e3, 151e3, 630e-6, 60e-6];
export const publishedEta = [2.1493e-3, 1.0022, 2.3549e-3, 12.297];

/**
 * The published mode: ideal stages, circuits per network, Adam at 0.1 and 0.005 without a schedule, patience 5000, 20 samples; and the
 * quirks. Source: the training code published with H. Zhao et al., DATE 2023.
 *
 * @param quirks those to have; all if absent. Without `activationIsMirrored` the tanh-like circuit is the one that can be printed,
 *   and `surrogates.activation` has to be its
 */
export function publishedPreset(request: PresetRequest, quirks: PublishedQuirks = publishedQuirks): TrainingPreset {
  const { activation, variation, seed, surrogates, mostEpochs = 1e6 } = request;
  const mirrored = quirks.activationIsMirrored;
  const start = { activation: mirrored ? publishedStart : gentleStart.activation, negativeWeight: publishedStart };
  const models = circuitModels(activation, surrogates, start, mirrored);
  const samples = variation > 0 ? 20 : 1;
  return {
    model: {
      topology: request.topology,
      ...models,
      start,
      circuitsOf: "network",
      unitConductance: defaultUnitConductance,
      loading: false,
      smallConductances: quirks.smallConductancesAreDropped ? "dropped" : "rounded",
      negativeWeightsAct: !quirks.negativeWeightsNeverAct,
      orderedRatios: !quirks.ratiosAreUnordered,
      thetaStart: "published",
    },
    training: {
      seed,
      variation: { relative: variation, circuits: quirks.circuitsDeviateAlike ? "alike" : "each" },
      samples: { training: samples, validation: samples },
      validationRedrawn: quirks.validationIsRedrawn,
      loss: { kind: "margin", margin: 0.3, threshold: 0.1 },
      rates: { weights: 0.1, circuits: activation === "fixed" ? 0 : 0.005 },
      patience: 5000,
      mostEpochs,
    },
    race: { starts: 1, epochs: 0, samples: 0 },
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

/** How one seed did. */
export interface SeedResult {
  readonly seed: number;
  readonly validationLoss: number;
  readonly testAccuracy: number;
}

/**
 * Of several seeds the one to keep: that with the least validation loss; or, as published, that with the best test accuracy, which
 * makes the reported accuracy too good.
 */
export function chooseSeed<Result extends SeedResult>(
  results: readonly Result[],
  { bestSeedByTestAccuracy }: Pick<PublishedQuirks, "bestSeedByTestAccuracy">,
): Result {
  const better = bestSeedByTestAccuracy
    ? (a: Result, b: Result) => a.testAccuracy > b.testAccuracy
    : (a: Result, b: Result) => a.validationLoss < b.validationLoss;
  return results.reduce((best, each) => (better(each, best) ? each : best));
}
