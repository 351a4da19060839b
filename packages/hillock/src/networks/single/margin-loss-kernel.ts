import { elementary } from "../../expr/elementary.js";
import { fallingTanh } from "../curve.js";
import { emptyColumn } from "../ideal-layer.js";
import { type LayerShape, type LayerValues, recordWidth } from "../layer.js";
import { supplyVoltage } from "../printed-network.js";
import { type LayerPlaces, marginStepCode, type StepPlaces, type TanhPlaces } from "./margin-step.js";
import { tanhUnit } from "./single-tanh.js";
import { singlesLoop, withoutSinglePrecision } from "./singles-loop.js";

/** A data set, and the margin loss on it; V. */
export interface MarginLossProblem {
  /** `[rows, inputs]` */
  readonly inputs: Float64Array;
  /** `[rows]` */
  readonly labels: Uint8Array;
  readonly margin: number;
  readonly threshold: number;
}

/**
 * The margin loss of a network for one sample of the variation, mean over the rows; adds its gradient where one is given.
 *
 * @throws networks/empty-column
 */
export type MarginLossKernel = (values: readonly LayerValues[], gradient?: readonly LayerValues[]) => number;

/** Vectors of rows between which sums are kept in single precision. */
const vectorsAtOnce = 256;

/**
 * Makes the margin loss of a network of ideal layers with tanh circuits in single precision, as WebAssembly with vectors of four
 * rows: the same as `networkKernel` without loading and the margin loss, but for rounding.
 *
 * @throws networks/single-precision where it cannot be: other curves, a very large network, no WebAssembly
 */
export function marginLossKernel(shapes: readonly LayerShape[], problem: MarginLossProblem): MarginLossKernel {
  if (!shapes.every((shape) => shape.activation.name === "tanh" && shape.negativeWeight.name === "tanh"))
    throw withoutSinglePrecision("the curves of the circuits are no tanh");
  const rows = problem.labels.length;
  const vectors = Math.ceil(rows / 4);
  const { places, sums, bytes } = placeStep(shapes, vectors);
  const code = marginStepCode(shapes, places);
  const { run, buffer } = singlesLoop(code, bytes);
  const numbers = new Float32Array(buffer);
  const addresses = new Int32Array(buffer);
  const write = (address: number, value: number): void => {
    numbers[address >> 2] = value;
  };

  places.data.forEach((address, i) => {
    for (let row = 0; row < rows; row++) write(address + 4 * row, problem.inputs[row * places.data.length + i]);
  });
  for (let row = 0; row < 4 * vectors; row++) write(places.labels + 4 * row, row < rows ? problem.labels[row] : -1);
  write(places.low, problem.margin + problem.threshold);
  write(places.high, problem.margin);
  const accumulated = numbers.subarray(sums.from >> 2, sums.to >> 2);
  const total = new Float64Array(accumulated.length >> 2);
  const sumAt = (address: number): number => total[(address - sums.from) >> 4];
  const layers = shapes.map((shape, l) => layerValuesInMemory(shape, places.layers[l], { write, addresses, sumAt }));

  return (values, gradient) => {
    layers.forEach((layer, l) => {
      layer.set(values[l]);
    });
    total.fill(0);
    for (let from = 0; from < vectors; from += vectorsAtOnce) {
      accumulated.fill(0);
      run(16 * from, 16 * Math.min(vectors, from + vectorsAtOnce));
      for (let k = 0; k < total.length; k++) {
        const at = 4 * k;
        total[k] += accumulated[at] + accumulated[at + 1] + (accumulated[at + 2] + accumulated[at + 3]);
      }
    }
    for (let k = 0; k < total.length; k++) total[k] /= rows;
    if (gradient)
      layers.forEach((layer, l) => {
        layer.addGradient(values[l], gradient[l]);
      });
    return sumAt(places.loss);
  };
}

interface StepMemory {
  readonly write: (address: number, value: number) => void;
  readonly addresses: Int32Array;
  /** A sum over the rows, divided by their number. */
  readonly sumAt: (address: number) => number;
}

