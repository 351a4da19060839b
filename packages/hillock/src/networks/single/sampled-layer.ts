import { elementary } from "../../expr/elementary.js";
import { fallingTanh } from "../curve.js";
import { emptyColumn } from "../ideal-layer.js";
import type { LayerShape } from "../layer.js";
import { supplyVoltage } from "../printed-network.js";
import type { LayerNumbers } from "./margin-programs.js";
import { logisticUnit } from "./single-logistic.js";

/** eta1 ... eta4 of some circuits in all samples, or the gradient of a loss by them. */
export interface SampledCurves {
  /** `[4, circuits, lanes]` */
  readonly eta: Float32Array;
  readonly circuits: number;
  /** Number of the first of the circuits. */
  readonly first: number;
}

/**
 * The values of a layer in all samples of a variation, or the gradient of a loss by them. Samples are the last index, and so many as
 * fill vectors of four, `lanes`; those too many have values like the others, and no gradient.
 */
export interface SampledLayer {
  /** `[inputs + 2, neurons, lanes]` */
  readonly conductance: Float64Array;
  /** Of the circuits `[neurons]`, and `[inputs + 1]`. */
  readonly activation: SampledCurves;
  readonly negativeWeight: SampledCurves;
}

/** V = base + reach s of some circuits in all samples `[circuits, lanes]`. */
export interface Reaches {
  readonly base: Float64Array;
  readonly reach: Float64Array;
}

/** Sums over the rows of w = d loss / d output and of w s, of some circuits in all samples `[circuits, lanes]`. */
export interface OutputSums {
  readonly w: Float64Array;
  readonly ws: Float64Array;
}

/** A layer's numbers in the memory of the programs. */
export interface LayerInMemory {
  /** Of the circuits behind the columns, after `set`. */
  readonly outputs: Reaches;
  /**
   * Writes what does not depend on the row. @returns no finite number if a value is none
   * @throws networks/empty-column
   */
  readonly set: (values: SampledLayer) => number;
  /**
   * Writes the gradient, from the sums over the rows times the `scale` of each sample `[lanes]`.
   *
   * @param sums of the circuits behind the columns; undefined for those of the last layer, which are in memory
   * @returns those of the circuits that drive the inputs
   */
  readonly gradient: (
    values: SampledLayer,
    scale: Float64Array,
    sums: OutputSums | undefined,
    into: SampledLayer,
  ) => OutputSums;
}

/** Numbers of groups of four samples: each group has them at the same distance from the one before. */
export interface SampledMemory {
  readonly numbers: Float32Array;
  readonly lanes: number;
  /** Bytes. */
  readonly stride: number;
}

/**
 * Makes a layer whose inputs are V = base + reach u, those of `before`. With s = (1 + tanh y)/2, y = eta4 (z - eta3), a circuit gives
 * V = sign (eta1 - eta2) + 2 sign eta2 s, so that columns and gradients are sums of products: z = M + sum C u or C s over the resistors,
 * and with h = dL/ds s (1 - s) the sums of h, h u and h s have all derivatives; dL/dz = T h, T = 2 reach eta4.
 */
