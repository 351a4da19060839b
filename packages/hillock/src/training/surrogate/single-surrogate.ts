import { elementary } from "../../expr/elementary.js";
import { combine } from "../../networks/single/margin-programs.js";
import { logisticUnit } from "../../networks/single/single-logistic.js";
import { places, type VectorProgram, vectorMachine, vectorProgram } from "../../networks/single/vector-machine.js";
import type { CircuitBatch } from "../circuit-model.js";
import { type SurrogateFunction, surrogateFunction } from "./evaluate.js";
import { networkLayout } from "./layered-network.js";
import { type Surrogate, surrogateSizes } from "./surrogate.js";

/** A surrogate that evaluates many circuits at once in single precision. */
export interface SingleSurrogateFunction extends SurrogateFunction {
  /** @throws networks/single-precision */
  readonly batch: (counts: readonly number[], lanes: number) => CircuitBatch;
}

/**
 * Makes a surrogate ready to be evaluated, for batches of circuits in single precision.
 *
 * @throws training/wrong-surrogate
 */
export function singleSurrogateFunction(surrogate: Surrogate): SingleSurrogateFunction {
  return { ...surrogateFunction(surrogate), batch: (counts, lanes) => surrogateBatch(surrogate, counts, lanes) };
}

/**
 * The network of a surrogate as a program on arrays with a number for each circuit and sample: the same as `surrogateFunction` but
 * for rounding. Component values are seen as parts of the nominal ones: their logarithms are small, and lose nothing. With
 * s = (1 + tanh y)/2 of the hidden units, a layer is y = (b - sum w) + sum 2 w s.
 */
