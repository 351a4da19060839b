import { HillockError } from "../../base/error.js";
import { randomStream } from "../../sampling/random-stream.js";
import { surrogateFeatures } from "./features.js";
import { type NetworkLayout, networkLayout } from "./layered-network.js";
import { beginNetworkTraining, networkTrainingStep } from "./levenberg-marquardt.js";
import { type NetworkData, squaredError } from "./squared-error.js";
import { type Surrogate, type SurrogateOutput, surrogateSizes } from "./surrogate.js";

/** Circuits and the numbers of their transfer curves. */
export interface SurrogateData {
  /** Component values `[samples, names]`, SI. */
  readonly omega: Float64Array;
  /** `[samples, outputs]` */
  readonly eta: Float64Array;
}

export interface SurrogateTrainingSettings {
  /** Component values, in their order. */
  readonly names: readonly string[];
  /** Of the network's inputs the powers of the component values `[features][names]`; the values themselves if absent. */
  readonly powers?: readonly (readonly number[])[];
  /** What eta becomes 0 and 1 at; least and most of the training data if absent. */
  readonly outputs?: readonly SurrogateOutput[];
  /** Units of the hidden layers; default two of 12. */
  readonly hidden?: readonly number[];
  /** Of the first weights. */
  readonly seed: number;
  /** Trainings from other first weights, of which the best one counts; default 1. */
  readonly starts?: number;
  /** Of each start; default 300. */
  readonly iterations?: number;
  readonly progress?: (iteration: SurrogateIteration) => void;
}

export interface SurrogateIteration {
  readonly start: number;
  readonly iteration: number;
  /** Mean squared errors in the units of the outputs. */
  readonly train: number;
  readonly valid: number;
}

/** A surrogate that does not say yet where it comes from. */
export type TrainedNetwork = Omit<Surrogate, "circuit" | "provenance">;

/**
 * Trains a surrogate on `train` by {@link networkTrainingStep}, from some first weights, and keeps the weights of all iterations
 * of all starts that do best on `valid`. The same bits for the same data and settings.
 *
 * @throws training/surrogate-data, training/surrogate-input, training/not-finite
 */
export function trainSurrogate(
  train: SurrogateData,
  valid: SurrogateData,
  settings: SurrogateTrainingSettings,
): { readonly network: TrainedNetwork; readonly train: number; readonly valid: number } {
  const { names, hidden = [12, 12], seed, starts = 1, iterations = 300, progress } = settings;
  const { powers = names.map((_, k) => names.map((_, j) => (j === k ? 1 : 0))) } = settings;
  const outputs = settings.outputs ?? outputsOf(train.eta);
  checkData(train, names.length, outputs.length);
  checkData(valid, names.length, outputs.length);
  const features = powers.map((each) => ({ powers: each, ...spanOf(train.omega, names, each) }));
  const scale = { names, features, outputs };
  const layout = networkLayout(surrogateSizes({ ...scale, hidden }));
  const onTrain = squaredError(layout, networkData(scale, train));
  const onValid = squaredError(layout, networkData(scale, valid));
  const mean = (sum: number, { eta }: SurrogateData) => sum / eta.length;

  let best: { weights: Float64Array; train: number; valid: number } = {
    weights: new Float64Array(),
    train: Number.POSITIVE_INFINITY,
    valid: Number.POSITIVE_INFINITY,
  };
  const step = networkTrainingStep(onTrain, layout.parameters);
  for (let start = 0; start < starts; start++) {
    let state = beginNetworkTraining(onTrain, firstWeights(layout, seed, start));
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const next = step(state);
      if (!next) break;
      state = next;
      const errors = { train: mean(state.error, train), valid: mean(onValid.value(state.weights), valid) };
      if (errors.valid < best.valid) best = { weights: state.weights, ...errors };
      progress?.({ start, iteration, ...errors });
    }
  }
  const network = { kind: "surrogate", names, features, outputs, hidden, weights: Array.from(best.weights) } as const;
  return { network, train: best.train, valid: best.valid };
}

/**
 * Mean squared error of a surrogate over data, in the units of its outputs (0 ... 1), of all outputs together.
 *
 * @throws training/surrogate-data, training/surrogate-input
 */
export function surrogateError(surrogate: TrainedNetwork, data: SurrogateData): number {
  checkData(data, surrogate.names.length, surrogate.outputs.length);
  const squared = squaredError(networkLayout(surrogateSizes(surrogate)), networkData(surrogate, data));
  return squared.value(Float64Array.from(surrogate.weights)) / data.eta.length;
}

function networkData(scale: Pick<Surrogate, "names" | "features" | "outputs">, data: SurrogateData): NetworkData {
  const { outputs } = scale;
  const targets = data.eta.map((each, at) => {
    const { least, most } = outputs[at % outputs.length];
    return (each - least) / (most - least);
  });
  return { inputs: surrogateFeatures(scale, data.omega), targets };
}

/** Normal with variance 1/inputs, so that no tanh begins saturated; biases uniform in -1 ... 1, so that they bend at other places. */
function firstWeights({ sizes, parameters }: NetworkLayout, seed: number, start: number): Float64Array {
  const { normal, uniform } = randomStream(seed, start);
  const weights = new Float64Array(parameters);
  let p = 0;
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    for (let unit = 0; unit < sizes[layer + 1]; unit++) {
      for (let i = 0; i < sizes[layer]; i++) weights[p++] = normal() / Math.sqrt(sizes[layer]);
      weights[p++] = 2 * uniform() - 1;
    }
  }
  return weights;
}

function spanOf(omega: Float64Array, names: readonly string[], powers: readonly number[]) {
  // Found with a feature that is the logarithm itself: -1 ... 1 becomes itself.
  const logarithms = surrogateFeatures({ names, features: [{ powers, least: -1, most: 1 }] }, omega);
  const least = logarithms.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = logarithms.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  // Rounding alone lets products differ that are the same, such as of L and 1/L.
  if (!(most - least > 1e-9 * Math.max(1, Math.abs(most)))) {
    throw wrongData(`an input of the network is the same for all samples: ${productOf(names, powers)}`);
  }
  return { least, most };
}

function productOf(names: readonly string[], powers: readonly number[]): string {
  return names.flatMap((name, k) => (powers[k] ? [powers[k] === 1 ? name : `${name}^${powers[k]}`] : [])).join(" ");
}

function outputsOf(eta: Float64Array): SurrogateOutput[] {
  return [1, 2, 3, 4].map((number, o) => {
    const values = eta.filter((_, at) => at % 4 === o);
    const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (!(most > least)) throw wrongData(`eta${number} does not vary`);
    return { name: `eta${number}`, least, most };
  });
}

function checkData({ omega, eta }: SurrogateData, inputs: number, outputs: number): void {
  const samples = omega.length / inputs;
  if (samples !== eta.length / outputs || samples < 1) {
    throw wrongData(`${omega.length} component values and ${eta.length} numbers of curves do not belong together`);
  }
  const bad = eta.findIndex((each) => !Number.isFinite(each));
  if (bad >= 0)
    throw wrongData(`sample ${Math.floor(bad / outputs)} has ${eta[bad]} for output ${(bad % outputs) + 1}`);
}

function wrongData(problem: string): HillockError {
  return new HillockError({
    code: "training/surrogate-data",
    problem,
    help: "give component values and eta of circuits that differ, without those that failed",
  });
}
