import { HillockError } from "../base/error.js";
import { type LayerShape, type LayerValues, layerValues, recordWidth } from "../networks/layer.js";
import { networkKernel } from "../networks/network-kernel.js";
import type { PrintedNetwork } from "../networks/printed-network.js";
import { type MarginLossKernel, marginLossKernel } from "../networks/single/margin-loss-kernel.js";
import { withoutSinglePrecision } from "../networks/single/singles-loop.js";
import { randomStream } from "../sampling/random-stream.js";
import type { CircuitModel } from "./circuit-model.js";
import {
  negativeWeightTransformation,
  tanhTransformation,
  unorderedNegativeWeightTransformation,
  type ValueTransformation,
} from "./circuit-values.js";
import type { Loss } from "./loss.js";
import { printableConductance, type SmallConductances } from "./theta.js";
import { initialTheta, type ThetaStart } from "./theta-start.js";
import { factorSource, type PrintVariation, sampleStream } from "./variation.js";

/** What a trainable printed network is made of. */
export interface PrintedModelSettings {
  /** `[inputs, hidden, ..., classes]` */
  readonly topology: readonly number[];
  readonly activation: CircuitModel;
  readonly negativeWeight: CircuitModel;
  /** Component values that training begins with, SI. */
  readonly start: { readonly activation: readonly number[]; readonly negativeWeight: readonly number[] };
  /** Whether a layer has circuits with values of its own, or all layers the same. */
  readonly circuitsOf: "layer" | "network";
  readonly unitConductance: number;
  readonly loading: boolean;
  readonly smallConductances: SmallConductances;
  /** False as in the published variation-aware code: a negative weight acts as a positive one. */
  readonly negativeWeightsAct: boolean;
  /** False as in the published code: R1/R2 > R3/R4 of negative-weight circuits is not kept. */
  readonly orderedRatios: boolean;
  readonly thetaStart: ThetaStart;
  /**
   * Of the loss and its gradient; default double. Single precision is many times as fast, and only for networks without loading
   * whose circuits are tanh, with the margin loss.
   */
  readonly precision?: "double" | "single";
}

/** Factors of all component values in some samples of a variation. */
export interface VariationFactors {
  readonly samples: number;
  /** `[samples, weights]` */
  readonly theta: Float64Array;
  /** `[samples, circuits, values]`: of the layers' activation circuits and of their negative-weight circuits. */
  readonly activation: Float64Array;
  readonly negativeWeight: Float64Array;
}

/** A data set as a network sees it. */
export interface LabelledRows {
  /** V `[rows, inputs]` */
  readonly inputs: Float64Array;
  /** `[rows]` */
  readonly labels: Uint8Array;
}

/** A network whose free parameters are to be trained: all weights, layer by layer, then the free numbers of the circuits. */
export interface PrintedModel {
  readonly settings: PrintedModelSettings;
  readonly weights: number;
  readonly parameters: number;
  readonly start: (seed: number) => Float64Array;
  readonly draw: (
    request: { seed: number; use: "training" | "validation" | "test"; epoch: number; samples: number },
    variation: PrintVariation,
  ) => VariationFactors;
  /** A view of the model for one data set. */
  readonly on: (data: LabelledRows) => ModelOnData;
  /** The network with these parameters, as it would be printed but for rounding. */
  readonly network: (parameters: Float64Array) => PrintedNetwork;
}

export interface ModelOnData {
  /**
   * Mean loss over the samples, and its gradient by the parameters if `gradient` is given, which is overwritten.
   * @throws networks/... where a network has no voltages, or no single precision; what the circuit models throw
   */
  readonly loss: (parameters: Float64Array, factors: VariationFactors, loss: Loss, gradient?: Float64Array) => number;
  /** Calls back with the output voltages `[rows, classes]` of each sample, valid during the call. */
  readonly outputs: (
    parameters: Float64Array,
    factors: VariationFactors,
    each: (outputs: Float64Array, sample: number) => void,
  ) => void;
}

