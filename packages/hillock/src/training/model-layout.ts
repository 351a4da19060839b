import { HillockError } from "../base/error.js";
import type { CircuitModel } from "./circuit-model.js";
import {
  negativeWeightTransformation,
  tanhTransformation,
  unorderedNegativeWeightTransformation,
  type ValueTransformation,
} from "./circuit-values.js";
import type { PrintedModelSettings } from "./printed-model-settings.js";
import { publishedValues } from "./published-values.js";

/** The circuits of one kind in a layer. */
export interface CircuitGroup {
  /** Place of their free numbers among the parameters. */
  readonly free: number;
  /** Number of the first one in its bank, and how many there are. */
  readonly first: number;
  readonly count: number;
}

/** All circuits of one kind. */
export interface CircuitBank {
  readonly model: CircuitModel;
  readonly transformation: ValueTransformation;
  /** One for each layer. */
  readonly groups: readonly CircuitGroup[];
  /** Circuits of a sample. */
  readonly count: number;
  /** Whether any of them is connected. */
  readonly used: boolean;
}

/** Where a model's parameters are: all weights, layer by layer, then the free numbers of the circuits. */
export interface ModelLayout {
  readonly settings: PrintedModelSettings;
  readonly layers: readonly { readonly inputs: number; readonly neurons: number }[];
  /** Of each layer the place of its weights `[inputs + 2, neurons]`. */
  readonly thetaStarts: readonly number[];
  readonly weights: number;
  readonly parameters: number;
  /** The activation circuits, then those for negative weights. */
  readonly banks: readonly [CircuitBank, CircuitBank];
}

/** @throws training/topology */
export function modelLayout(settings: PrintedModelSettings): ModelLayout {
  const { topology, circuitsOf } = settings;
  checkTopology(topology);
  const layers = topology.slice(1).map((neurons, l) => ({ inputs: topology[l], neurons }));
  const thetaStarts: number[] = [];
  let weights = 0;
  for (const { inputs, neurons } of layers) {
    thetaStarts.push(weights);
    weights += (inputs + 2) * neurons;
  }
  let parameters = weights;
  const bank = (model: CircuitModel, used: boolean, size: (l: number) => number): CircuitBank => {
    const transformation = transformationOf(model, settings);
    let count = 0;
    const shared = parameters;
    const groups = layers.map((_, l) => {
      const free = circuitsOf === "network" ? shared : shared + l * transformation.count;
      const group = { free, first: count, count: size(l) };
      count += size(l);
      return group;
    });
    parameters += transformation.count * (circuitsOf === "network" ? 1 : layers.length);
    return { model, transformation, groups, count, used };
  };
  const activation = bank(settings.activation, true, (l) => layers[l].neurons);
  const negativeWeight = bank(settings.negativeWeight, settings.negativeWeightsAct, (l) => layers[l].inputs + 1);
  return { settings, layers, thetaStarts, weights, parameters, banks: [activation, negativeWeight] };
}

/** The middle values of each group's circuits, SI. */
export function middleValues({ transformation, groups }: CircuitBank, parameters: Float64Array): Float64Array[] {
  return groups.map(({ free }) => {
    const values = new Float64Array(transformation.count);
    transformation.values(parameters, free, values);
    return values;
  });
}

function transformationOf(
  { kind }: CircuitModel,
  { orderedRatios, linearValues }: PrintedModelSettings,
): ValueTransformation {
  if (kind === "tanh") return tanhTransformation;
  if (linearValues) return publishedValues({ orderedRatios, ...linearValues });
  return orderedRatios ? negativeWeightTransformation : unorderedNegativeWeightTransformation;
}

function checkTopology(topology: readonly number[]): void {
  if (topology.length >= 2 && topology.every((size) => Number.isInteger(size) && size >= 1)) return;
  throw new HillockError({
    code: "training/topology",
    problem: `[${topology.join(", ")}] are no sizes of layers`,
    help: "give the number of inputs, of neurons in each hidden layer, and of classes: [4, 3, 3]",
  });
}