/** Takes a layer's values to memory and the gradient from there; what does not depend on the row is computed here. */
function layerValuesInMemory(shape: LayerShape, places: LayerPlaces, { write, addresses, sumAt }: StepMemory) {
  const { inputs, neurons, activation, negativeWeight, negative } = shape;
  const [width, inverseWidth] = [recordWidth(activation), recordWidth(negativeWeight)];
  const [sign, inverseSign] = [activation, negativeWeight].map((curves) => (curves === fallingTanh ? -1 : 1));
  const bias = inputs * neurons;
  const ground = bias + neurons;
  /** 4 d V_out / d tanh times eta4, over the column's conductance. */
  const steepness = new Float64Array(neurons);
  let turnedBias = 0;
  const setCircuit = (
    { slope, offset, base, reach, through }: TanhPlaces,
    eta: Float64Array,
    at: number,
    s: number,
  ): void => {
    write(slope, tanhUnit * eta[at + 3]);
    write(offset, -tanhUnit * eta[at + 2] * eta[at + 3]);
    write(through, 4 * s * eta[at + 1] * eta[at + 3]);
    write(base, s * eta[at]);
    write(reach, s * eta[at + 1]);
  };
  const addCircuit = ({ sums }: TanhPlaces, eta: Float64Array, at: number, s: number, into: Float64Array): void => {
    const steep = 4 * s * sumAt(sums + 32);
    into[at] += s * sumAt(sums);
    into[at + 1] += s * sumAt(sums + 16);
    into[at + 2] -= eta[at + 1] * eta[at + 3] * steep;
    into[at + 3] += eta[at + 1] * (4 * s * sumAt(sums + 48) - eta[at + 2] * steep);
  };
  return {
    set({ conductance, activation: curves, negativeWeight: inverses }: LayerValues): void {
      const at = inputs * inverseWidth;
      turnedBias =
        inverseSign *
        (inverses[at] + inverses[at + 1] * elementary.tanh((supplyVoltage - inverses[at + 2]) * inverses[at + 3]));
      for (let i = 0; i < inputs; i++) setCircuit(places.inverses[i], inverses, i * inverseWidth, inverseSign);
      for (let j = 0; j < neurons; j++) {
        setCircuit(places.activations[j], curves, j * width, sign);
        let sum = 0;
        for (let k = j; k < conductance.length; k += neurons) sum += conductance[k];
        if (!(sum > 0)) throw emptyColumn(j);
        steepness[j] = (4 * sign * curves[j * width + 1] * curves[j * width + 3]) / sum;
        write(places.middle[j], (conductance[bias + j] / sum) * (negative[bias + j] ? turnedBias : supplyVoltage));
        for (let i = 0, k = j; i < inputs; i++, k += neurons) {
          const back = conductance[k] * steepness[j];
          write(places.share[k], conductance[k] / sum);
          write(places.straight[k], negative[k] ? 0 : back);
          write(places.turned[k], negative[k] ? back : 0);
          addresses[places.seen[k] >> 2] = negative[k] ? places.inverted[i] : places.input[i];
        }
      }
    },
    addGradient({ conductance, activation: curves, negativeWeight: inverses }: LayerValues, into: LayerValues): void {
      for (let i = 0; i < inputs; i++)
        addCircuit(places.inverses[i], inverses, i * inverseWidth, inverseSign, into.negativeWeight);
      let biasWeight = 0;
      for (let j = 0; j < neurons; j++) {
        const { sums } = places.activations[j];
        addCircuit(places.activations[j], curves, j * width, sign, into.activation);
        const [steep, beside] = [sumAt(sums + 32), sumAt(sums + 48)];
        for (let k = j; k < bias; k += neurons) into.conductance[k] += steepness[j] * (sumAt(places.sums[k]) - beside);
        const seen = negative[bias + j] ? turnedBias : supplyVoltage;
        into.conductance[bias + j] += steepness[j] * (steep * seen - beside);
        into.conductance[ground + j] -= steepness[j] * beside;
        if (negative[bias + j]) biasWeight += conductance[bias + j] * steepness[j] * steep;
      }
      const at = inputs * inverseWidth;
      negativeWeight.addGradient(inverses, at, supplyVoltage, turnedBias, biasWeight, into.negativeWeight, at);
    },
  };
}

/** Gives everything a place, so that what is used together lies together. */
function placeStep(shapes: readonly LayerShape[], vectors: number) {
  let end = 0;
  const take = (bytes: number): number => {
    const unit = Math.min(16, bytes);
    const at = unit * Math.ceil(end / unit);
    end = at + bytes;
    return at;
  };
  const list = (count: number, bytes: number): number[] => Array.from({ length: count }, () => take(bytes));
  const loss = take(16);
  const sumsOf = shapes.map(({ inputs, neurons }) => ({
    inverses: list(inputs, 64),
    activations: list(neurons, 64),
    columns: list(inputs * neurons, 16),
  }));
  const sums = { from: 0, to: end };
  const circuit = (own: number): TanhPlaces => {
    const [slope, offset, base, reach, through] = list(5, 4);
    return { slope, offset, base, reach, through, sums: own };
  };
  const layers: LayerPlaces[] = shapes.map(({ inputs, neurons }, l) => ({
    input: list(inputs, 16),
    inverted: list(inputs, 16),
    inverses: sumsOf[l].inverses.map(circuit),
    activations: sumsOf[l].activations.map(circuit),
    sums: sumsOf[l].columns,
    middle: list(neurons, 4),
    share: list(inputs * neurons, 4),
    seen: list(inputs * neurons, 4),
    straight: list(inputs * neurons, 4),
    turned: list(inputs * neurons, 4),
  }));
  const [low, high] = list(2, 16);
  const labels = take(16 * vectors);
  const data = list(shapes[0].inputs, 16 * vectors);
  const places: StepPlaces = { layers, data, labels, low, high, loss };
  return { places, sums, bytes: end };
}