function surrogateBatch(surrogate: Surrogate, counts: readonly number[], lanes: number): CircuitBatch {
  const { names, features, outputs, weights } = surrogate;
  const { sizes, weightsAt } = networkLayout(surrogateSizes(surrogate));
  const last = sizes.length - 1;
  const circuits = counts.reduce((sum, count) => sum + count, 0);
  const vectors = (circuits * lanes) / 4;
  const memory = places();
  const block = memory.vectors(names.length * vectors);
  const [etaAt, byEtaAt] = [memory.vectors(outputs.length * vectors), memory.vectors(outputs.length * vectors)];
  const arrays = (count: number): number[] => Array.from({ length: count }, () => memory.vectors(vectors));
  const part = (from: number, index: number): number => from + 16 * vectors * index;
  const factors = names.map((_, k) => part(block, k));
  const logs = arrays(names.length);
  const s = sizes.map((size, l) => (l < last ? arrays(size) : []));
  const [sums, slopes, weightOfS] = [s, s, s].map((each) => each.map((layer) => arrays(layer.length)));
  const outputsAt = outputs.map((_, o) => part(etaAt, o));
  const byOutputs = outputs.map((_, o) => part(byEtaAt, o));
  /** Of each group and feature: what the feature is of the nominal values, and the sum of its derivatives. */
  const [middles, totals] = [0, 1].map(() => counts.map(() => features.map(() => memory.vectors(1))));
  const constants: (readonly [address: number, value: number])[] = [];
  const constant = (value: number): number => {
    const address = memory.vectors(1);
    constants.push([address, value]);
    return address;
  };
  const scaleOf = features.map(({ least, most }) => 2 / (most - least));
  const span = outputs.map(({ least, most }) => most - least);
  const weight = (l: number, unit: number, i: number): number => weights[weightsAt[l] + unit * (sizes[l] + 1) + i];
  const unitsOf = (l: number): number[] => Array.from({ length: sizes[l] }, (_, k) => k);
  const [zero, unit] = [constant(0), constant(logisticUnit)];
  // Together a and b of the circuit's own argument.
  constant(0);

  const logarithms = vectorProgram();
  names.forEach((_, k) => {
    if (features.some(({ powers }) => powers[k] !== 0)) logarithms.add("log", factors[k], logs[k]);
  });
  let first = 0;
  const groups = counts.map((count, g) => {
    const at = (array: number): number => array + 4 * lanes * first;
    const [inputs, sum] = [vectorProgram(), vectorProgram()];
    features.forEach(({ powers }, f) => {
      const terms = powers.flatMap((power, k): [number, number][] =>
        power === 0 ? [] : [[at(logs[k]), constant(power * scaleOf[f])]],
      );
      combine(inputs, at(s[0][f]), middles[g][f], terms);
      sum.add("total", at(weightOfS[0][f]), totals[g][f]);
    });
    first += count;
    return { inputs, sum, size: 4 * lanes * count };
  });
  const forward = vectorProgram();
  for (let l = 0; l < last; l++)
    for (const u of unitsOf(l + 1)) {
      const bias = weight(l, u, sizes[l]);
      const own = unitsOf(l).map((i) => weight(l, u, i));
      const isLast = l + 1 === last;
      const [reach, base] = isLast ? [span[u], outputs[u].least] : [1, 0];
      // Features are no tanh.
      const terms = own.map((w, i): [number, number] => [s[l][i], constant(reach * (l === 0 ? w : 2 * w))]);
      const begin = l === 0 ? bias : own.reduce((rest, w) => rest - w, bias);
      combine(forward, isLast ? outputsAt[u] : sums[l + 1][u], constant(base + reach * begin), terms);
      if (!isLast) forward.add("bend", sums[l + 1][u], unit, s[l + 1][u], slopes[l + 1][u]);
    }
  const backward = vectorProgram();
  for (let l = last - 1; l >= 0; l--)
    for (const i of unitsOf(l)) {
      const terms = unitsOf(l + 1).map((u): [number, number] => {
        const byHere = l === 0 ? weight(l, u, i) : 2 * weight(l, u, i);
        return l + 1 === last
          ? [byOutputs[u], constant(span[u] * byHere)]
          : [weightOfS[l + 1][u], constant(2 * byHere)];
      });
      combine(backward, weightOfS[l][i], zero, terms);
      if (l > 0) backward.add("multiply", weightOfS[l][i], slopes[l][i], weightOfS[l][i]);
    }

  const programs = [logarithms, forward, backward, ...groups.flatMap(({ inputs, sum }) => [inputs, sum])];
  const begins = programs.map(({ words }) => memory.vectors(Math.ceil(words.length / 4)));
  const machine = vectorMachine(memory.end());
  const { numbers } = machine;
  const spread = (address: number, value: number): void => {
    numbers.fill(value, address >> 2, (address >> 2) + 4);
  };
  for (const [address, value] of constants) spread(address, value);
  const load = (program: VectorProgram) => machine.load(program, begins[programs.indexOf(program)]);
  const [runLogarithms, runForward, runBackward] = [logarithms, forward, backward].map(load);
  const runGroups = groups.map(({ inputs, sum, size }) => ({ inputs: load(inputs), sum: load(sum), size }));
  const view = (from: number, columns: number) => numbers.subarray(from >> 2, (from >> 2) + columns * circuits * lanes);
  return {
    factors: view(block, names.length),
    eta: view(etaAt, outputs.length),
    byEta: view(byEtaAt, outputs.length),
    evaluate(nominal) {
      runLogarithms(16 * vectors);
      runGroups.forEach(({ inputs, size }, g) => {
        features.forEach(({ powers, least }, f) => {
          let product = 0;
          for (let k = 0; k < powers.length; k++)
            if (powers[k] !== 0) product += powers[k] * elementary.log(nominal[g][k]);
          spread(middles[g][f], scaleOf[f] * (product - least) - 1);
        });
        inputs(size);
      });
      runForward(16 * vectors);
    },
    addGradient(nominal, into) {
      runBackward(16 * vectors);
      runGroups.forEach(({ sum, size }, g) => {
        for (const total of totals[g]) spread(total, 0);
        sum(size);
        features.forEach(({ powers }, f) => {
          const at = totals[g][f] >> 2;
          const slope = scaleOf[f] * (numbers[at] + numbers[at + 1] + (numbers[at + 2] + numbers[at + 3]));
          for (let k = 0; k < powers.length; k++) into[g][k] += (powers[k] * slope) / nominal[g][k];
        });
      });
    },
  };
}