/** A group of circuits of one kind: which of the model's values they have, and where their records are in a sample. */
interface CircuitGroup {
  /** Place of their free numbers. */
  readonly free: number;
  readonly first: number;
  readonly count: number;
}

interface CircuitBank {
  readonly model: CircuitModel;
  readonly transformation: ValueTransformation;
  readonly groups: readonly CircuitGroup[];
  /** Circuits of a sample. */
  readonly count: number;
}

/**
 * Makes the model of a trainable printed network.
 *
 * @throws training/topology
 */
export function printedModel(settings: PrintedModelSettings): PrintedModel {
  const { topology, unitConductance, smallConductances, negativeWeightsAct, loading } = settings;
  checkTopology(topology);
  const layers = topology.slice(1).map((neurons, l) => ({ inputs: topology[l], neurons }));
  const shapes: LayerShape[] = layers.map(({ inputs, neurons }) => ({
    inputs,
    neurons,
    activation: settings.activation.curves,
    negativeWeight: settings.negativeWeight.curves,
    negative: new Uint8Array((inputs + 2) * neurons),
  }));
  const thetaStarts: number[] = [];
  let weights = 0;
  for (const { inputs, neurons } of layers) {
    thetaStarts.push(weights);
    weights += (inputs + 2) * neurons;
  }
  let parameters = weights;
  const ofNegativeWeight = settings.orderedRatios
    ? negativeWeightTransformation
    : unorderedNegativeWeightTransformation;
  const bank = (model: CircuitModel, size: (l: number) => number): CircuitBank => {
    const transformation = model.kind === "tanh" ? tanhTransformation : ofNegativeWeight;
    let count = 0;
    const shared = parameters;
    const groups = layers.map((_, l) => {
      const free = settings.circuitsOf === "network" ? shared : shared + l * transformation.count;
      const group = { free, first: count, count: size(l) };
      count += size(l);
      return group;
    });
    parameters += transformation.count * (settings.circuitsOf === "network" ? 1 : layers.length);
    return { model, transformation, groups, count };
  };
  const activation = bank(settings.activation, (l) => layers[l].neurons);
  const negativeWeight = bank(settings.negativeWeight, (l) => layers[l].inputs + 1);
  const banks = [activation, negativeWeight] as const;
  const total = parameters;

  const nominalValues = ({ transformation, groups }: CircuitBank, at: Float64Array): Float64Array[] =>
    groups.map(({ free }) => {
      const values = new Float64Array(transformation.count);
      transformation.values(at, free, values);
      return values;
    });

  const run = (data: LabelledRows): ModelOnData => {
    const rows = data.labels.length;
    const classes = topology[topology.length - 1];
    const kernel = networkKernel(shapes, { rows, ...(loading && { loadingUnit: unitConductance }) });
    const nominal = new Float64Array(weights);
    const values: LayerValues[] = shapes.map(layerValues);
    const gradients: LayerValues[] = shapes.map(layerValues);
    const weight = new Float64Array(rows * classes);
    const held = banks.map(({ transformation: { count }, model }) => ({
      values: new Float64Array(0),
      records: new Float64Array(0),
      byRecords: new Float64Array(0),
      byValues: new Float64Array(0),
      width: recordWidth(model.curves),
      count,
    }));

    /** Conductances and circuits of all samples. */
    const prepare = (at: Float64Array, factors: VariationFactors, withGradient: boolean): void => {
      shapes.forEach(({ negative }, l) => {
        for (let k = 0; k < negative.length; k++) {
          const theta = at[thetaStarts[l] + k];
          nominal[thetaStarts[l] + k] = printableConductance(theta, smallConductances);
          negative[k] = negativeWeightsAct && theta < 0 ? 1 : 0;
        }
      });
      banks.forEach((each, b) => {
        const own = held[b];
        const circuits = factors.samples * each.count;
        if (own.values.length !== circuits * own.count) {
          own.values = new Float64Array(circuits * own.count);
          own.records = new Float64Array(circuits * own.width);
          own.byRecords = new Float64Array(circuits * own.width);
          own.byValues = new Float64Array(circuits * own.count);
        }
        const given = b === 0 ? factors.activation : factors.negativeWeight;
        const middle = nominalValues(each, at);
        each.groups.forEach(({ first, count }, l) => {
          for (let s = 0; s < factors.samples; s++)
            for (let c = 0; c < count; c++) {
              const place = (s * each.count + first + c) * own.count;
              for (let v = 0; v < own.count; v++) own.values[place + v] = middle[l][v] * given[place + v];
            }
        });
        each.model.evaluate(own.values, circuits, own.records);
        if (withGradient) own.byRecords.fill(0);
      });
    };
    const fill = (factors: VariationFactors, s: number): void => {
      values.forEach((layer, l) => {
        const first = thetaStarts[l];
        for (let k = 0; k < layer.conductance.length; k++)
          layer.conductance[k] = nominal[first + k] * factors.theta[s * weights + first + k];
        [layer.activation, layer.negativeWeight].forEach((records, b) => {
          const at = (s * banks[b].count + banks[b].groups[l].first) * held[b].width;
          records.set(held[b].records.subarray(at, at + records.length));
        });
      });
    };
    /** Adds the gradient of one sample. */
    const collect = (at: Float64Array, factors: VariationFactors, s: number, gradient: Float64Array): void => {
      gradients.forEach((layer, l) => {
        const first = thetaStarts[l];
        for (let k = 0; k < layer.conductance.length; k++) {
          if (smallConductances === "dropped" && nominal[first + k] === 0) continue;
          const sign = at[first + k] < 0 ? -1 : 1;
          gradient[first + k] += sign * layer.conductance[k] * factors.theta[s * weights + first + k];
        }
        [layer.activation, layer.negativeWeight].forEach((records, b) => {
          held[b].byRecords.set(records, (s * banks[b].count + banks[b].groups[l].first) * held[b].width);
        });
      });
    };
    const finish = (at: Float64Array, factors: VariationFactors, gradient: Float64Array): void => {
      banks.forEach((each, b) => {
        const own = held[b];
        if (!each.model.learnable) return;
        own.byValues.fill(0);
        each.model.addGradient(own.values, factors.samples * each.count, own.byRecords, own.byValues);
        const given = b === 0 ? factors.activation : factors.negativeWeight;
        each.groups.forEach(({ first, count, free }) => {
          const sum = new Float64Array(own.count);
          for (let s = 0; s < factors.samples; s++)
            for (let c = 0; c < count; c++) {
              const place = (s * each.count + first + c) * own.count;
              for (let v = 0; v < own.count; v++) sum[v] += own.byValues[place + v] * given[place + v];
            }
          each.transformation.addGradient(at, free, sum, gradient, free);
        });
      });
    };
    const singles = new Map<Loss, MarginLossKernel>();
    const inSingle = (loss: Loss): MarginLossKernel => {
      if (loading || !loss.ofMargin)
        throw withoutSinglePrecision("it is made for networks without loading and for the margin loss");
      const known = singles.get(loss) ?? marginLossKernel(shapes, { ...data, ...loss.ofMargin });
      singles.set(loss, known);
      return known;
    };
    return {
      loss(at, factors, loss, gradient) {
        const single = settings.precision === "single" ? inSingle(loss) : undefined;
        prepare(at, factors, gradient !== undefined);
        gradient?.fill(0);
        let sum = 0;
        for (let s = 0; s < factors.samples; s++) {
          fill(factors, s);
          for (const layer of gradients) {
            layer.conductance.fill(0);
            layer.activation.fill(0);
            layer.negativeWeight.fill(0);
          }
          if (single) sum += single(values, gradient && gradients);
          else sum += loss(kernel.forward(values, data.inputs, rows), data.labels, classes, weight);
          if (!gradient) continue;
          if (!single) kernel.backward(values, data.inputs, rows, weight, gradients);
          collect(at, factors, s, gradient);
        }
        if (gradient) {
          finish(at, factors, gradient);
          for (let k = 0; k < gradient.length; k++) gradient[k] /= factors.samples;
        }
        return sum / factors.samples;
      },
      outputs(at, factors, each) {
        prepare(at, factors, false);
        for (let s = 0; s < factors.samples; s++) {
          fill(factors, s);
          each(kernel.forward(values, data.inputs, rows), s);
        }
      },
    };
  };

  return {
    settings,
    weights,
    parameters: total,
    start(seed) {
      const at = new Float64Array(total);
      const random = randomStream(seed, 0);
      layers.forEach(({ inputs, neurons }, l) => {
        at.set(initialTheta(settings.thetaStart, inputs, neurons, random), thetaStarts[l]);
      });
      banks.forEach(({ transformation, groups }, b) => {
        const values = b === 0 ? settings.start.activation : settings.start.negativeWeight;
        for (const { free } of groups) at.set(transformation.free(values), free);
      });
      return at;
    },
    draw({ seed, use, epoch, samples }, variation) {
      const theta = new Float64Array(samples * weights);
      const [ofActivation, ofInverse] = banks.map(
        ({ count, transformation }) => new Float64Array(samples * count * transformation.count),
      );
      for (let s = 0; s < samples; s++) {
        const source = factorSource(seed, sampleStream(use, epoch, s), variation);
        layers.forEach(({ inputs, neurons }, l) => {
          source.group(theta, s * weights + thetaStarts[l], (inputs + 2) * neurons);
          banks.forEach(({ groups, count, transformation }, b) => {
            const into = b === 0 ? ofActivation : ofInverse;
            const width = transformation.count;
            const group = groups[l];
            const first = (s * count + group.first) * width;
            for (let v = 0; v < width; v++) {
              const shared = source.shared();
              const alike = shared * source.own();
              for (let c = 0; c < group.count; c++)
                into[first + c * width + v] = variation.circuits === "alike" || c === 0 ? alike : shared * source.own();
            }
          });
        });
      }
      return { samples, theta, activation: ofActivation, negativeWeight: ofInverse };
    },
    on: run,
    network(at) {
      const perNetwork = settings.circuitsOf === "network";
      const circuitLists = banks.map((each) => {
        const middle = nominalValues(each, at);
        const width = recordWidth(each.model.curves);
        return (perNetwork ? middle.slice(0, 1) : middle).map((values) => {
          const record = new Float64Array(width);
          each.model.evaluate(values, 1, record);
          const eta = each.model.curves.name === "tanh" ? { eta: Array.from(record.subarray(0, 4)) } : {};
          return { kind: each.model.kind, values: Array.from(values), ...eta };
        });
      });
      const second = circuitLists[0].length;
      return {
        kind: "printed-network",
        unitConductance,
        loading,
        circuits: circuitLists.flat(),
        layers: layers.map(({ inputs, neurons }, l) => ({
          theta: Array.from({ length: inputs + 2 }, (_, i) =>
            Array.from({ length: neurons }, (__, j) => {
              const free = at[thetaStarts[l] + i * neurons + j];
              const size = printableConductance(free, smallConductances);
              return free < 0 && i <= inputs && negativeWeightsAct && size > 0 ? -size : size;
            }),
          ),
          activation: perNetwork ? 0 : l,
          negativeWeight: second + (perNetwork ? 0 : l),
        })),
      };
    },
  };
}

function checkTopology(topology: readonly number[]): void {
  if (topology.length >= 2 && topology.every((size) => Number.isInteger(size) && size >= 1)) return;
  throw new HillockError({
    code: "training/topology",
    problem: `[${topology.join(", ")}] are no sizes of layers`,
    help: "give the number of inputs, of neurons in each hidden layer, and of classes: [4, 3, 3]",
  });
}
