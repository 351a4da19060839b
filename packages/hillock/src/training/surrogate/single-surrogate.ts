import { HillockError } from "../../base/error.js";
import { elementary } from "../../expr/elementary.js";
import { type Singles, singlesCode } from "../../networks/single/single-code.js";
import { singleLog } from "../../networks/single/single-log.js";
import { singleTanh, tanhUnit } from "../../networks/single/single-tanh.js";
import { singlesLoop } from "../../networks/single/singles-loop.js";
import type { SurrogateFunction } from "./evaluate.js";
import { networkLayout } from "./layered-network.js";
import { checkSurrogate, type Surrogate, surrogateSizes } from "./surrogate.js";

/** Circuits that are computed at once: as many as fit in a fast cache. */
const circuitsAtOnce = 256;

/**
 * Makes a surrogate ready to be evaluated in single precision, as WebAssembly with vectors of four circuits: the same as
 * `surrogateFunction` but for rounding.
 *
 * @throws training/wrong-surrogate, networks/single-precision
 */
export function singleSurrogateFunction(surrogate: Surrogate): SurrogateFunction {
  checkSurrogate(surrogate);
  const { names, features, outputs } = surrogate;
  const layout = networkLayout(surrogateSizes(surrogate));
  const last = layout.sizes.length - 1;
  const column = 4 * circuitsAtOnce;
  /** Places in memory, bytes: columns of circuits, then single numbers. */
  const columnsAt = (first: number, count: number) => Array.from({ length: count }, (_, k) => (first + k) * column);
  const omegaAt = columnsAt(0, names.length);
  const etaAt = columnsAt(names.length, outputs.length);
  const slopeAt = columnsAt(names.length + outputs.length, names.length);
  const numbersAt = (2 * names.length + outputs.length) * column;
  const weightAt = (index: number): number => numbersAt + 4 * index;
  const middleAt = weightAt(layout.parameters);
  const bytes = middleAt + 4 * features.length;

  const loopOf = (withGradient: boolean) => {
    const code = singlesCode();
    const { apply, constant, spread, row, storeRow } = code;
    const times = (a: Singles, b: Singles): Singles => apply("mul", a, b);
    const plus = (a: Singles, b: Singles): Singles => apply("add", a, b);
    const sum = (terms: readonly Singles[]): Singles => terms.reduce(plus);
    const ratios = omegaAt.map(row);
    const logs = ratios.map((ratio) => singleLog(code, ratio));
    const layers = [
      features.map(({ powers, least, most }, f) =>
        powers.reduce<Singles>(
          (all, power, k) => (power === 0 ? all : plus(all, times(logs[k], constant((2 * power) / (most - least))))),
          spread(middleAt + 4 * f),
        ),
      ),
    ];
    const weight = (l: number, unit: number, i: number): Singles =>
      spread(weightAt(layout.weightsAt[l] + unit * (layout.sizes[l] + 1) + i));
    /** Of the hidden layers: d tanh / d its argument, over 4. */
    const quarters: Singles[][] = [[]];
    for (let l = 0; l < (withGradient ? last - 1 : last); l++) {
      const sums = Array.from({ length: layout.sizes[l + 1] }, (_, unit) => {
        const terms = layers[l].map((value, i) => times(value, weight(l, unit, i)));
        return terms.reduce(plus, weight(l, unit, layout.sizes[l]));
      });
      const bent = l + 1 === last ? [] : sums.map((total) => singleTanh(code, total));
      layers.push(l + 1 === last ? sums : bent.map(({ tanh }) => tanh));
      quarters.push(bent.map(({ quarter }) => quarter));
    }
    if (!withGradient) {
      outputs.forEach(({ least, most }, o) => {
        storeRow(etaAt[o], plus(constant(least), times(constant(most - least), layers[last][o])));
      });
      return singlesLoop(code, bytes);
    }
    let slopes = outputs.map(({ least, most }, o) => times(row(etaAt[o]), constant(most - least)));
    for (let l = last - 1; l >= 0; l--)
      slopes = layers[l].map((_, i) => {
        const back = sum(slopes.map((slope, unit) => times(slope, weight(l, unit, i))));
        return l === 0 ? back : times(back, times(quarters[l][i], constant(4 / tanhUnit)));
      });
    slopeAt.forEach((place, k) => {
      const terms = features.flatMap(({ powers, least, most }, f) =>
        powers[k] === 0 ? [] : [times(slopes[f], constant((2 * powers[k]) / (most - least)))],
      );
      storeRow(place, terms.length > 0 ? apply("div", sum(terms), ratios[k]) : constant(0));
    });
    return singlesLoop(code, bytes);
  };
  const loops = [loopOf(false), loopOf(true)].map(({ run, buffer }) => {
    const numbers = new Float32Array(buffer);
    surrogate.weights.forEach((each, w) => {
      numbers[(numbersAt >> 2) + w] = w < layout.weightsAt[last - 1] ? tanhUnit * each : each;
    });
    // Circuits that are none must have a logarithm.
    numbers.fill(1, 0, numbersAt >> 2);
    return { run, numbers };
  });

  const reference = new Float64Array(names.length);
  /** Component values are seen as parts of those of the first circuit: their logarithms are small, and lose nothing. */
  const begin = (omega: Float64Array, numbers: Float32Array): number => {
    const samples = omega.length / names.length;
    if (!Number.isInteger(samples))
      throw wrongInput(`${omega.length} numbers are no rows of ${names.length} component values`);
    for (let k = 0; k < omega.length; k++)
      if (!(omega[k] > 0 && omega[k] < Number.POSITIVE_INFINITY))
        throw wrongInput(
          `${omega[k]} is no component value`,
          `sample ${Math.floor(k / names.length)}, ${names[k % names.length]}`,
        );
    if (samples === 0) return 0;
    reference.set(omega.subarray(0, names.length));
    features.forEach(({ powers, least, most }, f) => {
      const product = powers.reduce((total, power, k) => total + power * elementary.log(reference[k]), 0);
      numbers[(middleAt >> 2) + f] = (2 * (product - least)) / (most - least) - 1;
    });
    return samples;
  };
  const fill = (numbers: Float32Array, omega: Float64Array, first: number, count: number): void => {
    const n = names.length;
    for (let k = 0; k < n; k++) {
      const by = 1 / reference[k];
      const at = omegaAt[k] >> 2;
      for (let c = 0, from = first * n + k; c < count; c++, from += n) numbers[at + c] = omega[from] * by;
    }
  };
  return {
    eta(omega) {
      const [{ run, numbers }] = loops;
      const samples = begin(omega, numbers);
      const n = outputs.length;
      const eta = new Float64Array(samples * n);
      for (let first = 0; first < samples; first += circuitsAtOnce) {
        const count = Math.min(circuitsAtOnce, samples - first);
        fill(numbers, omega, first, count);
        run(0, 16 * Math.ceil(count / 4));
        for (let o = 0; o < n; o++) {
          const at = etaAt[o] >> 2;
          for (let c = 0; c < count; c++) eta[(first + c) * n + o] = numbers[at + c];
        }
      }
      return eta;
    },
    gradient(omega, byEta) {
      const [, { run, numbers }] = loops;
      const samples = begin(omega, numbers);
      const [n, m] = [names.length, outputs.length];
      if (byEta.length !== samples * m) throw wrongInput(`${byEta.length} derivatives by eta for ${samples} samples`);
      const result = new Float64Array(omega.length);
      for (let first = 0; first < samples; first += circuitsAtOnce) {
        const count = Math.min(circuitsAtOnce, samples - first);
        fill(numbers, omega, first, count);
        for (let o = 0; o < m; o++) {
          const at = etaAt[o] >> 2;
          for (let c = 0; c < count; c++) numbers[at + c] = byEta[(first + c) * m + o];
        }
        run(0, 16 * Math.ceil(count / 4));
        for (let k = 0; k < n; k++) {
          const by = 1 / reference[k];
          const at = slopeAt[k] >> 2;
          for (let c = 0, to = first * n + k; c < count; c++, to += n) result[to] = numbers[at + c] * by;
        }
      }
      return result;
    },
  };
}

function wrongInput(problem: string, place?: string): HillockError {
  return new HillockError({
    code: "training/surrogate-input",
    ...(place !== undefined && { place }),
    problem,
    help: "give all component values of each sample: finite, above zero, in SI units; and a derivative by each eta",
  });
}