export function layerInMemory(
  shape: LayerShape,
  places: LayerNumbers,
  before: Reaches,
  { numbers, lanes, stride }: SampledMemory,
): LayerInMemory {
  const { inputs, neurons, activation, negativeWeight, negative } = shape;
  const [sign, inverseSign] = [activation, negativeWeight].map((curves) => (curves === fallingTanh ? -1 : 1));
  const bias = inputs * neurons;
  const ground = bias + neurons;
  const zeros = (count: number) => new Float64Array(count * lanes);
  const outputs: Reaches = { base: zeros(neurons), reach: zeros(neurons) };
  const inverses: Reaches = { base: zeros(inputs), reach: zeros(inputs) };
  const driving: OutputSums = { w: zeros(inputs), ws: zeros(inputs) };
  const ofInverse: OutputSums = { w: zeros(1), ws: zeros(1) };
  const [total, middle, steepness, sumOfH, sumOfHz] = [1, 2, 3, 4, 5].map(() => zeros(neurons));
  const [biasTanh, biasTurned, biasWeight, columnProducts] = [1, 2, 3, 4].map(() => zeros(1));
  /** Where the samples' numbers are, from an address of the first group on. */
  const place = Int32Array.from({ length: lanes }, (_, s) => (s >> 2) * (stride >> 2) + (s & 3));
  const write = (address: number, s: number, value: number): void => {
    numbers[(address >> 2) + place[s]] = value;
  };
  const numberAt = (address: number, s: number): number => numbers[(address >> 2) + place[s]];
  const isInverted = (i: number): boolean => negative.subarray(i * neurons, (i + 1) * neurons).includes(1);

  const setInverse = (i: number, { eta, circuits, first }: SampledCurves): void => {
    const step = circuits * lanes;
    for (let s = 0, k = (first + i) * lanes, own = i * lanes; s < lanes; s++, k++, own++) {
      const [eta2, unit] = [eta[k + step], logisticUnit * eta[k + 3 * step]];
      inverses.base[own] = inverseSign * (eta[k] - eta2);
      inverses.reach[own] = 2 * inverseSign * eta2;
      write(places.inverses[i], s, unit * before.reach[own]);
      write(places.inverses[i] + 16, s, unit * (before.base[own] - eta[k + 2 * step]));
      write(places.throughs[i], s, 2 * inverses.reach[own] * eta[k + 3 * step]);
    }
  };
  const setBias = ({ eta, circuits, first }: SampledCurves): void => {
    const step = circuits * lanes;
    for (let s = 0, k = (first + inputs) * lanes; s < lanes; s++, k++) {
      biasTanh[s] = elementary.tanh((supplyVoltage - eta[k + 2 * step]) * eta[k + 3 * step]);
      biasTurned[s] = inverseSign * (eta[k] + eta[k + step] * biasTanh[s]);
    }
  };
  const setActivation = (j: number, { eta, circuits, first }: SampledCurves): void => {
    const step = circuits * lanes;
    for (let s = 0, k = (first + j) * lanes, own = j * lanes; s < lanes; s++, k++, own++) {
      const [eta2, eta4] = [eta[k + step], eta[k + 3 * step]];
      outputs.base[own] = sign * (eta[k] - eta2);
      outputs.reach[own] = 2 * sign * eta2;
      steepness[own] = (2 * outputs.reach[own] * eta4) / total[own];
      write(places.activations[j], s, logisticUnit * eta4);
      write(places.activations[j] + 16, s, -logisticUnit * eta4 * eta[k + 2 * step]);
      write(places.outputs[j], s, outputs.base[own]);
      write(places.outputs[j] + 16, s, outputs.reach[own]);
    }
  };
  const setResistors = (conductance: Float64Array): void => {
    total.fill(0);
    const row = neurons * lanes;
    for (let from = 0; from < conductance.length; from += row)
      for (let own = 0; own < row; own++) total[own] += conductance[from + own];
    const empty = total.findIndex((sum) => !(sum > 0));
    if (empty >= 0) throw emptyColumn(Math.floor(empty / lanes));
  };
  const setColumn = (j: number, conductance: Float64Array): void => {
    const own = j * lanes;
    const fromBias = (bias + j) * lanes;
    for (let s = 0; s < lanes; s++)
      middle[own + s] =
        (conductance[fromBias + s] / total[own + s]) * (negative[bias + j] ? biasTurned[s] : supplyVoltage);
    for (let i = 0; i < inputs; i++) {
      const k = i * neurons + j;
      const { base, reach } = negative[k] ? inverses : before;
      for (let s = 0, from = i * lanes; s < lanes; s++, from++) {
        const share = conductance[k * lanes + s] / total[own + s];
        middle[own + s] += share * base[from];
        write(places.coefficients[k], s, share * reach[from]);
        write(places.backs[k], s, conductance[k * lanes + s] * steepness[own + s]);
      }
    }
    for (let s = 0; s < lanes; s++) write(places.middles[j], s, middle[own + s]);
  };

  /** Sums of h and h z of a column; gives what is its own: the gradient by eta, bias and ground. */
  const columnGradient = (
    j: number,
    { activation: { eta, circuits, first } }: SampledLayer,
    scale: Float64Array,
    sums: OutputSums | undefined,
    { activation: into, conductance }: SampledLayer,
  ): void => {
    const step = circuits * lanes;
    columnProducts.fill(0);
    for (let r = j; r < bias; r += neurons) {
      const [by, of] = [places.coefficients[r] >> 2, places.columnSums[r] >> 2];
      for (let s = 0; s < lanes; s++) columnProducts[s] += numbers[by + place[s]] * numbers[of + place[s]];
    }
    for (let s = 0, k = (first + j) * lanes, own = j * lanes; s < lanes; s++, k++, own++) {
      const h = scale[s] * numberAt(places.activationSums[j] + (sums ? 0 : 32), s);
      const hz = middle[own] * h + scale[s] * columnProducts[s];
      sumOfH[own] = h;
      sumOfHz[own] = hz;
      const w = sums ? sums.w[own] : scale[s] * numberAt(places.activationSums[j], s);
      const ws = sums ? sums.ws[own] : scale[s] * numberAt(places.activationSums[j] + 16, s);
      const reach = outputs.reach[own];
      into.eta[k] = sign * w;
      into.eta[k + step] = sign * (2 * ws - w);
      into.eta[k + 2 * step] = -2 * reach * eta[k + 3 * step] * h;
      into.eta[k + 3 * step] = 2 * reach * (hz - eta[k + 2 * step] * h);
      const seen = negative[bias + j] ? biasTurned[s] : supplyVoltage;
      conductance[(bias + j) * lanes + s] = steepness[own] * (h * seen - hz);
      conductance[(ground + j) * lanes + s] = -steepness[own] * hz;
    }
  };
  /** Of the resistors of an input: their gradient, and the sums of what they see, `into`. */
  const resistorGradient = (
    i: number,
    j: number,
    values: SampledLayer,
    scale: Float64Array,
    into: SampledLayer,
    { w, ws }: OutputSums,
    at: number,
  ): void => {
    const k = i * neurons + j;
    const { base, reach } = negative[k] ? inverses : before;
    const sums = places.columnSums[k] >> 2;
    for (let s = 0, own = j * lanes, g = k * lanes, from = i * lanes; s < lanes; s++, own++, g++, from++) {
      const back = values.conductance[g] * steepness[own];
      const product = scale[s] * numbers[sums + place[s]];
      into.conductance[g] = steepness[own] * (base[from] * sumOfH[own] + reach[from] * product - sumOfHz[own]);
      w[at + s] += back * sumOfH[own];
      ws[at + s] += back * product;
    }
  };
  const inputGradient = (i: number, values: SampledLayer, scale: Float64Array, into: SampledLayer): void => {
    const { eta, circuits, first } = values.negativeWeight;
    const intoEta = into.negativeWeight.eta;
    const step = circuits * lanes;
    const inverted = isInverted(i);
    driving.w.fill(0, i * lanes, (i + 1) * lanes);
    driving.ws.fill(0, i * lanes, (i + 1) * lanes);
    ofInverse.w.fill(0);
    ofInverse.ws.fill(0);
    for (let j = 0; j < neurons; j++)
      if (negative[i * neurons + j]) resistorGradient(i, j, values, scale, into, ofInverse, 0);
      else resistorGradient(i, j, values, scale, into, driving, i * lanes);
    for (let s = 0, c = (first + i) * lanes, from = i * lanes; s < lanes; s++, c++, from++) {
      const h = inverted ? scale[s] * numberAt(places.inverseSums[i], s) : 0;
      const hu = inverted ? scale[s] * numberAt(places.inverseSums[i] + 16, s) : 0;
      const doubled = 2 * inverses.reach[from];
      const through = doubled * eta[c + 3 * step];
      intoEta[c] = inverseSign * ofInverse.w[s];
      intoEta[c + step] = inverseSign * (2 * ofInverse.ws[s] - ofInverse.w[s]);
      intoEta[c + 2 * step] = -through * h;
      intoEta[c + 3 * step] = doubled * (before.base[from] * h + before.reach[from] * hu - eta[c + 2 * step] * h);
      driving.w[from] += through * h;
      driving.ws[from] += through * hu;
    }
  };
  const biasGradient = (values: SampledLayer, into: SampledLayer): void => {
    const { eta, circuits, first } = values.negativeWeight;
    const step = circuits * lanes;
    const intoEta = into.negativeWeight.eta;
    biasWeight.fill(0);
    for (let j = 0; j < neurons; j++)
      if (negative[bias + j])
        for (let s = 0, own = j * lanes; s < lanes; s++, own++)
          biasWeight[s] += values.conductance[(bias + j) * lanes + s] * steepness[own] * sumOfH[own];
    for (let s = 0, c = (first + inputs) * lanes; s < lanes; s++, c++) {
      const by = inverseSign * biasWeight[s];
      const steep = by * eta[c + step] * (1 - biasTanh[s] * biasTanh[s]);
      intoEta[c] = by;
      intoEta[c + step] = by * biasTanh[s];
      intoEta[c + 2 * step] = -steep * eta[c + 3 * step];
      intoEta[c + 3 * step] = steep * (supplyVoltage - eta[c + 2 * step]);
    }
  };

  return {
    outputs,
    set({ conductance, activation: curves, negativeWeight: turned }) {
      setResistors(conductance);
      setBias(turned);
      for (let i = 0; i < inputs; i++) if (isInverted(i)) setInverse(i, turned);
      let check = 0;
      for (let j = 0; j < neurons; j++) {
        setActivation(j, curves);
        setColumn(j, conductance);
        for (let s = 0, own = j * lanes; s < lanes; s++, own++)
          check += middle[own] + steepness[own] + outputs.base[own];
      }
      return check;
    },
    gradient(values, scale, sums, into) {
      for (let j = 0; j < neurons; j++) columnGradient(j, values, scale, sums, into);
      for (let i = 0; i < inputs; i++) inputGradient(i, values, scale, into);
      biasGradient(values, into);
      return driving;
    },
  };
}
